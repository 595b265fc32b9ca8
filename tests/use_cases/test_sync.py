"""What a sync writes, where, and in which order."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.photos.causes import Cause
from bot.photos.readings import Size
from bot.photos.versions import PictureVersions
from bot.use_cases.by_rights import UseCases
from bot.use_cases.former import NO_FORMER_FILES
from bot.use_cases.sync import Ending
from simulation.people import Portrait
from simulation.running import Simulation
from simulation.tenant.person import Mailbox
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


async def test_a_link_to_a_missing_file_is_replaced_by_the_persons_own_files(
    tenant: Simulation, use_cases: UseCases
) -> None:
    geography = tenant.tenant.geographies[0]
    geography.profiles[NIALL]["PictureURL"] = f"{geography.hosts.my}/User%20Photos/niall.png"
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
    agreed = PictureVersions(tenant.tenant.photos[BEN].etag, "")
    assert (await use_cases.sync(person(tenant, BEN), Diary(), agreed)).ending is Ending.FIXED


async def test_a_transparent_photo_of_the_tenant_is_synced_and_stays_so(
    tenant: Simulation, use_cases: UseCases
) -> None:
    transparent = (Path(__file__).parent / "transparent.png").read_bytes()
    tenant.tenant.change_photo(BEN, transparent)
    ben = person(tenant, BEN)
    assert (await use_cases.sync(ben, Diary())).ending is Ending.FIXED
    assert (await use_cases.sync(ben, Diary())).ending is Ending.NOTHING_TO_DO


@pytest.mark.parametrize(
    ("account", "cause"),
    [
        ({"licensed": False, "account_enabled": False}, Cause.SHARED_MAILBOX),
        (
            {
                "upn": "ben.lindqvist_fabrikam.com#EXT#@contoso.test",
                "licensed": False,
                "mailbox": Mailbox.NONE,
            },
            Cause.EXTERNAL_MEMBER,
        ),
    ],
)
async def test_files_are_written_for_accounts_that_nobody_signs_in_with_here(
    tenant: Simulation, use_cases: UseCases, account: dict[str, Any], cause: Cause
) -> None:
    tenant.tenant.people[BEN] = replace(tenant.tenant.people[BEN], **account)
    ben = person(tenant, BEN)
    found = await use_cases.check(ben)
    assert found.diagnosis.causes[0] is cause
    before = profile_of(tenant, BEN)["SPS-PictureExchangeSyncState"]
    assert (await use_cases.sync(ben, Diary())).ending is Ending.FIXED
    assert profile_of(tenant, BEN)["SPS-PictureExchangeSyncState"] == before


async def test_files_under_a_former_name_are_named_and_left_alone(
    tenant: Simulation, use_cases: UseCases
) -> None:
    before = await use_cases.sync.plan(await use_cases.check(person(tenant, HUGO)))
    former = [before.place.path(size) for size in Size]
    hugo = tenant.tenant.people[HUGO]
    tenant.tenant.people[HUGO] = replace(hugo, upn=f"another.{hugo.upn}")
    library = tenant.tenant.geography_of(hugo).library
    held = [library.file(path) for path in former]
    assert all(held)
    renamed = person(tenant, HUGO)
    done = await use_cases.sync(renamed, Diary())
    assert (done.ending, [each.path for each in done.left.there]) == (Ending.FIXED, former)
    assert not done.left.removable
    assert [library.file(path) for path in former] == held
    assert (await use_cases.sync(renamed, Diary())).left == NO_FORMER_FILES
