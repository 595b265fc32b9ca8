"""Names of many people, read in batches from the simulated tenant."""

import pytest

from bot.config.settings import Settings
from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.settings import M365Settings
from bot.m365.watched_tenant import open_watched_tenant
from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.simulation.world import AMARA, BEN
from tests.use_cases.tenant import environment, served, tenant

__all__ = ["served", "tenant"]

pytestmark = pytest.mark.asyncio(loop_scope="session")

STRANGER = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"


def settings(tenant: Simulation) -> M365Settings:
    return M365Settings.of(Settings.model_validate(environment(tenant, "reader")))


async def test_everybody_is_named_save_who_is_not_there(tenant: Simulation) -> None:
    people = tenant.tenant.people
    everybody = [*people, STRANGER]
    assert len(everybody) > 20
    async with open_watched_tenant(settings(tenant)) as watched:
        names = await watched.names.of(everybody)
    assert names == {each: people[each].upn for each in people}


async def test_nobody_is_asked_for_where_nobody_is_wanted(tenant: Simulation) -> None:
    async with open_watched_tenant(settings(tenant)) as watched:
        assert await watched.names.of([]) == {}


async def test_without_the_permission_the_whole_fails(tenant: Simulation) -> None:
    fault = Fault(Kind.FAIL, route="users", status=403, code="Authorization_RequestDenied")
    tenant.faults.add(fault, tenant.tenant)
    async with open_watched_tenant(settings(tenant)) as watched:
        with pytest.raises(ServiceFailure) as failed:
            await watched.names.of([AMARA, BEN])
    assert failed.value.why is FailureReason.NOT_PERMITTED


async def test_one_person_who_cannot_be_read_is_left_out(tenant: Simulation) -> None:
    fault = Fault(Kind.FAIL, route="users", person=BEN, status=500, times=1_000)
    tenant.faults.add(fault, tenant.tenant)
    async with open_watched_tenant(settings(tenant)) as watched:
        names = await watched.names.of([AMARA, BEN])
    assert set(names) == {AMARA}
