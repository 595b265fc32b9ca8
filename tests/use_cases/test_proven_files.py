"""Where a sync proved photo and file, their etags decide later; else the pixels do."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.copies import CopyState
from bot.photos.library import Thumbnails
from bot.photos.readings import FileReading, NotRead, Photo, PhotoReading, Size, StoredFile
from bot.photos.verdict import Verdict
from bot.use_cases.by_rights import UseCases
from bot.use_cases.check import CheckResult
from bot.use_cases.ports import CloudReading, Person
from bot.use_cases.sync import Ending
from simulation.people import Portrait
from simulation.running import Simulation
from tests.simulation.world import AMARA, HUGO
from tests.use_cases.fakes import FakeProvenFiles
from tests.use_cases.tenant import Diary, Watched, drawn, library_of, paths_of, person, put

pytestmark = pytest.mark.asyncio(loop_scope="session")

ALL_SAME = dict.fromkeys(Size, CopyState.SAME)
ALL_DIFFER = dict.fromkeys(Size, CopyState.DIFFERS)


def states(found: CheckResult) -> dict[Size, CopyState]:
    return {copy.size: copy.state for copy in found.diagnosis.copies if copy.size}


async def synced(tenant: Simulation, use_cases: UseCases) -> Person:
    hugo = person(tenant, HUGO)
    assert (await use_cases.sync(hugo, Diary())).ending is Ending.FIXED
    return hugo


def render_otherwise(tenant: Simulation) -> None:
    """Let Graph give other pixels of the same photo, under the same etag."""
    photo, photos = tenant.tenant.photos[HUGO], tenant.tenant.photos
    tenant.tenant.change_photo(HUGO, drawn(Portrait(3)))
    photos[HUGO] = replace(photos[HUGO], etag=photo.etag)


async def test_the_etags_of_a_verified_sync_decide_whatever_the_pixels_are(
    tenant: Simulation, remembering: UseCases
) -> None:
    hugo = await synced(tenant, remembering)
    render_otherwise(tenant)
    found = await remembering.check(hugo)
    assert states(found) == ALL_SAME
    assert found.diagnosis.verdict is Verdict.IN_SYNC


async def test_without_a_verified_sync_the_pixels_decide(
    tenant: Simulation, remembering: UseCases, proven: FakeProvenFiles
) -> None:
    hugo = await synced(tenant, remembering)
    proven.rows.clear()
    render_otherwise(tenant)
    assert states(await remembering.check(hugo)) == ALL_DIFFER


async def test_a_file_that_was_written_since_is_judged_by_its_pixels(
    tenant: Simulation, remembering: UseCases
) -> None:
    hugo = await synced(tenant, remembering)
    render_otherwise(tenant)
    path = paths_of(tenant, HUGO)[2]
    file = library_of(tenant, HUGO).file(path)
    assert file
    # The same bytes, which are another version all the same.
    put(tenant, path, file.content)
    found = states(await remembering.check(hugo))
    assert found == ALL_SAME | {Size.L: CopyState.DIFFERS}


async def test_a_photo_that_was_uploaded_since_is_judged_by_its_pixels(
    tenant: Simulation, remembering: UseCases
) -> None:
    hugo = await synced(tenant, remembering)
    tenant.tenant.change_photo(HUGO, drawn(Portrait(3)))
    assert states(await remembering.check(hugo)) == ALL_DIFFER


async def test_a_lazy_pull_gives_files_another_etag(
    tenant: Simulation, remembering: UseCases
) -> None:
    hugo = await synced(tenant, remembering)
    tenant.tenant.open_sharepoint(HUGO)
    render_otherwise(tenant)
    assert states(await remembering.check(hugo)) == ALL_DIFFER


class Counting(Watched):
    looks: int = 0

    async def file(self, my_site: str, path: str) -> FileReading:
        self.looks += 1
        return await super().file(my_site, path)


async def test_a_check_without_doubt_asks_for_no_version(
    tenant: Simulation, remembering: UseCases
) -> None:
    hugo = await synced(tenant, remembering)
    counting = Counting(remembering.check.sharepoint, Diary())
    check = replace(remembering.check, sharepoint=counting)
    assert states(await check(hugo)) == ALL_SAME
    assert counting.looks == 0
    tenant.tenant.change_photo(HUGO, drawn(Portrait(3)))
    assert states(await check(hugo)) == ALL_DIFFER
    # The etag of the photo is another one, so no version could prove anything.
    assert counting.looks == 0


class Answering(Watched):
    """Answers the same for each version of a file."""

    answer: FileReading

    async def file(self, my_site: str, path: str) -> FileReading:
        return self.answer


@pytest.mark.parametrize("answer", [StoredFile(), NotRead(FailureReason.THROTTLED)])
async def test_a_version_that_is_not_told_leaves_it_to_the_pixels(
    tenant: Simulation, remembering: UseCases, answer: FileReading
) -> None:
    hugo = await synced(tenant, remembering)
    render_otherwise(tenant)
    silent = Answering(remembering.check.sharepoint, Diary())
    silent.answer = answer
    check = replace(remembering.check, sharepoint=silent)
    assert states(await check(hugo)) == ALL_DIFFER


class WithoutEtag:
    """Graph, which gives photos without their etags."""

    def __init__(self, use_cases: UseCases) -> None:
        self._graph = use_cases.check.microsoft_365
        self.tenant = self._graph.tenant
        self.account = self._graph.account
        self.write_photo = self._graph.write_photo
        self.remove_photo = self._graph.remove_photo

    async def read(self, person: Person) -> CloudReading:
        read = await self._graph.read(person)
        return replace(read, photo=self._without(read.photo))

    async def largest_photo(self, person: Person) -> PhotoReading:
        return self._without(await self._graph.largest_photo(person))

    def _without(self, photo: PhotoReading) -> PhotoReading:
        return replace(photo, etag=None) if isinstance(photo, Photo) else photo


async def test_a_photo_without_an_etag_proves_nothing(
    tenant: Simulation, remembering: UseCases, proven: FakeProvenFiles
) -> None:
    graph = WithoutEtag(remembering)
    check = replace(remembering.check, microsoft_365=graph)
    sync = replace(remembering.sync, check=check, microsoft_365=graph)
    await synced(tenant, replace(remembering, check=check, sync=sync))
    assert proven.rows == {}
    hugo = await synced_again(tenant, remembering)
    render_otherwise(tenant)
    assert states(await check(hugo)) == ALL_DIFFER


async def synced_again(tenant: Simulation, use_cases: UseCases) -> Person:
    tenant.tenant.change_photo(HUGO, drawn(Portrait(0)))
    return await synced(tenant, use_cases)


class WrittenInBetween(Watched):
    """Another picture is written after the versions were read, and before the pictures are."""

    write: Callable[[], None]
    reads = 0

    async def thumbnail(self, place: Thumbnails, size: Size) -> PhotoReading:
        if self.reads == 0 and self.versions:
            self.reads = 1
            self.write()
        return await super().thumbnail(place, size)

    versions = 0

    async def file(self, my_site: str, path: str) -> FileReading:
        self.versions += 1
        return await super().file(my_site, path)


async def test_a_picture_that_was_not_the_version_read_before_it_is_never_taken_for_proven(
    tenant: Simulation, remembering: UseCases
) -> None:
    path = paths_of(tenant, HUGO)[0]
    lively = WrittenInBetween(remembering.check.sharepoint, Diary())

    def write() -> None:
        file = library_of(tenant, HUGO).file(path)
        assert file
        put(tenant, path, file.content)

    lively.write = write
    check = replace(remembering.check, sharepoint=lively)
    hugo = person(tenant, HUGO)
    sync = replace(remembering.sync, check=check)
    assert (await sync(hugo, Diary())).ending is Ending.FIXED
    assert lively.reads == 1
    render_otherwise(tenant)
    found = states(await remembering.check(hugo))
    assert found == ALL_SAME | {Size.S: CopyState.DIFFERS}


async def test_a_photo_that_changed_during_the_sync_proves_nothing(
    tenant: Simulation, remembering: UseCases, proven: FakeProvenFiles
) -> None:
    class Moving(Watched):
        async def file(self, my_site: str, path: str) -> FileReading:
            # The same picture, which is another upload all the same.
            photos = tenant.tenant.photos
            photos[HUGO] = replace(photos[HUGO], etag=tenant.tenant.new_etag())
            return await super().file(my_site, path)

    check = replace(remembering.check, sharepoint=Moving(remembering.check.sharepoint, Diary()))
    sync = replace(remembering.sync, check=check)
    assert (await sync(person(tenant, HUGO), Diary())).ending is Ending.FIXED
    assert proven.rows == {}


async def test_only_the_versions_of_this_person_count(
    tenant: Simulation, remembering: UseCases, proven: FakeProvenFiles
) -> None:
    hugo = await synced(tenant, remembering)
    proven.rows = {path: (AMARA, each) for path, (_, each) in proven.rows.items()}
    render_otherwise(tenant)
    assert states(await remembering.check(hugo)) == ALL_DIFFER


async def test_a_database_that_fails_leaves_sync_and_check_as_they_are(
    tenant: Simulation, remembering: UseCases, proven: FakeProvenFiles
) -> None:
    proven.broken = ConnectionError("no database")
    hugo = await synced(tenant, remembering)
    render_otherwise(tenant)
    assert states(await remembering.check(hugo)) == ALL_DIFFER


async def test_a_later_sync_of_one_file_keeps_what_is_proven_of_the_others(
    tenant: Simulation, remembering: UseCases, proven: FakeProvenFiles
) -> None:
    hugo = await synced(tenant, remembering)
    before = dict(proven.rows)
    path = paths_of(tenant, HUGO)[1]
    put(tenant, path)
    assert (await remembering.sync(hugo, Diary())).ending is Ending.FIXED
    changed = {each for each, row in proven.rows.items() if row != before[each]}
    assert changed == {path.casefold()}
    assert all(each.written for _, each in proven.rows.values())
