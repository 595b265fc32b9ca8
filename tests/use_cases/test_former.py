"""Which files lie under a former name, and which of them are provably the person's."""

import asyncio
from dataclasses import replace

import pytest

from bot.photos.library import Thumbnails
from bot.photos.readings import FileReading, NoProfile, Size, StoredFile
from bot.use_cases.by_rights import UseCases
from bot.use_cases.check import LATE
from bot.use_cases.former import NO_FORMER_FILES, FormerFile, FormerFiles, former_files
from bot.use_cases.ports import Person
from bot.use_cases.sync import Ending
from simulation.people import Portrait
from simulation.running import Simulation
from tests.simulation.world import AMARA, HUGO
from tests.use_cases.fakes import FakeProvenFiles
from tests.use_cases.renamed import UNAVAILABLE, Unread, rename, renamed, there
from tests.use_cases.tenant import (
    Diary,
    Watched,
    drawn,
    paths_of,
    person,
    profile_of,
    put,
    stored,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

STEM = "hugo"


async def test_files_that_photobot_wrote_for_this_person_are_named_as_theirs(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, done = await renamed(tenant, remembering)
    assert [each.path for each in done.left.there] == former
    assert done.left.removable == done.left.there
    assert there(tenant, former) == former


async def test_files_of_another_object_id_prove_nothing(
    tenant: Simulation, remembering: UseCases, proven: FakeProvenFiles
) -> None:
    """Somebody is given the name of a former colleague, whose files Photobot wrote."""
    former, _ = await renamed(tenant, remembering)
    proven.rows = {path: (AMARA, each) for path, (_, each) in proven.rows.items()}
    found = await former_files(remembering.check, await remembering.check(person(tenant, HUGO)))
    assert found == NO_FORMER_FILES
    act_result = await remembering.remove_former(person(tenant, HUGO), Diary(), found.versions)
    assert act_result.ending is Ending.NOTHING_TO_DO
    assert there(tenant, former) == former


async def test_a_name_given_to_somebody_else_is_not_taken_from_them(
    tenant: Simulation, remembering: UseCases
) -> None:
    name = tenant.tenant.people[HUGO].upn
    former, _ = await renamed(tenant, remembering)
    tenant.tenant.rename(AMARA, name)
    tenant.tenant.change_photo(AMARA, drawn(Portrait(5)))
    amara = Person(AMARA, name)
    assert (await remembering.sync(amara, Diary())).ending is Ending.FIXED
    held = stored(tenant, AMARA)
    assert [held["sharepoint"][size]["path"] for size in "SML"] == former
    found = await former_files(remembering.check, await remembering.check(person(tenant, HUGO)))
    assert found.removable == ()
    shown = found.versions
    act_result = await remembering.remove_former(person(tenant, HUGO), Diary(), shown)
    assert act_result.ending is Ending.NOTHING_TO_DO
    assert stored(tenant, AMARA) == held


async def test_files_that_the_profile_still_names_are_not_former(
    tenant: Simulation, remembering: UseCases
) -> None:
    assert (await remembering.sync(person(tenant, HUGO), Diary())).ending is Ending.FIXED
    tenant.tenant.rename(HUGO, "another.name@contoso.test")
    hugo = person(tenant, HUGO)
    assert STEM in profile_of(tenant, HUGO)["PictureURL"]
    assert await former_files(remembering.check, await remembering.check(hugo)) == NO_FORMER_FILES
    # Neither where the address is written in other letters, or with another name of the host.
    geography = tenant.tenant.geography_of(tenant.tenant.people[HUGO])
    named = geography.profiles[HUGO]["PictureURL"]
    moved = named.replace(geography.hosts.my, "https://contoso-my.cloud.microsoft")
    for address in (named.replace(STEM, STEM.upper()), moved):
        geography.profiles[HUGO] = geography.profiles[HUGO] | {"PictureURL": address}
        assert address != named
        assert (
            await former_files(remembering.check, await remembering.check(hugo)) == NO_FORMER_FILES
        )


async def test_files_under_a_guid_are_never_provably_somebodys(
    tenant: Simulation, remembering: UseCases, proven: FakeProvenFiles
) -> None:
    """Their owner may have written any address into PictureURL, and a GUID tells no name."""
    paths, guid = paths_of(tenant), "5c1b0000-2fa1-11d2-883f-0016d3cca427"
    profiles = tenant.tenant.geography_of(tenant.tenant.people[HUGO]).profiles
    stem = paths[0].rpartition("/")[2].removesuffix("_SThumb.jpg")
    for path in paths:
        put(tenant, path.replace(stem, guid))
    address = profiles[HUGO]["PictureURL"].replace(stem, guid)
    profiles[HUGO] = profiles[HUGO] | {"PictureURL": address}
    assert (await remembering.sync(person(tenant, HUGO), Diary())).ending is Ending.FIXED
    assert len(proven.rows) == 3
    assert not [each for _, each in proven.rows.values() if each.written]


@pytest.mark.parametrize("broken", [ConnectionError("no database")])
async def test_without_the_rows_files_are_named_and_stay(
    tenant: Simulation, remembering: UseCases, proven: FakeProvenFiles, broken: Exception
) -> None:
    assert (await remembering.sync(person(tenant, HUGO), Diary())).ending is Ending.FIXED
    former = paths_of(tenant)
    proven.broken = broken
    done = await remembering.sync(rename(tenant), Diary())
    assert (done.ending, [each.path for each in done.left.there]) == (Ending.FIXED, former)
    assert done.left.removable == ()
    # There may be more, under names that only the rows tell.
    assert done.left.unread


async def test_a_file_whose_version_is_not_told_proves_nothing(
    tenant: Simulation, remembering: UseCases
) -> None:
    await renamed(tenant, remembering)

    class Silent(Watched):
        async def file(self, my_site: str, path: str) -> FileReading:
            return StoredFile()

    check = replace(remembering.check, sharepoint=Silent(remembering.check.sharepoint, Diary()))
    found = await former_files(check, await check(person(tenant, HUGO)))
    assert found.there
    assert found.removable == ()


async def test_a_file_that_can_not_be_read_does_not_count_as_gone(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, _ = await renamed(tenant, remembering)
    blind = replace(remembering.check, sharepoint=Unread.at(former[1], remembering))
    found = await former_files(blind, await remembering.check(person(tenant, HUGO)))
    assert [each.path for each in found.there] == [former[0], former[2]]
    assert found.unread == UNAVAILABLE


async def test_former_files_are_looked_for_no_longer_than_a_check_takes(
    tenant: Simulation, remembering: UseCases
) -> None:
    await renamed(tenant, remembering)

    class Never(Watched):
        async def file(self, my_site: str, path: str) -> FileReading:
            return await asyncio.Future()

    never = Never(remembering.check.sharepoint, Diary())
    found = await remembering.check(person(tenant, HUGO))
    check = replace(remembering.check, sharepoint=never, seconds=0.05)
    assert await former_files(check, found) == FormerFiles(unread=LATE)


async def test_they_are_found_without_a_profile_too(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, _ = await renamed(tenant, remembering)
    found = await remembering.check(person(tenant, HUGO))
    gone = replace(found, readings=replace(found.readings, profile=NoProfile()))
    assert [each.path for each in (await former_files(remembering.check, gone)).there] == former
    unread = replace(found, readings=replace(found.readings, profile=UNAVAILABLE))
    assert await former_files(remembering.check, unread) == FormerFiles(unread=UNAVAILABLE)


async def test_the_path_of_a_former_file_is_the_same_however_it_is_written() -> None:
    place = Thumbnails("https://my", "/User Photos/Profile Pictures", "ben")
    other = replace(place, folder=place.folder.upper())
    assert FormerFile(place, Size.S).key == FormerFile(other, Size.S).key
