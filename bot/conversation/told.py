"""The message that was promised: what the bot finds when it looks again, at that moment."""

from dataclasses import dataclass
from datetime import timedelta

from bot.chat.conversation import ConversationReference, ConversationStore
from bot.chat.finished import Finished
from bot.chat.reply import Reply
from bot.chat.stores import CardRow, CardState, CardStore, PreferenceStore
from bot.conversation.examine import Examine, Found
from bot.conversation.speech import Speech
from bot.core.clock import Now
from bot.core.failures import FailureReason
from bot.outbox.message import Message
from bot.outbox.ports import Composed, NotYet, Withdrawn
from bot.photos.readings import NotRead
from bot.results import recheck_texts as words
from bot.results.record import evidence_of
from bot.use_cases.authorizer import Act, Authorizer
from bot.use_cases.check import Checkup

# What could not be read for one of these reasons can perhaps be read a little later.
PASSING = frozenset(
    {
        FailureReason.THROTTLED,
        FailureReason.TIMED_OUT,
        FailureReason.UNAVAILABLE,
        FailureReason.SIGN_IN_FAILED,
    }
)
PAUSE = timedelta(minutes=5)
PATIENCE = timedelta(minutes=30)


@dataclass(frozen=True)
class Told:
    """Composes the message; its card has the message's id, so that it can be composed again."""

    preferences: PreferenceStore
    conversations: ConversationStore
    examine: Examine
    cards: CardStore
    authorizer: Authorizer
    speech: Speech
    now: Now
    retention: timedelta
    pause: timedelta = PAUSE
    patience: timedelta = PATIENCE

    async def __call__(self, message: Message) -> Composed | Withdrawn | NotYet:
        """Look, and tell; wait a little where a service can't be read, but not for ever."""
        where = await self.conversations.of_person(message.reader)
        if where is None:
            return Withdrawn()
        if await self.preferences.is_quiet(message.reader):
            return Withdrawn()
        if not await self.authorizer.may(message.actor, Act.RECHECK, message.subject):
            return Withdrawn()
        found = await self.examine.look(message.subject)
        if _may_be_read_later(found) and self.now() < message.due_at + self.patience:
            return NotYet(self.now() + self.pause)
        row = self._row(message, where)
        evidence = evidence_of(found) if isinstance(found, Checkup) else None
        opening = words.kept(message.created_at, evidence, self.speech.listener(row))
        return await self._composed(row, await self.examine.show(found, row, opening))

    async def _composed(self, row: CardRow, finished: Finished) -> Composed:
        """The row is there before its buttons are."""
        await self.cards.open(row)

        async def delivered(message_id: str | None) -> None:
            await self.cards.move(
                row.id, {row.state}, row.state, message_id=message_id, facts=finished.facts
            )

        await self.cards.move(row.id, {row.state}, row.state, facts=finished.facts)
        return Composed(Reply(finished.card, finished.summary, delivered=delivered))

    def _row(self, message: Message, where: ConversationReference) -> CardRow:
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
            facts={},
            lease=None,
            created_at=self.now(),
            expires_at=self.now() + self.retention,
            timezone=where.timezone,
        )


def _may_be_read_later(found: Found) -> bool:
    return any(isinstance(each, NotRead) and each.why in PASSING for each in _readings(found))


def _readings(found: Found) -> tuple[object, ...]:
    if not isinstance(found, Checkup):
        return (found,)
    read = found.readings
    return (read.microsoft_365, read.profile, *read.thumbnails.values())
