"""What agents do about cases; `bot.helpdesk.notes` has what their people do.

A case and the request for its message are stored before the message is queued. Where a process dies
in between, `CaseUpkeep.settle` of any other one queues it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from bot.core.clock import Now
from bot.helpdesk.case import Case, note_of
from bot.helpdesk.following import Followings
from bot.helpdesk.messages import CASE_ENDED, SENT_AGAIN, CaseMessages
from bot.helpdesk.notes import CaseNotes
from bot.helpdesk.ports import CaseFilter, CaseStore, ReferenceTaken
from bot.helpdesk.standing import CaseEvent, CaseEventKind, CaseState, Ticket
from bot.use_cases.authorizer import Act, Actor, ActorKind, Authorizer

# After this long without an end a case expires: its message is old, and the ticket closed.
LASTS = timedelta(days=14)
# A reference is one of 34 thousand million.
DRAWS = 5
# What a case has for a reference until it is opened.
REFERENCE_TO_COME = "PB-·······"


class Opening(StrEnum):
    """What came of opening a case: a new one, one that another agent has, or one of one's own."""

    NEW = "new"
    JOINED = "joined"
    KNOWN = "known"


@dataclass(frozen=True)
class OpenedCase:
    """The open case of a person, and whether it was there already.

    Of a case that was, no message is sent and the note goes to nobody; its ticket is kept.
    """

    case: Case
    opening: Opening


class CaseEnded(Exception):
    """The case was closed, or has expired, so nothing can be done about it."""


class AnotherHasIt(Exception):
    """The case is open and has an agent, who has not left, so nobody else can take it."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case


class StillSending(Exception):
    """The message of the case is being sent at this moment, so it can't be sent again."""


@dataclass(frozen=True)
class Cases:
    """The cases of the helpdesk.

    What an agent does raises NotAuthorized where they may not do it for the person of the case,
    NotAccepted for a note, and CaseEnded.

    Attributes:
        new_reference: makes the reference of a case.
        followings: agents' cards for their cases.
        retention: how long a case is kept after it expires.
    """

    store: CaseStore
    messages: CaseMessages
    authorizer: Authorizer
    now: Now
    new_id: Callable[[], UUID]
    new_reference: Callable[[], str]
    followings: Followings
    retention: timedelta
    lasts: timedelta = LASTS

    async def open(
        self,
        agent: str,
        subject: str,
        *,
        ticket: Ticket | None = None,
        note: str = "",
        request: UUID | None = None,
    ) -> OpenedCase:
        """Ask a person to look at their photo, or join the case that is open for them.

        Both are named by object id. Asked again, it changes nothing more. Whoever opens or joins a
        case follows it by a card of their own. `request` is any id by which the agent asks: a
        repeat finds what the first one came to, even if that has ended.
        """
        actor = Actor(ActorKind.AGENT, agent)
        await self.authorizer.require(actor, Act.CASE, subject)
        if request and (former := await self.opened_by(request, agent, subject)):
            return former
        request_id = _request_id(request, agent, subject) if request else self.new_id()
        asked = self._event(CaseEventKind.ASKED, actor, ticket=ticket, words=note_of(note))
        opened = await self._opened(request_id, agent, subject, asked)
        if opened.id == request_id:
            # Of several repeats at a time, one has stored its event, and queues the message.
            if opened.events[0].id == asked.id:
                await self.messages.queue(opened, asked)
                await self.followings.follow(opened, agent)
            return OpenedCase(await self._read(opened.id), Opening.NEW)
        is_new_ticket = ticket is not None and ticket not in {each.ticket for each in opened.events}
        was_known = opened.is_of(agent)
        if not was_known or is_new_ticket:
            joined = self._event(CaseEventKind.JOINED, actor, ticket=ticket, words=note_of(note))
            if not await self.store.add(opened.id, replace(joined, id=request_id)):
                # It has ended meanwhile, which makes room for another one.
                return await self.open(agent, subject, ticket=ticket, note=note, request=request)
        await self.followings.follow(opened, agent)
        # Of several repeats at a time, one has joined before the others look.
        has_joined = any(event.id == request_id for event in opened.events)
        opening = Opening.KNOWN if was_known and not has_joined else Opening.JOINED
        return OpenedCase(await self._read(opened.id), opening)

    async def opened_by(self, request: UUID, agent: str, subject: str) -> OpenedCase | None:
        """Return what an agent's request for a person opened or joined; None where nothing."""
        request_id = _request_id(request, agent, subject)
        case = await self.store.of_request(request_id)
        if case is None:
            return None
        return OpenedCase(case, Opening.NEW if case.id == request_id else Opening.JOINED)

    def draft(self, agent: str, subject: str, ticket: Ticket | None, note: str) -> Case:
        """Return the case as it would be opened, without its reference; nothing is stored."""
        actor = Actor(ActorKind.AGENT, agent)
        asked = self._event(CaseEventKind.ASKED, actor, ticket=ticket, words=note_of(note))
        case = self._new(self.new_id(), agent, subject, asked)
        return replace(case, reference=REFERENCE_TO_COME)

    async def send_again(self, case: Case, actor: Actor, *, note: str = "") -> Case:
        """Write to the person once more, in place of a message that waits; raises StillSending."""
        await self.authorizer.require(actor, Act.CASE, case.subject)
        words = note_of(note)
        if not case.is_open:
            raise CaseEnded
        await self.messages.withdraw(case, SENT_AGAIN)
        if await self.messages.is_sending(case):
            raise StillSending
        # After the withdrawal, which it follows.
        asked = self._event(CaseEventKind.ASKED, actor, words=words)
        if not await self.store.add(case.id, asked):
            raise CaseEnded
        await self.messages.queue(case, asked)
        return await self._read(case.id)

    async def reassign(self, case: Case, actor: Actor, agent: str) -> Case:
        """Give a case to an agent, who follows it; raises NotAuthorized where they may not."""
        await self.authorizer.require(actor, Act.CASE, case.subject)
        await self.authorizer.require(Actor(ActorKind.AGENT, agent), Act.CASE, case.subject)
        given = self._event(CaseEventKind.REASSIGNED, actor, agent=agent)
        if not await self.store.give(case.id, given, agent):
            raise CaseEnded
        await self.followings.follow(case, agent)
        return await self._read(case.id)

    async def take(self, case: Case, agent: str) -> Case:
        """Give a case whose agent left to one who asks for it; raises AnotherHasIt.

        The caller shows them the case, by which they follow it; where it dies before, any
        worker sends them the card.
        """
        actor = Actor(ActorKind.AGENT, agent)
        await self.authorizer.require(actor, Act.CASE, case.subject)
        given = self._event(CaseEventKind.REASSIGNED, actor, agent=agent)
        if not await self.store.give(case.id, given, agent, if_left=True):
            now = await self._read(case.id)
            raise AnotherHasIt(now) if now.is_open else CaseEnded
        return await self._read(case.id)

    async def close(self, case: Case, actor: Actor) -> Case:
        """Close a case, and withdraw its message if it was not sent."""
        await self.authorizer.require(actor, Act.CASE, case.subject)
        if not await self.store.end(case.id, self._event(CaseEventKind.CLOSED, actor)):
            raise CaseEnded
        await self.messages.withdraw(case, CASE_ENDED)
        return await self._read(case.id)

    @property
    def notes(self) -> CaseNotes:
        """What happens to a case without an agent."""
        return CaseNotes(self.store, self.now, self.new_id)

    async def found(self, reference: str, agent: str) -> Case | None:
        """Return a case of this agent; None to anybody else, and to who is no agent any more."""
        case = await self.store.of_reference(reference)
        if case is None or not case.is_of(agent):
            return None
        actor = Actor(ActorKind.AGENT, agent)
        return case if await self.authorizer.may(actor, Act.CASE, case.subject) else None

    async def sent_to(self, person: str, reference: str) -> Case | None:
        """Return a case that this person was written to about, or may have been."""
        case = await self.store.of_reference(reference)
        is_theirs = case is not None and case.subject.casefold() == person.casefold()
        # Who was not reached by the case may have been told of a sync by an agent since.
        was_told = case is not None and (case.was_sent or case.was_synced)
        return case if is_theirs and was_told else None

    async def listed(self, wanted: CaseFilter, state: CaseState | None = None) -> list[Case]:
        """Return cases, the latest first; `state` picks some of those that were found."""
        cases = await self.store.listed(wanted)
        return [case for case in cases if state in (None, case.state)]

    async def _opened(self, case_id: UUID, agent: str, subject: str, asked: CaseEvent) -> Case:
        for _ in range(DRAWS - 1):
            try:
                return await self.store.open(self._new(case_id, agent, subject, asked))
            except ReferenceTaken:
                continue
        return await self.store.open(self._new(case_id, agent, subject, asked))

    def _new(self, case_id: UUID, agent: str, subject: str, asked: CaseEvent) -> Case:
        until = self.now() + self.lasts
        return Case(
            id=case_id,
            reference=self.new_reference(),
            # As directories write them, and rows of other kinds.
            subject=subject.lower(),
            agent=agent.lower(),
            left_at=None,
            created_at=self.now(),
            until=until,
            expires_at=until + self.retention,
            events=(asked,),
        )

    async def _read(self, case_id: UUID) -> Case:
        case = await self.store.get(case_id)
        if case is None:
            # The person was forgotten meanwhile.
            raise CaseEnded
        return case

    def _event(
        self,
        kind: CaseEventKind,
        actor: Actor | None = None,
        *,
        agent: str | None = None,
        ticket: Ticket | None = None,
        words: str = "",
    ) -> CaseEvent:
        return CaseEvent(
            self.new_id(), kind, self.now(), actor, agent=agent, ticket=ticket, words=words
        )


def _request_id(request: UUID, agent: str, subject: str) -> UUID:
    """Return the id under which a request is kept: nobody can make that of another agent."""
    return uuid5(request, f"{agent} {subject}".lower())
