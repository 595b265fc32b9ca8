"""A name that is given to somebody else comes with files of whoever had it before."""

from dataclasses import replace

import pytest

from bot.photos.versions import picture_versions
from bot.use_cases.by_rights import UseCases
from bot.use_cases.ports import Person
from bot.use_cases.sync import Ending
from bot.use_cases.undo import undoable
from simulation.running import Simulation
from tests.simulation.world import AMARA, HUGO
from tests.use_cases.fakes import FakeProvenFiles
from tests.use_cases.renamed import Unread, there
from tests.use_cases.tenant import (
    Diary,
    library_of,
    paths_of,
    person,
    profile_of,
    put,
    stored,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def given_hugos_name(tenant: Simulation) -> Person:
    """Rename Hugo, whose PictureURL still leads to his files, and give Amara his name."""
    name = tenant.tenant.people[HUGO].upn
    tenant.tenant.rename(HUGO, "another.name@contoso.test")
    tenant.tenant.rename(AMARA, name)
    profiles = tenant.tenant.geography_of(tenant.tenant.people[AMARA]).profiles
    profiles[AMARA] = profiles[AMARA] | {"PictureURL": ""}
    return Person(AMARA, name)


async def test_a_removal_leaves_the_files_of_whoever_had_the_name_before(
    tenant: Simulation, remembering: UseCases
) -> None:
    assert (await remembering.sync(person(tenant, HUGO), Diary())).ending is Ending.FIXED
    held = stored(tenant, HUGO)["sharepoint"]
    amara = await given_hugos_name(tenant)
    seen = picture_versions((await remembering.check(amara)).readings)
    gone = await remembering.remove(amara, Diary(), seen)
    assert gone.ending is Ending.FIXED
    assert stored(tenant, AMARA)["cloud"] is None
    assert stored(tenant, HUGO)["sharepoint"] == held


async def test_a_removal_takes_what_was_written_under_the_name_since(
    tenant: Simulation, remembering: UseCases
) -> None:
    assert (await remembering.sync(person(tenant, HUGO), Diary())).ending is Ending.FIXED
    former = paths_of(tenant)
    amara = await given_hugos_name(tenant)
    for path in former:
        put(tenant, path)
    seen = picture_versions((await remembering.check(amara)).readings)
    assert (await remembering.remove(amara, Diary(), seen)).ending is Ending.FIXED
    assert there(tenant, former) == []


async def test_without_the_rows_no_file_under_the_name_is_removed(
    tenant: Simulation, remembering: UseCases, proven: FakeProvenFiles
) -> None:
    assert (await remembering.sync(person(tenant, HUGO), Diary())).ending is Ending.FIXED
    former = paths_of(tenant)
    amara = await given_hugos_name(tenant)
    seen = picture_versions((await remembering.check(amara)).readings)
    proven.broken = ConnectionError("no database")
    with pytest.raises(ConnectionError):
        await remembering.remove(amara, Diary(), seen)
    assert there(tenant, former) == former


async def test_an_undo_writes_back_no_file_of_whoever_had_the_name_before(
    tenant: Simulation, remembering: UseCases
) -> None:
    """Amara's link leads to a picture of her own; Hugo's lie under the name that is hers now."""
    hugo = person(tenant, HUGO)
    assert (await remembering.sync(hugo, Diary())).ending is Ending.FIXED
    former = paths_of(tenant)
    amara = await given_hugos_name(tenant)
    profiles = tenant.tenant.geography_of(tenant.tenant.people[AMARA]).profiles
    elsewhere = profile_of(tenant, HUGO)["PictureURL"].replace("_hugo", "_amara_before")
    profiles[AMARA] = profiles[AMARA] | {"PictureURL": elsewhere.replace("hugo", "amara_before")}
    seen = picture_versions((await remembering.check(amara)).readings)
    change = undoable(await remembering.remove(amara, Diary(), seen))
    assert change is not None
    for path in former:
        library_of(tenant).delete(path)
    await remembering.undo(amara, change, Diary())
    assert there(tenant, former) == []


async def test_a_file_whose_version_is_not_known_is_not_removed_from_under_the_name(
    tenant: Simulation, remembering: UseCases
) -> None:
    assert (await remembering.sync(person(tenant, HUGO), Diary())).ending is Ending.FIXED
    former = paths_of(tenant)
    amara = await given_hugos_name(tenant)
    seen = picture_versions((await remembering.check(amara)).readings)
    check = replace(remembering.check, sharepoint=Unread.at(former[1], remembering))
    gone = await replace(remembering.remove, check=check)(amara, Diary(), seen)
    assert gone.ending is Ending.NOT_FIXED
    assert there(tenant, former) == former
