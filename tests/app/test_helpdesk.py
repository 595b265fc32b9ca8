"""Who is an agent in the simulated company, over real connections, and what is asked of Graph."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.app.helpdesk import open_helpdesk
from bot.app.policy import authorizer_of
from bot.config.settings import Settings
from bot.helpdesk.agents import Agents
from bot.use_cases.authorizer import Act, Actor, ActorKind, RefusalReason
from simulation.entra.registrations import GRAPH
from simulation.faults import Fault, Kind
from simulation.groups import BOARD, EXECUTIVES, FIRST_LINE, HELPDESK
from simulation.people import object_id
from simulation.running import Simulation
from tests.simulation.world import AMARA, BEN
from tests.use_cases.tenant import environment

pytestmark = pytest.mark.asyncio(loop_scope="session")

ZOLTAN, OSKAR = object_id("zoltan.nagy"), object_id("oskar.bergman")
# More than Graph takes at a time.
MANY = ",".join([*(f"1b4e28ba-2fa1-41d2-883f-0000000000{n}" for n in range(10, 40)), HELPDESK])


def settings(tenant: Simulation, groups: str, app: str = "reader") -> Settings:
    given = {"PHOTOBOT_HELPDESK_GROUPS": groups, "PHOTOBOT_HELPDESK_EXCLUDED_GROUPS": EXECUTIVES}
    return Settings.model_validate(environment(tenant, app) | given)


@pytest_asyncio.fixture(loop_scope="session")
async def agents(tenant: Simulation) -> AsyncIterator[Agents]:
    async with open_helpdesk(settings(tenant, HELPDESK)) as opened:
        agents = opened.agents
        assert agents is not None
        yield agents


async def test_members_are_agents_directly_or_through_a_group(agents: Agents) -> None:
    assert await agents.why_no_agent(ZOLTAN) is None
    assert await agents.why_no_agent(AMARA) is None
    assert await agents.why_no_agent(BEN) is RefusalReason.NOT_AN_AGENT


async def test_agents_act_for_nobody_in_an_excluded_group_or_in_one_within(agents: Agents) -> None:
    assert await agents.why_not(AMARA, BEN) is None
    assert await agents.why_not(AMARA, OSKAR) is RefusalReason.EXCLUDED


async def test_more_groups_than_graph_takes_at_a_time_may_be_named(tenant: Simulation) -> None:
    async with open_helpdesk(settings(tenant, MANY)) as opened:
        agents = opened.agents
        assert agents is not None
        assert await agents.why_no_agent(AMARA) is None
        assert await agents.why_no_agent(BEN) is RefusalReason.NOT_AN_AGENT


async def test_who_left_the_group_is_no_agent(tenant: Simulation, agents: Agents) -> None:
    tenant.tenant.groups[FIRST_LINE] = ()
    assert await agents.why_no_agent(AMARA) is RefusalReason.NOT_AN_AGENT


async def test_an_excluded_group_that_was_deleted_or_hidden_excludes_everybody(
    tenant: Simulation, agents: Agents
) -> None:
    tenant.tenant.hidden_groups.add(EXECUTIVES)
    assert await agents.why_not(AMARA, OSKAR) is RefusalReason.EXCLUDED_NOT_KNOWN
    async with open_helpdesk(settings(tenant, HELPDESK)) as opened:
        others = opened.agents
        assert others is not None
        for group in (EXECUTIVES, BOARD):
            tenant.tenant.groups.pop(group)
        assert await others.why_not(AMARA, BEN) is RefusalReason.EXCLUDED_NOT_KNOWN


async def test_without_the_grant_nobody_is_an_agent(
    tenant: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles = tenant.apps.reader.roles
    less = {**roles, GRAPH: roles[GRAPH] - {"GroupMember.Read.All"}}
    monkeypatch.setattr(tenant.apps.reader, "roles", less)
    async with open_helpdesk(settings(tenant, HELPDESK)) as opened:
        agents = opened.agents
        assert agents is not None
        assert await agents.why_no_agent(AMARA) is RefusalReason.AGENT_NOT_KNOWN


async def test_one_refusal_by_a_busy_graph_is_waited_out(
    tenant: Simulation, agents: Agents
) -> None:
    busy = Fault(Kind.THROTTLE, "graph", route="checkMemberGroups", times=1, seconds=0)
    tenant.faults.add(busy, tenant.tenant)
    assert await agents.why_no_agent(AMARA) is None


async def test_with_graph_away_nobody_is_an_agent(tenant: Simulation, agents: Agents) -> None:
    away = Fault(Kind.FAIL, "graph", route="checkMemberGroups", status=500)
    tenant.faults.add(away, tenant.tenant)
    assert await agents.why_not(AMARA, BEN) is RefusalReason.AGENT_NOT_KNOWN
    tenant.faults.clear()
    assert await agents.why_not(AMARA, BEN) is None


async def test_without_groups_nothing_is_opened_and_an_agent_may_do_nothing() -> None:
    # There is no registration to sign in with.
    nothing = Settings.model_validate({"PHOTOBOT_HELPDESK_EXCLUDED_GROUPS": EXECUTIVES})
    async with open_helpdesk(nothing) as opened:
        agents = opened.agents
        assert agents is None
        authorizer = authorizer_of(nothing, agents)
        amara = Actor(ActorKind.AGENT, AMARA)
        assert not [act for act in Act if await authorizer.may(amara, act, BEN)]
