"""Tell a person that an agent synced their photo, and why, with what is read at that moment.

The message is about the first write of the act, whose rows in the audit say who wrote what and how
it ended. `tell_people` finds acts that nobody was told of, in whatever process they were done or
cut off. Where nothing was written, nobody is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.behaviours.case.texts import footnote
from bot.behaviours.follow_case import texts
from bot.behaviours.follow_case.record import following_in
from bot.behaviours.recheck.behaviour import may_be_read_later
from bot.chat.conversation import ConversationReference
from bot.chat.language import Reader
from bot.chat.surface import Surface
from bot.helpdesk.case import Case
from bot.helpdesk.names import name_of
from bot.outbox.message import Message
from bot.outbox.ports import NotYet, Withdrawn
from bot.outbox.report import NO_REASON
from bot.photos.verdict import Verdict
from bot.results.unasked import show_unasked
from bot.results.view import Result
from bot.services import Services
from bot.use_cases.audit import Effect, EffectWithResult
from bot.use_cases.authorizer import Actor
from bot.use_cases.check import CheckResult
from bot.use_cases.service import Found
from bot.use_cases.write import WriteOutcome
from cards.views import ResultView

SYNCED_FOR = "synced_for"
AT_ONCE = 100
# What can't be read is waited for; after that the person is told without it.
PAUSE, PATIENCE = timedelta(minutes=2), timedelta(minutes=15)
FORGOTTEN = "forgotten"


async def tell_people(services: Services) -> None:
    """Queue the message about each sync by an agent of which the person was not told."""
    for effect in await services.agent_acts.untold(SYNCED_FOR, AT_ONCE):
        await services.outbox.put(
            SYNCED_FOR,
            reader=effect.subject,
            subject=effect.subject,
            actor=effect.actor,
            about=effect.id,
            due_at=services.now(),
        )


@dataclass(frozen=True)
class SendSyncedFor:
    """The composer of the message that tells a person who synced for them, and why."""

    services: Services

    async def __call__(
        self, message: Message, where: ConversationReference, surface: Surface
    ) -> None:
        """Check, and tell what was done and found.

        It comes also where the agent is none any more: it tells of something that was done.
        """
        services = self.services
        writes = await self._wanted(message)
        reader = services.languages.reader(message.reader, where.locale, where.timezone)
        view, record = await self._result(message, writes, reader)
        await show_unasked(services.cards, message, where, surface, view=view, record=record)

    async def raise_unless_wanted(self, message: Message) -> None:
        """Raise Withdrawn where nothing would be sent now."""
        await self._wanted(message)

    async def _wanted(self, message: Message) -> list[EffectWithResult]:
        """Return the writes that a message tells of."""
        services = self.services
        if await services.preferences.is_quiet(message.reader):
            raise Withdrawn(NO_REASON)
        writes = await services.agent_acts.of_write(message.about) if message.about else []
        if not writes:
            raise Withdrawn(FORGOTTEN)
        return writes

    async def _checked(self, message: Message) -> Found:
        # For the person themselves, who is shown it: the agent may be none any more.
        person = Actor.person(message.reader)
        found = await self.services.photo_services.of(person, message.reader).check()
        now = self.services.now()
        if may_be_read_later(found) and now < message.due_at + PATIENCE:
            raise NotYet(now + PAUSE)
        return found

    async def _result(
        self, message: Message, writes: Sequence[EffectWithResult], reader: Reader
    ) -> Result:
        """Show what a check finds now, below who synced, and why."""
        services, effect, _ = self.services, writes[0].effect, reader.gettext
        found = await self._checked(message)
        name = await name_of(effect.actor.id, services.people_names) if effect.actor.id else None
        is_synced = _is_proven(writes) and _is_in_sync(found)
        opening = texts.who_and_why(name, effect.reason or "", _, is_synced=is_synced)
        view, record = services.results.of_check(found, message.id, reader, opening=opening)
        if case := await self._case(effect):
            if isinstance(view, ResultView):
                view = replace(view, footnote=footnote(case, _))
            else:
                view = replace(view, paragraphs=(*view.paragraphs, footnote(case, _)))
        return Result(view, record)

    async def _case(self, effect: Effect) -> Case | None:
        """Return the case on whose card the sync was asked for."""
        services, card = self.services, effect.card_id
        row = await services.cards.store.get(card) if card else None
        record = following_in(row) if row else None
        followings = services.cases.followings.store
        following = await followings.get(record.following) if record else None
        return await services.cases.store.get(following.case_id) if following else None


def _is_proven(writes: Sequence[EffectWithResult]) -> bool:
    """Tell whether each write was read back."""
    verified = WriteOutcome.VERIFIED.value
    return all(each.result and each.result.outcome == verified for each in writes)


def _is_in_sync(found: Found) -> bool:
    return isinstance(found, CheckResult) and found.diagnosis.verdict is Verdict.IN_SYNC
