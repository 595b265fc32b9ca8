"""Files under a former name are removed where they are provably the person's, and only then."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.capabilities import Capability
from bot.photos.library import Thumbnails
from bot.photos.readings import FileReading, NotRead, Size
from bot.photos.versions import PictureVersions, picture_versions
from bot.use_cases.by_rights import UseCases
from bot.use_cases.former import NO_FORMER_FILES, former_files
from bot.use_cases.remove_former import RemoveFormer
from bot.use_cases.sync import Ending
from bot.use_cases.undo import undoable
from bot.use_cases.write import WriteOutcome
from simulation.faults import Kind
from simulation.running import Simulation
from tests.simulation.world import AMARA, HUGO
from tests.use_cases.fakes import FakeCapabilities, FakeProvenFiles
from tests.use_cases.renamed import UNAVAILABLE, Unread, renamed, there
from tests.use_cases.tenant import (
    Diary,
    Watched,
    library_of,
    outcomes,
    person,
    put,
    stored,
    switch_on,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

VERIFIED = dict.fromkeys(("former_S", "former_M", "former_L"), WriteOutcome.VERIFIED)


async def test_they_are_removed_at_their_own_act_and_looked_for_again(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, done = await renamed(tenant, remembering)
    others, kept = stored(tenant, AMARA), stored(tenant, HUGO)
    diary = Diary()
    shown = done.left.versions
    act_result = await remembering.remove_former(person(tenant, HUGO), diary, shown)
    assert (act_result.ending, act_result.left) == (Ending.FIXED, NO_FORMER_FILES)
    assert outcomes(act_result) == VERIFIED
    assert there(tenant, former) == []
    assert (stored(tenant, AMARA), stored(tenant, HUGO)) == (others, kept)
    assert undoable(act_result) is None
    assert diary.lines == [
        f"{each} sharepoint:former_{size}" for size in "SML" for each in ("begin", "verified")
    ]


async def test_what_was_overwritten_since_is_somebody_elses_perhaps_and_stays(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, _ = await renamed(tenant, remembering)
    put(tenant, former[2])
    hugo = person(tenant, HUGO)
    found = await former_files(remembering.check, await remembering.check(hugo))
    assert [each.path for each in found.there] == former
    assert [each.path for each in found.removable] == former[:2]
    act_result = await remembering.remove_former(hugo, Diary(), found.versions)
    assert act_result.ending is Ending.NOT_FIXED
    assert there(tenant, former) == former[2:]
    assert [(each.path, each.etag) for each in act_result.left.there] == [(former[2], None)]


async def test_what_was_overwritten_after_the_question_is_asked_about_again(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, done = await renamed(tenant, remembering)
    put(tenant, former[0], library_of(tenant).file(former[0]).content)  # type: ignore[union-attr]
    shown = done.left.versions
    act_result = await remembering.remove_former(person(tenant, HUGO), Diary(), shown)
    assert (act_result.ending, act_result.steps) == (Ending.PHOTO_CHANGED, ())
    assert there(tenant, former) == former


class WrittenMeanwhile(Watched):
    """Somebody writes a file between the look at its version and its removal."""

    meanwhile: Callable[[str], None]

    async def remove_thumbnail(
        self, place: Thumbnails, size: Size, etag: str | None = None
    ) -> None:
        if size is Size.S:
            self.meanwhile(place.path(size))
        await super().remove_thumbnail(place, size, etag)


async def test_sharepoint_itself_refuses_what_is_overwritten_at_the_last_moment(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, done = await renamed(tenant, remembering)
    between = WrittenMeanwhile(remembering.check.sharepoint, Diary())
    between.meanwhile = lambda path: put(tenant, path)
    act = replace(remembering.remove_former, sharepoint=between)
    act_result = await act(person(tenant, HUGO), Diary(), done.left.versions)
    assert outcomes(act_result) == VERIFIED | {"former_S": WriteOutcome.FAILED}
    assert act_result.ending is Ending.NOT_FIXED
    assert there(tenant, former) == former[:1]
    assert [each.etag for each in act_result.left.there] == [None]


class ComesBack(Watched):
    """The M file is there again when it is looked for after everything was removed."""

    again: Callable[[str], None]
    looks = 0

    async def file(self, my_site: str, path: str) -> FileReading:
        self.looks += "_MThumb" in path
        if "_MThumb" in path and self.looks == 2:
            self.again(path)
        return await super().file(my_site, path)


async def test_a_file_that_comes_back_is_not_called_removed(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, done = await renamed(tenant, remembering)
    lively = ComesBack(remembering.check.sharepoint, Diary())
    lively.again = lambda path: put(tenant, path)
    check = replace(remembering.check, sharepoint=lively)
    act = replace(remembering.remove_former, check=check)
    act_result = await act(person(tenant, HUGO), Diary(), done.left.versions)
    assert outcomes(act_result) == VERIFIED
    assert act_result.ending is Ending.NOT_FIXED
    assert [each.path for each in act_result.left.there] == [former[1]]


async def test_a_removal_that_sharepoint_only_claims_is_not_called_one(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, done = await renamed(tenant, remembering)
    switch_on(tenant, kind=Kind.LIE, method="DELETE", route="_LThumb")
    shown = done.left.versions
    act_result = await remembering.remove_former(person(tenant, HUGO), Diary(), shown)
    assert outcomes(act_result) == VERIFIED | {"former_L": WriteOutcome.NOT_STORED}
    assert act_result.ending is Ending.NOT_FIXED
    # It is still provably theirs, and can be tried again.
    assert [each.path for each in act_result.left.removable] == former[2:]


async def test_a_file_that_can_not_be_read_back_is_not_called_removed(
    tenant: Simulation, remembering: UseCases
) -> None:
    _, done = await renamed(tenant, remembering)

    class Blind(Watched):
        async def file(self, my_site: str, path: str) -> FileReading:
            return NotRead(FailureReason.UNAVAILABLE)

    act = replace(
        remembering.remove_former, sharepoint=Blind(remembering.check.sharepoint, Diary())
    )
    act_result = await act(person(tenant, HUGO), Diary(), done.left.versions)
    assert set(outcomes(act_result).values()) == {WriteOutcome.UNKNOWN}
    assert act_result.ending is Ending.UNCHECKED


async def test_nothing_is_removed_without_the_right_to(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, done = await renamed(tenant, remembering)
    granted = FakeCapabilities(frozenset({Capability.READ_SHAREPOINT_FILES}))
    check = replace(remembering.check, capabilities=granted)
    act: RemoveFormer = replace(remembering.remove_former, check=check)
    act_result = await act(person(tenant, HUGO), Diary(), done.left.versions)
    assert (act_result.ending, act_result.steps) == (Ending.NOT_POSSIBLE, ())
    assert there(tenant, former) == former


async def test_a_forged_version_removes_nothing(tenant: Simulation, remembering: UseCases) -> None:
    former, _ = await renamed(tenant, remembering)
    forged = PictureVersions(None, "0" * 64)
    act_result = await remembering.remove_former(person(tenant, HUGO), Diary(), forged)
    assert act_result.ending is Ending.PHOTO_CHANGED
    assert there(tenant, former) == former


async def test_a_second_removal_finds_nothing_to_do(
    tenant: Simulation, remembering: UseCases
) -> None:
    _, done = await renamed(tenant, remembering)
    hugo, shown = person(tenant, HUGO), done.left.versions
    assert (await remembering.remove_former(hugo, Diary(), shown)).ending is Ending.FIXED
    again = await remembering.remove_former(hugo, Diary(), shown)
    assert (again.ending, again.steps) == (Ending.PHOTO_CHANGED, ())
    nothing = await remembering.remove_former(hugo, Diary(), NO_FORMER_FILES.versions)
    assert nothing.ending is Ending.NOTHING_TO_DO


async def test_a_removal_of_everything_does_not_call_everything_removed_while_they_are_there(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, _ = await renamed(tenant, remembering)
    hugo = person(tenant, HUGO)
    found = await remembering.check(hugo)
    act_result = await remembering.remove(hugo, Diary(), picture_versions(found.readings))
    assert act_result.ending is Ending.NOT_FIXED
    assert [each.path for each in act_result.left.there] == former
    assert there(tenant, former) == former


async def test_while_one_of_them_can_not_be_read_nothing_is_said_to_have_changed(
    tenant: Simulation, remembering: UseCases
) -> None:
    former, done = await renamed(tenant, remembering)
    check = replace(remembering.check, sharepoint=Unread.at(former[1], remembering))
    act = replace(remembering.remove_former, check=check)
    act_result = await act(person(tenant, HUGO), Diary(), done.left.versions)
    assert (act_result.ending, act_result.steps) == (Ending.NOT_POSSIBLE, ())
    assert act_result.failure
    assert act_result.failure.why is FailureReason.UNAVAILABLE
    assert there(tenant, former) == former


async def test_without_the_rows_there_is_not_said_to_be_nothing(
    tenant: Simulation, remembering: UseCases, proven: FakeProvenFiles
) -> None:
    await renamed(tenant, remembering)
    proven.broken = ConnectionError("no database")
    shown = NO_FORMER_FILES.versions
    act_result = await remembering.remove_former(person(tenant, HUGO), Diary(), shown)
    assert act_result.ending is Ending.NOT_POSSIBLE


async def test_they_are_not_called_removed_while_one_can_not_be_looked_for_again(
    tenant: Simulation, remembering: UseCases
) -> None:
    """The rows are read before and after; a file that was there at first may be there again."""
    _, done = await renamed(tenant, remembering)

    class LaterUnread(Watched):
        looks = 0

        async def file(self, my_site: str, path: str) -> FileReading:
            self.looks += "_MThumb" in path
            late = "_MThumb" in path and self.looks > 1
            return UNAVAILABLE if late else await super().file(my_site, path)

    check = replace(
        remembering.check, sharepoint=LaterUnread(remembering.check.sharepoint, Diary())
    )
    act = replace(remembering.remove_former, check=check)
    act_result = await act(person(tenant, HUGO), Diary(), done.left.versions)
    assert outcomes(act_result) == VERIFIED
    assert act_result.ending is Ending.UNCHECKED


@pytest.mark.parametrize("which", [0, 1, 2])
async def test_everything_is_not_called_removed_while_a_former_file_can_not_be_read(
    tenant: Simulation, remembering: UseCases, which: int
) -> None:
    former, done = await renamed(tenant, remembering)
    hugo = person(tenant, HUGO)
    assert (await remembering.remove_former(hugo, Diary(), done.left.versions)).left.there == ()
    check = replace(remembering.check, sharepoint=Unread.at(former[which], remembering))
    found = await remembering.check(hugo)
    act = replace(remembering.remove, check=check)
    act_result = await act(hugo, Diary(), picture_versions(found.readings))
    assert act_result.ending is Ending.UNCHECKED
    again = await act(hugo, Diary(), picture_versions((await remembering.check(hugo)).readings))
    assert (again.ending, again.steps) == (Ending.UNCHECKED, ())
