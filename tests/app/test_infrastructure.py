"""What one process may do, with one application or with two."""

from datetime import datetime
from typing import Any

import pytest

from bot.app.infrastructure import open_use_cases
from bot.config.settings import Settings
from bot.photos.capabilities import SYNC_SHAREPOINT, Capability
from bot.photos.causes import Remedy
from bot.use_cases.sync import Ending
from bot.use_cases.writer import HAVE_SYNCED, WRITES
from simulation.running import Simulation
from tests.simulation.world import BEN
from tests.use_cases.tenant import Diary, environment, person

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Published:
    """A worker that was heard of a moment ago."""

    async def publish(self, granted: frozenset[Capability], at: datetime) -> None:
        raise AssertionError("who may write nothing has nothing to tell")

    async def found_since(self, _moment: datetime) -> frozenset[Capability]:
        return WRITES


def reader_with_writer(tenant: Simulation) -> Settings:
    writer: dict[str, Any] = tenant.describe()["apps"]["writer"]
    apart = {
        "PHOTOBOT_WRITER_CLIENT_ID": writer["client_id"],
        "PHOTOBOT_WRITER_CERTIFICATE_FILE": writer["certificate_file"],
    }
    return Settings.model_validate(environment(tenant, "reader") | apart)


async def test_a_process_with_a_registration_to_write_syncs_by_itself(tenant: Simulation) -> None:
    async with open_use_cases(reader_with_writer(tenant)) as use_cases:
        assert await use_cases.capabilities.granted() >= WRITES
        act_result = await use_cases.sync(person(tenant, BEN), Diary())
        assert act_result.ending is Ending.FIXED


async def test_a_process_whose_writer_is_elsewhere_does_not_write(
    tenant: Simulation,
) -> None:
    async with open_use_cases(reader_with_writer(tenant), Published()) as use_cases:
        granted = await use_cases.capabilities.granted()
        assert not granted & (SYNC_SHAREPOINT | WRITES)
        assert granted >= HAVE_SYNCED
        check_result = await use_cases.check(person(tenant, BEN))
        assert check_result.diagnosis.remedy is Remedy.REPAIR


async def test_a_process_that_may_write_needs_no_worker_elsewhere(tenant: Simulation) -> None:
    settings = Settings.model_validate(environment(tenant, "writer"))
    async with open_use_cases(settings, Published()) as use_cases:
        granted = await use_cases.capabilities.granted()
        assert granted >= WRITES
        assert not granted & HAVE_SYNCED
