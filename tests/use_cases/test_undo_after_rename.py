"""A sync after a rename is undone only while what it would lead back to is there."""

from dataclasses import replace

import pytest

from bot.photos.library import Thumbnails
from bot.photos.readings import PhotoReading, Size
from bot.use_cases.by_rights import UseCases
from bot.use_cases.sync import Ending
from bot.use_cases.undo import undoable
from simulation.people import Portrait
from simulation.running import Simulation
from tests.simulation.world import HUGO
from tests.use_cases.renamed import UNAVAILABLE, rename, renamed, there
from tests.use_cases.tenant import (
    Diary,
    Watched,
    drawn,
    library_of,
    paths_of,
    person,
    profile_of,
    put,
    stored,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_sync_is_not_undone_once_the_files_that_it_would_lead_back_to_are_removed(
    tenant: Simulation, remembering: UseCases
) -> None:
    _, done = await renamed(tenant, remembering)
    hugo, change = person(tenant, HUGO), undoable(done)
    assert change is not None
    removed = await remembering.remove_former(hugo, Diary(), done.left.versions)
    assert removed.ending is Ending.FIXED
    held = stored(tenant, HUGO)
    undone = await remembering.undo(hugo, change, Diary())
    assert (undone.ending, undone.steps) == (Ending.PHOTO_CHANGED, ())
    assert stored(tenant, HUGO) == held


@pytest.mark.parametrize("overwritten", [True, False])
async def test_nor_once_one_of_them_is_missing_or_another_picture(
    tenant: Simulation, remembering: UseCases, *, overwritten: bool
) -> None:
    former, done = await renamed(tenant, remembering)
    change = undoable(done)
    assert change is not None
    if overwritten:
        put(tenant, former[2], drawn(Portrait(7)))
    else:
        library_of(tenant).delete(former[2])
    undone = await remembering.undo(person(tenant, HUGO), change, Diary())
    assert (undone.ending, undone.steps) == (Ending.PHOTO_CHANGED, ())


async def test_a_sync_after_a_rename_is_undone_while_the_former_files_are_there(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, done = await renamed(tenant, remembering)
    change = undoable(done)
    assert change is not None
    undone = await remembering.undo(person(tenant, HUGO), change, Diary())
    assert undone.ending is Ending.FIXED
    assert "hugo" in profile_of(tenant, HUGO)["PictureURL"]
    assert there(tenant, former) == former


async def test_files_that_were_missing_before_the_sync_need_not_be_there_for_an_undo(
    tenant: Simulation, remembering: UseCases
) -> None:
    for path in paths_of(tenant):
        library_of(tenant).delete(path)
    done = await remembering.sync(rename(tenant), Diary())
    change = undoable(done)
    assert change is not None
    undone = await remembering.undo(person(tenant, HUGO), change, Diary())
    assert undone.ending is Ending.FIXED


async def test_an_undo_is_not_called_done_where_a_former_file_went_while_it_was_made(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, done = await renamed(tenant, remembering)
    change = undoable(done)
    assert change is not None

    class GoesMeanwhile(Watched):
        async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
            if library_of(tenant).file(former[2]):
                library_of(tenant).delete(former[2])
            await super().write_property(my_site, upn, name, value)

    writer = remembering.undo.writer
    between = GoesMeanwhile(writer.sharepoint, Diary())
    act = replace(remembering.undo, writer=replace(writer, sharepoint=between))
    undone = await act(person(tenant, HUGO), change, Diary())
    assert undone.ending is Ending.NOT_FIXED


async def test_where_it_is_not_known_whether_former_files_are_there_nothing_is_undone(
    tenant: Simulation, remembering: UseCases
) -> None:
    _, done = await renamed(tenant, remembering)
    change, held = undoable(done), stored(tenant, HUGO)
    assert change is not None

    class Blind(Watched):
        async def thumbnail(self, place: Thumbnails, size: Size) -> PhotoReading:
            return UNAVAILABLE

    writer = replace(
        remembering.undo.writer, sharepoint=Blind(remembering.check.sharepoint, Diary())
    )
    act = replace(remembering.undo, writer=writer)
    undone = await act(person(tenant, HUGO), change, Diary())
    assert (undone.ending, undone.steps) == (Ending.NOT_POSSIBLE, ())
    assert stored(tenant, HUGO) == held
    assert (await remembering.undo(person(tenant, HUGO), change, Diary())).ending is Ending.FIXED
