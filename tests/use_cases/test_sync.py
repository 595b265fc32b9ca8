"""What a sync writes, where, and in which order."""

import pytest

from bot.use_cases.by_rights import UseCases
from bot.use_cases.sync import Ending
from simulation.people import Portrait
from simulation.running import Simulation
from tests.simulation.world import AMARA, BEN, DMITRI, GRACE, HUGO, LUKAS, NIALL
from tests.use_cases.tenant import (
    Diary,
    drawn,
    jpegs_of,
    outcomes,
    person,
    profile_of,
    stored,
    watched,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_every_write_is_noted_before_and_after_it(
    tenant: Simulation, use_cases: UseCases
) -> None:
    diary = Diary()
    await watched(use_cases, diary)(person(tenant, HUGO), diary)
    targets = ("S", "M", "L", "SPS-PictureExchangeSyncState")
    assert diary.lines == [
        f"{line} sharepoint:{target}"
        for target in targets
        for line in ("begin", "write", "verified")
    ]


async def test_files_come_before_the_properties_that_name_them(
    tenant: Simulation, use_cases: UseCases
) -> None:
    act_result = await use_cases.sync(person(tenant, DMITRI), Diary())
    assert list(outcomes(act_result)) == [
        "S",
        "M",
        "L",
        "PictureURL",
        "SPS-PicturePlaceholderState",
    ]


async def test_files_keep_the_names_that_they_have(tenant: Simulation, use_cases: UseCases) -> None:
    before = {name: file["path"] for name, file in stored(tenant, BEN)["sharepoint"].items()}
    await use_cases.sync(person(tenant, BEN), Diary())
    after = {name: file["path"] for name, file in stored(tenant, BEN)["sharepoint"].items()}
    assert after == before
    assert all(BEN in path for path in after.values())


async def test_a_person_in_the_second_geo_is_written_there(
    tenant: Simulation, use_cases: UseCases
) -> None:
    home, abroad = tenant.tenant.geographies
    untouched = dict(home.library.files)
    before = dict(abroad.library.files)
    await use_cases.sync(person(tenant, LUKAS), Diary())
    changed = {key for key, file in abroad.library.files.items() if before.get(key) != file}
    assert home.library.files == untouched
    assert len(changed) == 3
    assert all("/profilbilder/lukas" in key for key in changed)


async def test_the_sync_state_is_set_back_for_people_with_a_mailbox(
    tenant: Simulation, use_cases: UseCases
) -> None:
    await use_cases.sync(person(tenant, HUGO), Diary())
    assert profile_of(tenant, HUGO)["SPS-PictureExchangeSyncState"] == "1"


async def test_without_a_mailbox_the_sync_state_stays_off(
    tenant: Simulation, use_cases: UseCases
) -> None:
    await use_cases.sync(person(tenant, GRACE), Diary())
    assert profile_of(tenant, GRACE)["SPS-PictureExchangeSyncState"] == "0"


async def test_a_custom_picture_is_replaced_by_the_persons_own_files(
    tenant: Simulation, use_cases: UseCases
) -> None:
    geography = tenant.tenant.geographies[0]
    address = f"{geography.hosts.my}/sites/news/picture.jpg"
    geography.profiles[NIALL]["PictureURL"] = address
    act_result = await use_cases.sync(person(tenant, NIALL), Diary())
    assert act_result.ending is Ending.FIXED
    assert "niall_o'brien" in profile_of(tenant, NIALL)["PictureURL"].replace("%27", "'")


async def test_nobody_can_have_somebody_elses_files_overwritten(
    tenant: Simulation, use_cases: UseCases
) -> None:
    geography = tenant.tenant.geographies[0]
    amaras = jpegs_of(tenant, AMARA)
    geography.profiles[NIALL]["PictureURL"] = geography.profiles[AMARA]["PictureURL"]
    tenant.tenant.change_photo(NIALL, drawn(Portrait(1, shot=1)))
    act_result = await use_cases.sync(person(tenant, NIALL), Diary())
    assert act_result.ending is Ending.FIXED
    assert jpegs_of(tenant, AMARA) == amaras
    assert jpegs_of(tenant, NIALL) != amaras


async def test_the_photo_agreed_to_is_written(tenant: Simulation, use_cases: UseCases) -> None:
    agreed = tenant.tenant.photos[BEN].etag
    assert (await use_cases.sync(person(tenant, BEN), Diary(), agreed)).ending is Ending.FIXED
