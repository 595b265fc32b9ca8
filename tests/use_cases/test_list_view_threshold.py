"""Syncs in a company whose picture library is too long to be listed or added to."""

from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.causes import Remedy
from bot.use_cases.by_rights import UseCases
from bot.use_cases.sync import Ending
from simulation.running import Simulation
from tests.simulation.world import BEN, DMITRI
from tests.use_cases.tenant import Diary, opened, person

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(autouse=True)
def long_library(tenant: Simulation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulation.tenant.library.LIST_VIEW_THRESHOLD", 0)
    tenant.tenant.settings = replace(tenant.tenant.settings, threshold_stops_adding=True)


async def test_files_that_are_there_are_brought_up_to_date(
    tenant: Simulation, use_cases: UseCases
) -> None:
    assert (await use_cases.sync(person(tenant, BEN), Diary())).ending is Ending.FIXED


async def test_what_cannot_be_added_is_named_and_not_offered_again(
    tenant: Simulation, use_cases: UseCases
) -> None:
    dmitri = person(tenant, DMITRI)
    await use_cases.check(person(tenant, BEN))
    done = await use_cases.sync(dmitri, Diary())
    assert done.ending is Ending.NOT_FIXED
    assert done.failure is not None
    assert done.failure.why is FailureReason.LIST_TOO_LONG
    assert done.check_result.diagnosis.remedy is not Remedy.REPAIR
    assert (await use_cases.check(dmitri)).diagnosis.remedy is not Remedy.REPAIR


async def test_a_folder_that_cannot_be_listed_is_known_from_somebody_else(
    tenant: Simulation, use_cases: UseCases
) -> None:
    tenant.tenant.settings = replace(tenant.tenant.settings, threshold_stops_adding=False)
    await use_cases.check(person(tenant, BEN))
    assert (await use_cases.sync(person(tenant, DMITRI), Diary())).ending is Ending.FIXED


async def test_a_folder_that_no_address_tells_is_named_and_not_offered_again(
    tenant: Simulation,
) -> None:
    async with opened(tenant, "writer") as strangers:
        done = await strangers.sync(person(tenant, DMITRI), Diary())
    assert done.ending is Ending.NOT_POSSIBLE
    assert done.failure is not None
    assert done.failure.why is FailureReason.LIST_TOO_LONG
    assert done.check_result.diagnosis.remedy is not Remedy.REPAIR
