"""“Look again later”: promise a check for the next day, and send its result when it is due.

The promise is a message in the outbox; whichever process works then composes and sends it.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.behaviours.recheck import texts
from bot.chat.conversation import ConversationReference
from bot.chat.router import Router
from bot.chat.stores import CardRow, CardState
from bot.chat.surface import Surface
from bot.chat.turn import Turn
from bot.core.failures import PASSING, FailureReason
from bot.intents import Intent
from bot.outbox.message import Message
from bot.outbox.ports import NotYet, Withdrawn
from bot.photos.readings import NotRead
from bot.results.record import evidence_of
from bot.services import Services
from bot.texts.buttons import RecheckButton
from bot.use_cases.authorizer import Act
from bot.use_cases.check import CheckResult
from bot.use_cases.service import Found
from cards.render import card_of

# A failed sign-in of the app may pass too, and nobody waits for this answer.
PUT_OFF = PASSING | {FailureReason.SIGN_IN_FAILED}
PAUSE = timedelta(minutes=5)
PATIENCE = timedelta(minutes=30)

behaviour = Router[Services]()


@behaviour.says(Intent.LATER)
@behaviour.press(RecheckButton)
async def recheck(turn: Turn, services: Services) -> None:
    """Promise a check, say when, and allow proactive messages again after a “stop”."""
    reader = turn.reader
    if not await services.photo_services.can_check_by_itself():
        await turn.show(texts.cannot_look(reader.gettext))
        return
    due_at = services.now() + services.recheck_after
    # The timer comes first: one that finds no message does no harm, but nothing would wake the
    # outbox on time for a message without one.
    await services.jobs.drain(due_at)
    await services.outbox.replace(
        Act.RECHECK, reader=reader.id, subject=turn.subject, actor=turn.actor, due_at=due_at
    )
    await services.preferences.keep_quiet(reader.id, quiet=False)
    await turn.show(texts.promised(due_at, reader))


@dataclass(frozen=True)
class SendRecheck:
    """The composer of a promised recheck: it checks now, and sends what it found."""

    services: Services

    async def __call__(
        self, message: Message, where: ConversationReference, surface: Surface
    ) -> None:
        """Check, and send the result.

        Raises Withdrawn where the person may not or does not want to be told, NotYet where a
        service can't be read and the message is not overdue by PATIENCE, and what the surface
        raises.
        """
        services = self.services
        if await services.preferences.is_quiet(message.reader):
            raise Withdrawn
        photo_services = services.photo_services
        if not await photo_services.authorizer.may(message.actor, Act.RECHECK, message.subject):
            raise Withdrawn
        found = await photo_services.of(message.actor, message.subject).check()
        if _may_be_read_later(found) and services.now() < message.due_at + PATIENCE:
            raise NotYet(services.now() + PAUSE)
        reader = services.languages.reader(message.reader, where.locale, where.timezone)
        evidence = evidence_of(found) if isinstance(found, CheckResult) else None
        opening = texts.kept(message.created_at, evidence, reader)
        view, record = await services.results.of_check(found, message.id, reader, opening=opening)
        # The row is written before its buttons can be pressed. It has the message's id, so that a
        # message that is composed a second time does not get a second card.
        await services.cards.keep(_row(message, where, services), view, record)
        message_id = await surface.show(card_of(view), view.summary)
        await services.cards.note_message(message.id, message_id)


def _row(message: Message, where: ConversationReference, services: Services) -> CardRow:
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
        created_at=services.now(),
        expires_at=services.now() + services.retention,
    )


def _may_be_read_later(found: Found) -> bool:
    read = found.readings if isinstance(found, CheckResult) else None
    readings: tuple[object, ...] = (
        (read.microsoft_365, read.profile, *read.thumbnails.values()) if read else (found,)
    )
    return any(isinstance(each, NotRead) and each.why in PUT_OFF for each in readings)
