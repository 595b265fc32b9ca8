"""Show the card of an unasked message, with a row that makes its buttons work."""

from datetime import datetime, timedelta

from bot.chat.card_sessions import CardSessions
from bot.chat.conversation import ConversationReference
from bot.chat.stores import CardRow, CardState, Record
from bot.chat.surface import Surface
from bot.outbox.message import Message
from cards.render import View, card_of


async def show_unasked(
    cards: CardSessions,
    message: Message,
    where: ConversationReference,
    surface: Surface,
    *,
    view: View,
    record: Record | None,
) -> None:
    """Write the card's row and send the card; raises what the surface raises.

    The row is written before its buttons can be pressed. It has the message's id, so that a
    message that is composed a second time does not get a second card.
    """
    await cards.keep(_row(message, where, cards.now(), cards.retention), view, record)
    message_id = await surface.show(card_of(view), view.summary)
    await cards.note_message(message.id, message_id)


def _row(
    message: Message, where: ConversationReference, now: datetime, retention: timedelta
) -> CardRow:
    return CardRow(
        id=message.id,
        reader=message.reader,
        subject=message.subject,
        actor=message.actor,
        conversation_id=where.conversation_id,
        request_id=str(message.id),
        message_id=None,
        state=CardState.CHECKED,
        locale=where.locale,
        timezone=where.timezone,
        record={},
        offers=frozenset(),
        lease=None,
        created_at=now,
        expires_at=now + retention,
    )
