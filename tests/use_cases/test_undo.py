"""Overwritten and removed copies are put back, unless something else was written since."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.use_cases.by_rights import UseCases
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.undo import Undoable, undoable
from bot.use_cases.write import WriteOutcome
from simulation.faults import Kind
from simulation.people import Portrait
from simulation.running import Simulation
from tests.simulation.world import AMARA, BEN, DMITRI, ELIF, HUGO
from tests.use_cases.tenant import Diary, drawn, jpegs_of, person, profile_of, stored, switch_on
from tests.use_cases.test_remove import removed
from tests.use_cases.test_replace import assert_alike, new_picture, outdated

pytestmark = pytest.mark.asyncio(loop_scope="session")


def kept(act_result: ActResult) -> Undoable:
    change = undoable(act_result)
    assert change is not None
    return change


@pytest.mark.parametrize("whose", [BEN, DMITRI, HUGO])
async def test_a_repair_is_undone(whose: str, tenant: Simulation, use_cases: UseCases) -> None:
    files, profile = jpegs_of(tenant, whose), dict(profile_of(tenant, whose))
    change = kept(await use_cases.sync(person(tenant, whose), Diary()))
    undone = await use_cases.undo(person(tenant, whose), change, Diary())
    assert undone.ending is Ending.FIXED
    assert jpegs_of(tenant, whose) == files
    for name in ("PictureURL", "SPS-PicturePlaceholderState", "SPS-PictureExchangeSyncState"):
        assert profile_of(tenant, whose)[name] == profile[name]


async def test_a_new_picture_is_undone_in_every_store(
    tenant: Simulation, use_cases: UseCases
) -> None:
    before, files = stored(tenant, AMARA)["cloud"]["jpeg"], jpegs_of(tenant, AMARA)
    change = kept(await use_cases.replace.new(person(tenant, AMARA), new_picture(), Diary()))
    undone = await use_cases.undo(person(tenant, AMARA), change, Diary())
    assert undone.ending is Ending.FIXED
    assert_alike(stored(tenant, AMARA)["cloud"]["jpeg"], before)
    assert jpegs_of(tenant, AMARA) == files


async def test_undoing_a_first_photo_leaves_no_photo(
    tenant: Simulation, use_cases: UseCases
) -> None:
    change = kept(await use_cases.replace.new(person(tenant, ELIF), new_picture(), Diary()))
    undone = await use_cases.undo(person(tenant, ELIF), change, Diary())
    assert undone.ending is Ending.FIXED
    assert stored(tenant, ELIF)["cloud"] is None
    assert jpegs_of(tenant, ELIF) == dict.fromkeys("SML")


@pytest.mark.parametrize("overwritten", [True, False])
async def test_a_transparent_photo_is_put_back_in_every_store(
    tenant: Simulation, use_cases: UseCases, *, overwritten: bool
) -> None:
    tenant.tenant.change_photo(BEN, (Path(__file__).parent / "transparent.png").read_bytes())
    ben = person(tenant, BEN)
    await use_cases.sync(ben, Diary())
    before, files = stored(tenant, BEN)["cloud"]["jpeg"], jpegs_of(tenant, BEN)
    if overwritten:
        change = kept(await use_cases.replace.new(ben, new_picture(), Diary()))
    else:
        change = kept(await removed(use_cases, tenant, BEN))
    undone = await use_cases.undo(ben, change, Diary())
    assert undone.ending is Ending.FIXED
    assert_alike(stored(tenant, BEN)["cloud"]["jpeg"], before)
    assert jpegs_of(tenant, BEN) == files


async def test_a_removal_is_undone(tenant: Simulation, use_cases: UseCases) -> None:
    before, files = stored(tenant, AMARA)["cloud"]["jpeg"], jpegs_of(tenant, AMARA)
    change = kept(await removed(use_cases, tenant, AMARA))
    undone = await use_cases.undo(person(tenant, AMARA), change, Diary())
    assert undone.ending is Ending.FIXED
    assert_alike(stored(tenant, AMARA)["cloud"]["jpeg"], before)
    assert jpegs_of(tenant, AMARA) == files


async def test_a_photo_that_came_since_is_not_overwritten(
    tenant: Simulation, use_cases: UseCases
) -> None:
    change = kept(await use_cases.replace.new(person(tenant, AMARA), new_picture(), Diary()))
    tenant.tenant.change_photo(AMARA, drawn(Portrait(3)))
    now = stored(tenant, AMARA)
    undone = await use_cases.undo(person(tenant, AMARA), change, Diary())
    assert undone.ending is Ending.PHOTO_CHANGED
    assert stored(tenant, AMARA) == now


async def test_an_undo_that_is_not_stored_is_not_called_done(
    tenant: Simulation, use_cases: UseCases
) -> None:
    change = kept(await use_cases.sync(person(tenant, BEN), Diary()))
    switch_on(tenant, kind=Kind.LIE, method="POST", route="MThumb")
    undone = await use_cases.undo(person(tenant, BEN), change, Diary())
    assert undone.ending is Ending.NOT_FIXED
    assert [step.outcome for step in undone.steps[:3]] == [
        WriteOutcome.VERIFIED,
        WriteOutcome.NOT_STORED,
        WriteOutcome.NOT_TRIED,
    ]


async def test_an_undo_that_a_check_does_not_see_is_not_called_done(
    tenant: Simulation, use_cases: UseCases
) -> None:
    change = kept(await use_cases.replace.new(person(tenant, AMARA), new_picture(), Diary()))
    check = replace(use_cases.check, microsoft_365=await outdated(use_cases, tenant, AMARA))
    behind = replace(use_cases.undo, check=check)
    undone = await behind(person(tenant, AMARA), change, Diary())
    assert {step.outcome for step in undone.steps} == {WriteOutcome.VERIFIED}
    assert undone.ending is Ending.NOT_FIXED


async def test_where_nothing_was_written_there_is_nothing_to_undo(
    tenant: Simulation, use_cases: UseCases
) -> None:
    assert undoable(await use_cases.sync(person(tenant, AMARA), Diary())) is None
