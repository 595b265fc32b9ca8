"""Who is an agent, for whom agents may act, and what others learn: nothing."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.core.failures import FailureReason, ServiceFailure
from bot.use_cases.authorizer import RefusalReason
from tests.helpdesk.fakes import (
    AMARA,
    BEN,
    EXECUTIVES,
    HELPDESK,
    OSKAR,
    FakeMemberships,
    agents_of,
)
from tests.m365.fakes import FakeTime

AWAY = ServiceFailure("graph", FailureReason.UNAVAILABLE, code="no_connection")
REFUSED = ServiceFailure("graph", FailureReason.NOT_PERMITTED, permission="GroupMember.Read.All")


@pytest.fixture
def directory() -> FakeMemberships:
    return FakeMemberships()


async def test_a_member_of_a_named_group_is_an_agent_and_nobody_else(
    directory: FakeMemberships,
) -> None:
    agents = agents_of(directory)
    assert await agents.why_no_agent(AMARA) is None
    assert await agents.why_no_agent(AMARA.upper()) is None
    assert await agents.why_no_agent(BEN) is RefusalReason.NOT_AN_AGENT
    # Of the excluded group, which makes nobody an agent.
    assert await agents.why_no_agent(OSKAR) is RefusalReason.NOT_AN_AGENT


async def test_an_agent_may_act_for_others_who_are_not_excluded(
    directory: FakeMemberships,
) -> None:
    agents = agents_of(directory)
    assert await agents.why_not(AMARA, BEN) is None
    assert await agents.why_not(AMARA, OSKAR) is RefusalReason.EXCLUDED
    assert await agents.why_not(AMARA, OSKAR.upper()) is RefusalReason.EXCLUDED
    assert await agents.why_not(AMARA, AMARA.upper()) is RefusalReason.ONESELF


@pytest.mark.parametrize(
    "named", ["amara.okafor@contoso.onmicrosoft.com", "", f"{{{AMARA}}}", AMARA.replace("-", "")]
)
async def test_by_any_other_name_than_an_object_id_nobody_is_acted_for(
    directory: FakeMemberships, named: str
) -> None:
    assert await agents_of(directory).why_not(AMARA, named) is RefusalReason.NOT_ALLOWED
    assert directory.asked == [AMARA]


@pytest.mark.parametrize("subject", [BEN, OSKAR, AMARA, "nobody", ""])
async def test_for_who_is_no_agent_nothing_is_asked_about_anybody_else(
    directory: FakeMemberships, subject: str
) -> None:
    assert await agents_of(directory).why_not(BEN, subject) is RefusalReason.NOT_AN_AGENT
    assert directory.asked == [BEN]


@pytest.mark.parametrize("failure", [AWAY, REFUSED])
@pytest.mark.parametrize("subject", [BEN, OSKAR, AMARA])
async def test_where_groups_cannot_be_read_nobody_is_an_agent(
    directory: FakeMemberships, failure: ServiceFailure, subject: str
) -> None:
    directory.failing[AMARA] = failure
    agents = agents_of(directory)
    with capture_logs() as logged:
        assert await agents.why_not(AMARA, subject) is RefusalReason.AGENT_NOT_KNOWN
    assert directory.asked == [AMARA]
    assert [(each["event"], each["why"]) for each in logged] == [
        ("agent_not_known", failure.why.value)
    ]
    assert AMARA not in str(logged)


@pytest.mark.parametrize("about", [BEN, "groups"])
async def test_where_it_is_not_known_who_is_excluded_agents_act_for_nobody(
    directory: FakeMemberships, about: str
) -> None:
    directory.failing[about] = AWAY
    assert await agents_of(directory).why_not(AMARA, BEN) is RefusalReason.EXCLUDED_NOT_KNOWN


async def test_an_excluded_group_that_shows_no_members_excludes_everybody(
    directory: FakeMemberships,
) -> None:
    directory.hidden = frozenset({EXECUTIVES})
    agents = agents_of(directory)
    assert await agents.why_not(AMARA, BEN) is RefusalReason.EXCLUDED_NOT_KNOWN
    assert await agents.why_no_agent(AMARA) is None


async def test_where_nobody_is_excluded_only_the_agent_is_asked_about(
    directory: FakeMemberships,
) -> None:
    assert await agents_of(directory, excluded=()).why_not(AMARA, OSKAR) is None
    assert directory.asked == [AMARA]


async def test_an_answer_is_used_for_five_minutes_at_most(directory: FakeMemberships) -> None:
    time = FakeTime()
    agents = agents_of(directory, time)
    assert await agents.why_not(AMARA, BEN) is None
    directory.members = {HELPDESK: {BEN}, EXECUTIVES: set()}
    await time.sleep(296)
    assert await agents.why_not(AMARA, BEN) is None
    # An answer may have taken three seconds, and was as old by then.
    await time.sleep(1)
    assert await agents.why_not(AMARA, BEN) is RefusalReason.NOT_AN_AGENT
    assert directory.asked == [AMARA, BEN, "groups", AMARA]


async def test_who_becomes_an_agent_is_one_after_five_minutes(directory: FakeMemberships) -> None:
    time = FakeTime()
    agents = agents_of(directory, time)
    assert await agents.why_no_agent(BEN) is RefusalReason.NOT_AN_AGENT
    directory.members[HELPDESK].add(BEN)
    await time.sleep(297)
    assert await agents.why_no_agent(BEN) is None


async def test_a_failure_is_forgotten_at_once(directory: FakeMemberships) -> None:
    directory.failing[AMARA] = AWAY
    agents = agents_of(directory)
    assert await agents.why_no_agent(AMARA) is RefusalReason.AGENT_NOT_KNOWN
    directory.failing.clear()
    assert await agents.why_no_agent(AMARA) is None


async def test_those_who_ask_at_the_same_time_share_one_look_up(
    directory: FakeMemberships,
) -> None:
    agents = agents_of(directory)
    assert await asyncio.gather(*(agents.why_not(AMARA, BEN) for _ in range(9))) == [None] * 9
    assert sorted(directory.asked) == sorted([AMARA, BEN, "groups"])


@pytest.mark.parametrize(
    ("about", "why"),
    [
        (AMARA, RefusalReason.AGENT_NOT_KNOWN),
        (BEN, RefusalReason.EXCLUDED_NOT_KNOWN),
        ("groups", RefusalReason.EXCLUDED_NOT_KNOWN),
    ],
)
async def test_a_look_up_that_takes_too_long_is_a_no(
    directory: FakeMemberships, about: str, why: RefusalReason
) -> None:
    directory.hanging.add(about)
    agents = agents_of(directory, seconds=0.01)
    assert await asyncio.wait_for(agents.why_not(AMARA, BEN), 5) is why
