"""Send a message about a photo change, or of a campaign, with what is true at that moment.

1. `bot.nudges.decide` is asked whether this person may be written to now: again for a change, and
   for a message of a campaign for the first time. Where they asked for this message themselves
   (*Not now*), only a stop or a pause is in its way.
2. The photo is checked again, and the result decides whether there is anything to say.
3. The person's week is claimed in one statement, so that of two messages only one is sent.
4. Where the policy says so, SharePoint is updated first, and the card tells what came of it. A
   campaign only asks.
"""

from dataclasses import dataclass, replace

from bot.behaviours.nudge.view import stale_view, synced_view
from bot.census.ports import CheckOne
from bot.chat.conversation import ConversationReference
from bot.chat.language import Reader
from bot.chat.surface import Surface
from bot.nudges.decide import (
    SOON,
    TOMORROW,
    Because,
    CampaignStart,
    CheckFirst,
    Decision,
    Drop,
    SyncAndTell,
    SyncQuietly,
    WaitUntil,
    act,
    decide,
)
from bot.nudges.decider import MOMENT, ending_of, without_a_check
from bot.nudges.policy import Policy
from bot.nudges.ports import About, NudgeRow
from bot.outbox.message import Message
from bot.outbox.ports import NotYet, Withdrawn
from bot.photos.verdict import Verdict
from bot.photos.versions import picture_versions
from bot.results.record import record_of_check
from bot.results.unasked import show_unasked
from bot.services import Services
from bot.use_cases.authorizer import POLICY, Act
from bot.use_cases.check import CheckResult
from bot.use_cases.service import Found
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.write import WriteOutcome
from cards.views import ResultView

# Why a message is withdrawn, beside what `Because` names: its row was deleted, another change
# followed, the policy syncs without a word, or it may not even check.
FORGOTTEN, REPLACED, SYNCED, NOT_ALLOWED = "forgotten", "replaced", "synced_quietly", "not_allowed"
# A sync that was begun for a message: if the process dies, its end is not known.
BEGUN = "begun"


@dataclass(frozen=True)
class SendNudge:
    """The composer of a message about a photo change, or of a campaign about a census.

    Attributes:
        check_in_turn: a check for a campaign, which waits for its turn, so that thousands of them
            leave enough of what the services grant to people who ask.
    """

    services: Services
    check_in_turn: CheckOne

    async def __call__(
        self, message: Message, where: ConversationReference, surface: Surface
    ) -> None:
        """Check, decide again, and send what is true.

        Raises Withdrawn where there is nothing to say, or it may not be said; NotYet where it has
        to wait; and what the surface raises.
        """
        services = self.services
        about, found = await self._checked(message)
        nudge, found = await self._acted_on(message, about.nudge, found)
        reader = services.languages.reader(message.reader, where.locale, where.timezone)
        view = await self._view(nudge, found, message, reader, where)
        record = record_of_check(found)
        await show_unasked(services.cards, message, where, surface, view=view, record=record)
        await services.nudging.messages.note_card(nudge.id, message.id, services.now())

    async def raise_unless_wanted(self, message: Message) -> None:
        """Raise Withdrawn or NotYet where nothing would be sent now.

        It is asked before the app is installed for somebody.
        """
        about, found = await self._checked(message)
        self._decided(message, about.nudge, found)

    async def _checked(self, message: Message) -> tuple[About, Found]:
        """Check the photo of somebody who may be written to now; raises Withdrawn and NotYet."""
        about = await self._about(message)
        await self._raise_unless_now(message, about)
        if not message.campaign:
            photos = self.services.photo_services.of(message.actor, message.subject)
            return about, await photos.check()
        found = await self.check_in_turn(message.subject)
        # Its turn may have been long in coming.
        about = await self._about(message)
        await self._raise_unless_now(message, about)
        return about, found

    async def _about(self, message: Message) -> About:
        nudging = self.services.nudging
        messages = nudging.messages
        if message.about is None:
            latest = await messages.latest_of(message.subject)
            about = await messages.about(latest.id) if latest else None
        else:
            about = await messages.about(message.about)
            if about is None and message.campaign:
                await messages.add(self._of_campaign(message))
                about = await messages.about(message.about)
                if about is None:
                    # Another message has this reference; the next attempt makes another one.
                    raise NotYet(self.services.now() + MOMENT)
        if about is None:
            raise Withdrawn(FORGOTTEN)
        return about

    def _of_campaign(self, message: Message) -> NudgeRow:
        now = self.services.now()
        return NudgeRow(
            id=message.about or message.id,
            subject=message.subject,
            change=None,
            reference=self.services.nudging.new_reference(),
            is_shadow=False,
            created_at=now,
            expires_at=now + self.services.retention,
            campaign=message.campaign,
        )

    async def _raise_unless_now(self, message: Message, about: About) -> None:
        """Raise Withdrawn or NotYet where nothing may be said now, whatever a check finds."""
        services, person, now = self.services, about.person, self.services.now()
        authorizer = services.photo_services.authorizer
        is_allowed = await authorizer.may(message.actor, Act.CHECK, message.subject)
        if not is_allowed:
            raise Withdrawn(NOT_ALLOWED)
        if await services.preferences.is_quiet(message.reader):
            raise Withdrawn(Because.STOPPED)
        if message.about is None:
            # The person asked for it, so only a pause that they asked for since is in its way.
            if person.paused_until and person.paused_until > now:
                raise NotYet(person.paused_until)
            return
        occasion = CampaignStart(message.created_at) if message.campaign else about.change
        if occasion is None:
            raise Withdrawn(REPLACED)
        hold, policy = await services.nudging.hold.get(), self._policy(message)
        policy = replace(policy, is_held=policy.is_held or policy.is_shadow or hold.is_on)
        decision = decide(occasion, None, person, policy, now)
        if not isinstance(decision, CheckFirst):
            raise _unsent(decision)

    def _decided(
        self, message: Message, nudge: NudgeRow, found: Found
    ) -> tuple[CheckResult, Decision]:
        """Decide by what a check found; raises Withdrawn where there is nothing to say, NotYet."""
        now = self.services.now()
        if not isinstance(found, CheckResult):
            raise _unsent(without_a_check(found, now))
        decision = act(found.diagnosis, self._policy(message), now)
        if isinstance(decision, WaitUntil):
            raise _unsent(decision)
        if isinstance(decision, Drop | SyncQuietly) and not _is_synced(message, nudge):
            raise _unsent(decision)
        return found, decision

    async def _acted_on(
        self, message: Message, nudge: NudgeRow, found: Found
    ) -> tuple[NudgeRow, CheckResult]:
        """Return what to tell, after a sync where the policy makes one; raises as `__call__`."""
        now, nudging = self.services.now(), self.services.nudging
        result, decision = self._decided(message, nudge, found)
        if message.about and not await nudging.messages.claim_week(
            message.reader, message.about, now, now - nudging.policy.between
        ):
            raise NotYet(now + TOMORROW)
        if isinstance(decision, SyncAndTell) and not _is_synced(message, nudge):
            return await self._synced(nudge, result)
        return nudge, result

    async def _view(
        self,
        nudge: NudgeRow,
        found: CheckResult,
        message: Message,
        reader: Reader,
        where: ConversationReference,
    ) -> ResultView:
        plain, verdict = self.services.results.plain, found.diagnosis.verdict
        if verdict is Verdict.DIFFERS:
            asked_for = message.about is None
            return stale_view(
                plain, nudge, found, message.id, reader, where=where, asked_for=asked_for
            )
        if verdict is not Verdict.IN_SYNC:
            raise NotYet(self.services.now() + SOON)
        if await self._wrote(nudge):
            return synced_view(plain, nudge, found, message.id, reader)
        # It has settled by itself.
        raise Withdrawn(Because.SETTLED)

    def _policy(self, message: Message) -> Policy:
        policy = self.services.nudging.policy
        return policy.of_campaigns if message.campaign else policy

    async def _wrote(self, nudge: NudgeRow) -> bool:
        """Tell whether the policy has written for this message: also before a process died."""
        effects = await self.services.effects.of_person(nudge.subject, nudge.created_at)
        written = (each.result for each in effects if each.effect.actor == POLICY)
        return any(result and result.outcome == WriteOutcome.VERIFIED.value for result in written)

    async def _synced(self, nudge: NudgeRow, found: CheckResult) -> tuple[NudgeRow, CheckResult]:
        """Update SharePoint by the policy's right, and return what a check has seen after it."""
        services = self.services
        messages = services.nudging.messages
        await messages.note_sync(nudge.id, BEGUN)
        photos = services.photo_services.of(POLICY, nudge.subject)
        done = await photos.sync(None, picture_versions(found.readings))
        if not isinstance(done, ActResult) or done.ending is Ending.PHOTO_CHANGED:
            await messages.note_sync(nudge.id, None)
            raise NotYet(services.now() + MOMENT)
        ending = ending_of(done)
        await messages.note_sync(nudge.id, ending)
        return replace(nudge, sync_ending=ending), done.check_result


def _is_synced(message: Message, nudge: NudgeRow) -> bool:
    """Tell whether a sync was made for this message: the person is told, though it is settled."""
    return message.about is not None and nudge.sync_ending is not None


def _unsent(decision: Decision) -> NotYet | Withdrawn:
    """Return what says that a message waits, or is not wanted; named where a decision names it."""
    match decision:
        case WaitUntil(moment):
            return NotYet(moment)
        case Drop(because):
            return Withdrawn(because)
        case _:
            return Withdrawn(SYNCED)
