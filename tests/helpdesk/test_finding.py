"""What an agent finds among cases, over real rows."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.helpdesk.case import Case
from bot.helpdesk.finding import MAX_NAMED, CaseFinder, CaseQuery, FoundCases
from bot.helpdesk.standing import CaseState, Ticket
from bot.photos.readings import AccountReading, NoAccount, NotRead
from bot.use_cases.authorizer import Actor, ActorKind, Authorizer, NotAuthorized
from bot.use_cases.ports import Person
from tests.helpdesk.desk import BEA, Desk
from tests.helpdesk.fakes import AMARA, BEN, EXECUTIVES, HELPDESK, OSKAR, FakeNames, agents_of

BY_AMARA = Actor(ActorKind.AGENT, AMARA)
UNAVAILABLE = ServiceFailure("graph", FailureReason.UNAVAILABLE)
CHIARA, DAN = (f"0f8fad5b-d9cb-469f-a165-708677289{end}" for end in ("511", "512"))
NAMES = {BEN: "Ben Lindqvist", CHIARA: "Chiara Conti", DAN: "Dan_%\\ O'Neill"}


@dataclass
class Directory:
    """Finds people by address, and notes whom it was asked for."""

    people: dict[str, Person | AccountReading] = field(
        default_factory=lambda: {"ben@contoso.com": Person(BEN, "ben@contoso.com", guest=False)}
    )
    asked: list[str] = field(default_factory=list)

    async def find(self, id_or_upn: str) -> Person | AccountReading:
        self.asked.append(id_or_upn)
        return self.people.get(id_or_upn, NoAccount())


def finder_of(
    desk: Desk, directory: Directory | None = None, names: FakeNames | None = None
) -> CaseFinder:
    agents = agents_of(desk.directory)
    return CaseFinder(
        desk.cases.store,
        Authorizer(agents=agents),
        directory or Directory(),
        names or FakeNames(dict(NAMES)),
    )


def references(found: FoundCases) -> list[str]:
    return [case.reference for case in found.cases]


async def find(desk: Desk, agent: str = AMARA, **wanted: Any) -> list[str]:
    """References of what an agent finds, without the zeros that all have."""
    found = await finder_of(desk).find(agent, CaseQuery(**wanted), most=9)
    return [each.removeprefix("PB-000000") for each in references(found)]


async def opened(desk: Desk, *asked: tuple[str, str, str | None]) -> Sequence[Case]:
    """Cases of agents for people, with tickets, a minute between them."""
    cases = []
    for agent, subject, ticket in asked:
        given = Ticket(ticket) if ticket else None
        cases.append((await desk.cases.open(agent, subject, ticket=given)).case)
        desk.passes()
    return cases


@pytest.fixture
async def four(desk: Desk) -> Sequence[Case]:
    """Amara has 1 and 3, joined 2 of Bea's, and 4 is Bea's alone."""
    cases = await opened(
        desk,
        (AMARA, BEN, "INC-1"),
        (BEA, CHIARA, "INC-2"),
        (AMARA, DAN, None),
        (BEA, str(UUID(int=4)), "INC-4"),
    )
    await desk.cases.open(AMARA, CHIARA)
    return cases


async def test_with_nothing_given_they_are_the_own_open_ones_the_latest_first(
    desk: Desk, four: Sequence[Case]
) -> None:
    assert await find(desk) == ["3", "2", "1"]
    assert await find(desk, BEA) == ["4", "2"]
    await desk.cases.close(four[0], BY_AMARA)
    assert await find(desk) == ["3", "2"]


async def test_pages_follow_each_other_and_say_how_many_more_there_are(
    desk: Desk, four: Sequence[Case]
) -> None:
    finder = finder_of(desk)
    first = await finder.find(AMARA, CaseQuery(), most=2)
    assert (references(first), first.more) == (["PB-0000003", "PB-0000002"], 1)
    second = await finder.find(AMARA, CaseQuery(), most=2, skip=2)
    assert (references(second), second.more) == (["PB-0000001"], 0)
    assert (await finder.find(AMARA, CaseQuery(), most=2, skip=9)).cases == ()


async def test_each_word_finds_what_it_says_and_never_anothers_case(
    desk: Desk, four: Sequence[Case]
) -> None:
    assert await find(desk, words="inc-1") == ["1"]
    assert await find(desk, words="lindq") == ["1"]
    assert await find(desk, words="INC") == ["2", "1"]
    assert await find(desk, person="ben@contoso.com") == ["1"]
    assert await find(desk, state=CaseState.WAITING) == ["3", "2", "1"]
    assert await find(desk, reference="PB-0000002") == ["2"]
    assert await find(desk, words="INC-4") == []
    for reference in ("PB-0000004", "PB-9999999"):
        assert await find(desk, reference=reference) == []


async def test_one_that_has_ended_is_found_by_what_is_certain(
    desk: Desk, four: Sequence[Case]
) -> None:
    await desk.cases.close(four[0], BY_AMARA)
    assert await find(desk, words="INC-1") == ["1"]
    assert await find(desk, person="ben@contoso.com") == ["1"]
    assert await find(desk, state=CaseState.CLOSED) == ["1"]
    assert await find(desk, reference="PB-0000001") == ["1"]


@pytest.mark.parametrize(
    "words", ["%", "_", "INC%", "INC_1", "\\", "'; drop table helpdesk_case; --", "x" * 10_000]
)
async def test_signs_of_sql_mean_nothing(desk: Desk, four: Sequence[Case], words: str) -> None:
    # Only a name in which they stand has them.
    expected = ["3"] if words in NAMES[DAN] else []
    assert await find(desk, words=words) == expected


async def test_whose_agent_left_is_found_by_every_agent(desk: Desk, four: Sequence[Case]) -> None:
    desk.directory.members[HELPDESK] = {BEA}
    await desk.upkeep.release_left()
    left = await finder_of(desk).left(BEA, most=9)
    assert references(left) == ["PB-0000003", "PB-0000001"]
    assert await find(desk, BEA) == ["4", "2"]
    assert await find(desk, BEA, words="INC-1") == ["1"]
    assert await find(desk, BEA, reference="PB-0000003") == ["3"]
    await desk.cases.close(four[0], Actor(ActorKind.AGENT, BEA))
    # One that ended is nobody's to take.
    assert references(await finder_of(desk).left(BEA, most=9)) == ["PB-0000003"]
    assert await find(desk, BEA, words="INC-1") == []


async def test_who_is_excluded_by_now_and_oneself_are_left_out(
    desk: Desk, four: Sequence[Case]
) -> None:
    desk.directory.members[EXECUTIVES].add(BEN)
    assert await find(desk) == ["3", "2"]
    assert await find(desk, reference="PB-0000001") == []
    desk.directory.members[HELPDESK].add(CHIARA)
    await desk.cases.store.leave(BEA, desk.clock.now)
    assert "PB-0000002" not in references(await finder_of(desk).left(CHIARA, most=9))


async def test_what_is_not_known_is_not_said_to_be_nothing(
    desk: Desk, four: Sequence[Case]
) -> None:
    desk.directory.failing[BEN] = UNAVAILABLE
    found = await finder_of(desk).find(AMARA, CaseQuery(), most=9)
    assert (references(found), found.is_whole) == (["PB-0000003", "PB-0000002"], False)
    with pytest.raises(NotAuthorized):
        await finder_of(desk).of_reference(AMARA, "PB-0000001")
    unread = Directory({"ben@contoso.com": NotRead(FailureReason.UNAVAILABLE)})
    wanted = CaseQuery(person="ben@contoso.com")
    assert not (await finder_of(desk, unread).find(AMARA, wanted, most=9)).is_whole
    nobody = await finder_of(desk).find(AMARA, CaseQuery(person="nobody@contoso.com"), most=9)
    assert nobody == FoundCases()
    nameless = finder_of(desk, names=FakeNames(error=UNAVAILABLE))
    found = await nameless.find(AMARA, CaseQuery(words="lindq"), most=9)
    assert (found.cases, found.is_whole) == ((), False)
    assert (await nameless.find(AMARA, CaseQuery(), most=1)).name(DAN) == DAN


async def test_the_case_of_an_id_is_told_to_its_agents_alone(
    desk: Desk, four: Sequence[Case]
) -> None:
    finder, [mine, joined, _, other] = finder_of(desk), four
    assert await finder.of_id(AMARA, mine.id) == mine
    assert await finder.of_id(AMARA, joined.id) is not None
    for no in (other.id, UUID(int=7)):
        assert await finder.of_id(AMARA, no) is None
    for person in (BEN, OSKAR):
        assert await finder.of_id(person, mine.id) is None


async def test_two_thousand_open_cases_are_not_read_to_show_ten(desk: Desk) -> None:
    await open_many(desk, 2000)
    finder, names = finder_of(desk), CountedNames()
    finder = CaseFinder(finder.store, finder.authorizer, finder.people, names)
    begun = perf_counter()
    found = await finder.find(AMARA, CaseQuery(), most=10)
    taken = perf_counter() - begun
    assert (len(found.cases), found.more, len(names.asked)) == (10, 1990, 10)
    assert taken < 5.0
    names.asked.clear()
    begun = perf_counter()
    found = await finder.find(AMARA, CaseQuery(words="nobody"), most=10)
    assert perf_counter() - begun < 5.0
    # It says that it looked among the latest only.
    assert (found.cases, found.is_whole, len(names.asked)) == ((), False, MAX_NAMED)
    begun = perf_counter()
    found = await finder.find(AMARA, CaseQuery(state=CaseState.WAITING), most=10)
    assert perf_counter() - begun < 5.0
    assert (len(found.cases), found.is_whole) == (10, False)


class CountedNames:
    """Nobody has a name; notes whom it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def of(self, people: Sequence[str]) -> dict[str, str]:
        self.asked += people
        return {}


async def open_many(desk: Desk, number: int) -> None:
    """Cases of Amara's, opened a second apart."""
    begun = desk.clock.now - timedelta(seconds=number)

    async def one(place: int) -> None:
        clock = begun + timedelta(seconds=place)
        case = Case(
            id=UUID(int=place + 1),
            reference=f"PB-{place:07}",
            subject=str(UUID(int=10**6 + place)),
            agent=AMARA,
            left_at=None,
            created_at=clock,
            until=clock + timedelta(days=14),
            expires_at=clock + timedelta(days=44),
            events=(),
        )
        await desk.cases.store.open(case)

    for start in range(0, number, 50):
        await asyncio.gather(*map(one, range(start, min(start + 50, number))))
