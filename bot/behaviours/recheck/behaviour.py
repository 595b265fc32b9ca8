"""“Look again later”: promise a check for the next day, and send its result when it is due.

The promise is a message in the outbox; whichever process works then composes and sends it.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.behaviours.recheck import texts
from bot.chat.conversation import ConversationReference
from bot.chat.router import Router
from bot.chat.surface import Surface
from bot.chat.turn import Turn
from bot.core.failures import PASSING, FailureReason
from bot.intents import Intent
from bot.outbox.message import Message
from bot.outbox.ports import NotYet, Withdrawn
from bot.photos.readings import NotRead
from bot.results.record import evidence_of
from bot.results.unasked import show_unasked
from bot.services import Services
from bot.texts.buttons import RecheckButton
from bot.use_cases.authorizer import NOT_KNOWN, Act
from bot.use_cases.check import CheckResult
from bot.use_cases.service import Found

# A failed sign-in of the app may pass too, and nobody waits for this answer.
PUT_OFF = PASSING | {FailureReason.SIGN_IN_FAILED}
PAUSE = timedelta(minutes=5)
PATIENCE = timedelta(minutes=30)

behaviour = Router[Services]()


@behaviour.says(Intent.LATER, in_own_chat=True)
@behaviour.press(RecheckButton, in_own_chat=True)
async def recheck(turn: Turn, services: Services) -> None:
    """Promise a check, say when, and allow proactive messages again after a “stop”."""
    reader = turn.reader
    if not await services.photo_services.can_check_by_itself():
        await turn.show(texts.cannot_look(reader.gettext))
        return
    now = services.now()
    due_at = now + services.recheck_after
    await services.outbox.replace(
        Act.RECHECK, reader=reader.id, subject=turn.subject, actor=turn.actor, due_at=due_at
    )
    await services.preferences.keep_quiet(reader.id, quiet=False)
    await turn.show(texts.promised(due_at, now, reader))


@dataclass(frozen=True)
class SendRecheck:
    """The composer of a promised recheck: it checks now, and sends what it found."""

    services: Services

    async def __call__(
        self, message: Message, where: ConversationReference, surface: Surface
    ) -> None:
        """Check, and send the result.

        Raises Withdrawn where the person may not or does not want to be told, NotYet where a
        service or the helpdesk's groups can't be read and the message is not overdue by PATIENCE,
        and what the surface raises.
        """
        services = self.services
        if await services.preferences.is_quiet(message.reader):
            raise Withdrawn
        photo_services, now = services.photo_services, services.now()
        can_wait = now < message.due_at + PATIENCE
        authorizer = photo_services.authorizer
        refusal = await authorizer.refusal(message.actor, Act.RECHECK, message.subject)
        if refusal in NOT_KNOWN and can_wait:
            raise NotYet(now + PAUSE)
        if refusal:
            raise Withdrawn
        found = await photo_services.of(message.actor, message.subject).check()
        if may_be_read_later(found) and can_wait:
            raise NotYet(now + PAUSE)
        reader = services.languages.reader(message.reader, where.locale, where.timezone)
        evidence = evidence_of(found) if isinstance(found, CheckResult) else None
        opening = texts.kept(message.created_at, now, evidence, reader)
        view, record = services.results.of_check(found, message.id, reader, opening=opening)
        await show_unasked(services.cards, message, where, surface, view=view, record=record)


def may_be_read_later(found: Found) -> bool:
    """Tell whether a check missed something that a later one may read."""
    read = found.readings if isinstance(found, CheckResult) else None
    readings: tuple[object, ...] = (
        (read.microsoft_365, read.profile, *read.thumbnails.values()) if read else (found,)
    )
    return any(isinstance(each, NotRead) and each.why in PUT_OFF for each in readings)
