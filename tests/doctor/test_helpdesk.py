"""What the doctor says of the helpdesk: off, not permitted, a wrong group, not known, fine."""

import pytest

from bot.config.settings import Settings
from bot.doctor.finding import Area, Finding
from bot.doctor.helpdesk import helpdesk_findings
from bot.doctor.permissions import Granted
from bot.m365.http import Http
from bot.m365.memberships import GraphMemberships
from tests.doctor.findings import named, states
from tests.m365.conftest import http, retries, service, session, time, tokens
from tests.m365.fakes import Reply, Service
from tests.m365.test_memberships import BATCH, GROUPS, NOT_FOUND, parts

__all__ = ["http", "retries", "service", "session", "time", "tokens"]

HELPDESK, EXECUTIVES = GROUPS[:2]
BOTH = Granted(frozenset({"User.Read.All", "GroupMember.Read.All"}), None)

pytestmark = pytest.mark.usefixtures("nothing_set")


@pytest.fixture
def memberships(http: Http, service: Service) -> GraphMemberships:
    return GraphMemberships(http, service.address)


async def found(
    memberships: GraphMemberships,
    reader: Granted = BOTH,
    *,
    groups: tuple[str, ...] = (HELPDESK,),
    excluded: tuple[str, ...] = (EXECUTIVES,),
) -> list[Finding]:
    given = {"helpdesk_groups": groups, "helpdesk_excluded_groups": excluded}
    return await helpdesk_findings(Settings().model_copy(update=given), memberships, reader)


async def test_where_no_group_is_named_there_are_no_agents_and_nothing_is_asked(
    memberships: GraphMemberships, service: Service
) -> None:
    [off] = await found(memberships, groups=())
    assert (off.area, off.name, off.state) == (Area.HELPDESK, "agents", "fine")
    assert off.what.startswith("none: no group is named in PHOTOBOT_HELPDESK_GROUPS")
    assert service.asked == []


async def test_groups_that_are_there_are_fine(
    memberships: GraphMemberships, service: Service
) -> None:
    service.answer(BATCH, parts((HELPDESK, 200, {}), (EXECUTIVES, 200, {})))
    agents, _ = await found(memberships)
    assert (agents.state, agents.what) == (
        "fine",
        "members of the groups that are named (1) may act for others, save for members of those "
        "that are excluded (1)",
    )


async def test_each_missing_permission_is_named(
    memberships: GraphMemberships, service: Service
) -> None:
    findings = await found(memberships, Granted(frozenset(), None))
    assert states(findings) == {"User.Read.All": "problem", "GroupMember.Read.All": "problem"}
    [missing] = await found(memberships, Granted(frozenset({"User.Read.All"}), None))
    assert "grant Microsoft Graph GroupMember.Read.All" in missing.remedy
    assert "nobody is an agent" in missing.remedy
    unreadable = await found(memberships, Granted(None, None))
    assert states(unreadable) == {"User.Read.All": "unknown", "GroupMember.Read.All": "unknown"}
    assert service.asked == []


async def test_a_larger_permission_will_do(memberships: GraphMemberships, service: Service) -> None:
    service.answer(BATCH, parts((HELPDESK, 200, {})))
    larger = Granted(frozenset({"Directory.Read.All"}), None)
    assert states(await found(memberships, larger, excluded=())) == {
        "agents": "fine",
        "read receipts": "unknown",
    }


async def test_a_group_that_is_not_there_says_what_follows(
    memberships: GraphMemberships, service: Service
) -> None:
    service.answer(BATCH, parts((HELPDESK, 404, NOT_FOUND), (EXECUTIVES, 404, NOT_FOUND)))
    findings = await found(memberships)
    agents = named(findings, "PHOTOBOT_HELPDESK_GROUPS")
    assert (agents.state, HELPDESK in agents.what) == ("problem", True)
    assert agents.remedy.endswith("by it nobody is an agent")
    excluded = named(findings, "PHOTOBOT_HELPDESK_EXCLUDED_GROUPS")
    assert excluded.remedy.endswith("until then agents can act for nobody")


async def test_where_graph_does_not_answer_it_is_not_known(
    memberships: GraphMemberships, service: Service
) -> None:
    service.answer(BATCH, Reply(500))
    [agents] = await found(memberships)
    assert (agents.name, agents.state) == ("agents", "unknown")
