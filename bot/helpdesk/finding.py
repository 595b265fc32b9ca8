"""Find cases for an agent: their own, and those whose agent left. Others' are not found.

Whoever calls this has asked whether the agent is one.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import UUID

from bot.helpdesk.case import Case
from bot.helpdesk.names import names_of
from bot.helpdesk.ports import CaseFilter, CaseStore, DisplayNames
from bot.helpdesk.standing import ENDED_STATES, CaseState
from bot.photos.readings import AccountReading, NotRead
from bot.use_cases.authorizer import (
    NOT_KNOWN,
    Act,
    Actor,
    ActorKind,
    Authorizer,
    NotAuthorized,
)
from bot.use_cases.ports import Person

# A state is computed from what happened, so cases are read to find those in one.
MAX_READ = 500
# Among so many of the latest cases a person is found by a part of their name: Graph is asked for
# twenty names at a time.
MAX_NAMED = 100


@dataclass(frozen=True)
class CaseQuery:
    """What an agent looks for; with nothing given, their own open cases.

    Attributes:
        reference: of one case.
        person: sign-in address or object id.
        state: a state that cases are in.
        words: number of a ticket, or a part of a name or a ticket.
    """

    reference: str | None = None
    person: str | None = None
    state: CaseState | None = None
    words: str = ""


@dataclass(frozen=True)
class FoundCases:
    """Cases that an agent may see, the latest first.

    Attributes:
        names: of their people, and of agents who have them, by object id, as far as known.
        more: how many others there are.
        is_whole: whether everything was read that was needed to find them.
    """

    cases: tuple[Case, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    more: int = 0
    is_whole: bool = True

    def name(self, person: str) -> str:
        """Return somebody's name, or their object id where it is not known."""
        return self.names.get(person, person)


class FindsPeople(Protocol):
    """Who is in the directory."""

    async def find(self, id_or_upn: str) -> Person | AccountReading:
        """Return the person, or the reading that says why there is none."""


@dataclass(frozen=True)
class CaseFinder:
    """Finds cases for agents, whom the authorizer lets see each one that is returned."""

    store: CaseStore
    authorizer: Authorizer
    people: FindsPeople
    names: DisplayNames

    async def find(self, agent: str, wanted: CaseQuery, *, most: int, skip: int = 0) -> FoundCases:
        """Return at most `most` cases after the first `skip`."""
        if wanted.reference:
            case = await self.store.of_reference(wanted.reference)
            return await self._shown(agent, [case] if case and _is_seen_by(agent, case) else [])
        seen = CaseFilter(seen_by=agent, skip=skip, limit=most)
        if wanted.person:
            person = await self.people.find(wanted.person)
            if isinstance(person, Person):
                return await self._page(agent, replace(seen, subject=person.id))
            return FoundCases(is_whole=not isinstance(person, NotRead))
        if wanted.state:
            return await self._in_state(agent, wanted.state, most, skip)
        if wanted.words:
            return await self._by_words(agent, wanted.words, most, skip)
        return await self._page(agent, replace(seen, is_open=True, left=False))

    async def left(self, agent: str, *, most: int) -> FoundCases:
        """Return open cases whose agent left, which any agent may take."""
        return await self._page(agent, CaseFilter(left=True, is_open=True, limit=most))

    async def of_reference(self, agent: str, reference: str) -> Case | None:
        """Return a case that this agent may see; None also where it is another's.

        Raises NotAuthorized where that can't be found out now.
        """
        return await self._seen(agent, await self.store.of_reference(reference))

    async def of_id(self, agent: str, case_id: UUID) -> Case | None:
        """Return a case that this agent may see; None also where it is another's.

        Raises NotAuthorized where that can't be found out now.
        """
        return await self._seen(agent, await self.store.get(case_id))

    async def _seen(self, agent: str, case: Case | None) -> Case | None:
        if case is None or not _is_seen_by(agent, case):
            return None
        try:
            await self.authorizer.require(_actor(agent), Act.CASE, case.subject)
        except NotAuthorized as refused:
            if refused.why in NOT_KNOWN:
                raise
            return None
        return case

    async def _page(self, agent: str, wanted: CaseFilter) -> FoundCases:
        cases = await self.store.listed(wanted)
        number = len(cases)
        if number == wanted.limit:
            number = await self.store.count(wanted) - wanted.skip
        return await self._shown(agent, cases, more=max(number - len(cases), 0))

    async def _in_state(self, agent: str, state: CaseState, most: int, skip: int) -> FoundCases:
        wanted = CaseFilter(seen_by=agent, is_open=state not in ENDED_STATES, limit=MAX_READ)
        read = await self.store.listed(wanted)
        found = [case for case in read if case.state is state]
        return await self._part(agent, found, most, skip, is_whole=len(read) < MAX_READ)

    async def _by_words(self, agent: str, words: str, most: int, skip: int) -> FoundCases:
        of_ticket = await self.store.listed(CaseFilter(seen_by=agent, ticket=words, limit=MAX_READ))
        read = await self.store.listed(CaseFilter(seen_by=agent, is_open=True, limit=MAX_NAMED))
        names = await names_of((case.subject for case in read), self.names)
        wanted = words.casefold()
        by_id = {case.id: case for case in of_ticket}
        for case in read:
            ticket = case.ticket.number if case.ticket else ""
            if any(wanted in each.casefold() for each in (names.get(case.subject, ""), ticket)):
                by_id[case.id] = case
        found = sorted(by_id.values(), key=lambda case: case.created_at, reverse=True)
        is_whole = len(read) < MAX_NAMED and len(names) == len({case.subject for case in read})
        return await self._part(agent, found, most, skip, is_whole=is_whole)

    async def _part(
        self, agent: str, found: Sequence[Case], most: int, skip: int, *, is_whole: bool
    ) -> FoundCases:
        part = found[skip : skip + most]
        shown = await self._shown(agent, part, more=max(len(found) - skip - len(part), 0))
        return replace(shown, is_whole=shown.is_whole and is_whole)

    async def _shown(self, agent: str, cases: Sequence[Case], more: int = 0) -> FoundCases:
        """Leave out whose person the agent may not act for, and look up names of the rest."""
        actor = _actor(agent)
        people = list(dict.fromkeys(case.subject for case in cases))
        asking = (self.authorizer.refusal(actor, Act.CASE, each) for each in people)
        refusals = dict(zip(people, await asyncio.gather(*asking), strict=True))
        may_be_seen = tuple(case for case in cases if refusals[case.subject] is None)
        names = await names_of((case.subject for case in may_be_seen), self.names)
        is_whole = NOT_KNOWN.isdisjoint(filter(None, refusals.values()))
        return FoundCases(may_be_seen, names, more, is_whole)


def _is_seen_by(agent: str, case: Case) -> bool:
    is_left = case.left_at is not None and case.is_open
    return is_left or case.is_of(agent)


def _actor(agent: str) -> Actor:
    return Actor(ActorKind.AGENT, agent)
