"""Every copy is removed, and “removed” is said only of what is gone."""

from dataclasses import replace

import pytest

from bot.photos.readings import Size
from bot.photos.versions import picture_versions
from bot.use_cases.by_rights import UseCases
from bot.use_cases.remove import Removal
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.write import WriteOutcome
from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.simulation.world import AMARA, BEN, ELIF, GRACE, INES, LUKAS
from tests.use_cases.tenant import (
    Diary,
    jpegs_of,
    opened,
    outcomes,
    person,
    profile_of,
    stored,
    switch_on,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTHING = dict.fromkeys("SML")


async def removed(use_cases: UseCases, tenant: Simulation, object_id: str) -> ActResult:
    whose = person(tenant, object_id)
    seen = picture_versions((await use_cases.check(whose)).readings)
    return await use_cases.remove(whose, Diary(), seen)


@pytest.mark.parametrize("whose", [AMARA, BEN, GRACE, LUKAS, INES])
async def test_every_copy_is_removed(whose: str, tenant: Simulation, use_cases: UseCases) -> None:
    gone = await removed(use_cases, tenant, whose)
    assert gone.ending is Ending.FIXED
    assert stored(tenant, whose)["cloud"] is None
    assert jpegs_of(tenant, whose) == NOTHING


async def test_sharepoint_shows_nothing_and_goes_on_pulling(
    tenant: Simulation, use_cases: UseCases
) -> None:
    await removed(use_cases, tenant, AMARA)
    profile = profile_of(tenant, AMARA)
    assert profile["PictureURL"] == ""
    assert profile["SPS-PicturePlaceholderState"] == "1"
    assert profile["SPS-PictureExchangeSyncState"] == "1"


async def test_microsoft_365_goes_first_and_files_go_after_the_properties_that_name_them(
    tenant: Simulation, use_cases: UseCases
) -> None:
    gone = await removed(use_cases, tenant, AMARA)
    assert list(outcomes(gone)) == [
        "microsoft_365",
        "PictureURL",
        "SPS-PicturePlaceholderState",
        "S",
        "M",
        "L",
    ]


async def test_somebody_without_a_photo_has_nothing_to_remove(
    tenant: Simulation, use_cases: UseCases
) -> None:
    before = stored(tenant, ELIF)
    assert (await removed(use_cases, tenant, ELIF)).ending is Ending.NOTHING_TO_DO
    assert stored(tenant, ELIF) == before


async def test_a_removal_that_is_accepted_and_not_done_is_not_called_removed(
    tenant: Simulation, use_cases: UseCases
) -> None:
    tenant.faults.add(Fault(Kind.LIE, service="graph", method="DELETE"), tenant.tenant)
    before = stored(tenant, AMARA)
    gone = await removed(use_cases, tenant, AMARA)
    assert gone.ending is Ending.NOT_FIXED
    assert outcomes(gone)["microsoft_365"] is WriteOutcome.NOT_STORED
    assert stored(tenant, AMARA) == before


async def test_one_file_that_stays_is_not_called_removed(
    tenant: Simulation, use_cases: UseCases
) -> None:
    switch_on(tenant, kind=Kind.LIE, method="DELETE", route="LThumb")
    gone = await removed(use_cases, tenant, AMARA)
    assert gone.ending is Ending.NOT_FIXED
    assert outcomes(gone)["L"] is WriteOutcome.NOT_STORED
    assert jpegs_of(tenant, AMARA)["L"]


async def test_files_that_may_be_somebody_elses_are_not_removed(
    tenant: Simulation, use_cases: UseCases
) -> None:
    theirs = jpegs_of(tenant, BEN)
    profile = tenant.tenant.geographies[0].profile_of(tenant.tenant.people[AMARA])
    assert profile is not None
    profile["PictureURL"] = profile_of(tenant, BEN)["PictureURL"]
    gone = await removed(use_cases, tenant, AMARA)
    assert gone.ending is Ending.NOT_FIXED
    assert jpegs_of(tenant, BEN) == theirs
    assert stored(tenant, AMARA)["cloud"] is None


async def test_a_custom_picture_is_not_called_removed(
    tenant: Simulation, use_cases: UseCases
) -> None:
    show_a_picture_from_elsewhere(tenant, AMARA)
    gone = await removed(use_cases, tenant, AMARA)
    assert gone.ending is Ending.NOT_FIXED
    assert outcomes(gone)["elsewhere"] is WriteOutcome.NOT_TRIED
    assert profile_of(tenant, AMARA)["PictureURL"] == ""


async def test_a_link_to_a_missing_file_is_removed_and_nothing_is_left(
    tenant: Simulation, use_cases: UseCases
) -> None:
    show_a_picture_from_elsewhere(tenant, AMARA, "/User Photos/amara.jpg")
    gone = await removed(use_cases, tenant, AMARA)
    assert gone.ending is Ending.FIXED
    assert "elsewhere" not in outcomes(gone)


async def test_without_write_permission_a_custom_picture_is_still_reported(
    tenant: Simulation,
) -> None:
    show_a_picture_from_elsewhere(tenant, ELIF)
    async with opened(tenant, "reader") as reader:
        gone = await removed(reader, tenant, ELIF)
    assert gone.ending is Ending.NOT_POSSIBLE


def show_a_picture_from_elsewhere(
    tenant: Simulation, object_id: str, path: str = "/sites/news/picture.jpg"
) -> None:
    geography = tenant.tenant.geographies[0]
    address = geography.hosts.my + path
    geography.profiles[object_id] |= {"PictureURL": address, "SPS-PicturePlaceholderState": "0"}


async def test_nothing_is_removed_when_the_photo_changed_meanwhile(
    tenant: Simulation, use_cases: UseCases
) -> None:
    whose = person(tenant, BEN)
    seen = picture_versions((await use_cases.check(whose)).readings)
    tenant.tenant.open_sharepoint(BEN)
    now = stored(tenant, BEN)
    gone = await use_cases.remove(whose, Diary(), seen)
    assert gone.ending is Ending.PHOTO_CHANGED
    assert stored(tenant, BEN) == now


async def test_without_write_permission_the_plan_lists_what_would_be_left(
    tenant: Simulation,
) -> None:
    before = stored(tenant, AMARA)
    async with opened(tenant, "reader") as reader:
        removal = await reader.remove.plan(await reader.check(person(tenant, AMARA)))
        gone = await removed(reader, tenant, AMARA)
    targets = ("microsoft_365", *(f"sharepoint:{size.value}" for size in Size))
    assert removal == replace(Removal(), left=targets)
    assert gone.ending is Ending.NOT_POSSIBLE
    assert stored(tenant, AMARA) == before
