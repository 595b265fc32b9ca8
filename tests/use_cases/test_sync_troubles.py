"""Syncs during which services fail, lie, or change what they hold."""

import asyncio
from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.picture import NotAPicture, read_picture
from bot.photos.verdict import Verdict
from bot.photos.versions import PictureVersions
from bot.use_cases.by_rights import UseCases
from bot.use_cases.sync import Ending
from bot.use_cases.write import WriteOutcome
from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.simulation.world import AMARA, BEN, DMITRI, HUGO
from tests.use_cases.tenant import (
    Diary,
    drawn,
    jpegs_of,
    opened,
    outcomes,
    person,
    profile_of,
    stored,
    switch_on,
    watched,
)
from tests.use_cases.troubled import (
    OTHER_PORTRAIT,
    Changing,
    Endless,
    FullDiary,
    Unanswered,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_file_that_is_accepted_and_not_stored_is_not_called_fixed(
    tenant: Simulation, use_cases: UseCases
) -> None:
    before = stored(tenant, BEN)
    switch_on(tenant, kind=Kind.LIE, method="POST", route="Files")
    act_result = await use_cases.sync(person(tenant, BEN), Diary())
    assert act_result.ending is Ending.NOT_FIXED
    assert outcomes(act_result) == {
        "S": WriteOutcome.NOT_STORED,
        "M": WriteOutcome.NOT_TRIED,
        "L": WriteOutcome.NOT_TRIED,
    }
    assert stored(tenant, BEN) == before


async def test_a_property_that_is_accepted_and_not_stored_is_not_called_fixed(
    tenant: Simulation, use_cases: UseCases
) -> None:
    switch_on(tenant, kind=Kind.LIE, method="POST", route="SetSingleValueProfileProperty")
    act_result = await use_cases.sync(person(tenant, HUGO), Diary())
    assert act_result.ending is Ending.NOT_FIXED
    assert outcomes(act_result)["SPS-PictureExchangeSyncState"] is WriteOutcome.NOT_STORED
    assert act_result.check_result.diagnosis.verdict is Verdict.IN_SYNC


async def test_a_sync_state_that_may_not_be_set_is_not_called_fixed(
    tenant: Simulation, use_cases: UseCases
) -> None:
    tenant.tenant.geographies[0].profiles[AMARA]["SPS-PictureExchangeSyncState"] = "0"
    refused = {"status": 403, "code": "accessDenied"}
    switch_on(tenant, kind=Kind.FAIL, route="SetSingleValueProfileProperty", **refused)
    act_result = await use_cases.sync(person(tenant, AMARA), Diary())
    assert act_result.ending is Ending.NOT_FIXED
    assert outcomes(act_result) == {"SPS-PictureExchangeSyncState": WriteOutcome.FAILED}


async def test_without_the_right_to_switch_the_sync_on_it_is_not_said_that_nothing_was_to_do(
    tenant: Simulation,
) -> None:
    tenant.tenant.geographies[0].profiles[AMARA]["SPS-PictureExchangeSyncState"] = "0"
    async with opened(tenant, "reader") as reader:
        act_result = await reader.sync(person(tenant, AMARA), Diary())
    assert act_result.ending is Ending.NOT_POSSIBLE
    assert act_result.check_result.diagnosis.verdict is Verdict.IN_SYNC


async def test_a_failure_half_way_leaves_pictures_and_says_what_was_done(
    tenant: Simulation, use_cases: UseCases
) -> None:
    switch_on(tenant, kind=Kind.FAIL, method="POST", route="MThumb", status=403)
    act_result = await use_cases.sync(person(tenant, BEN), Diary())
    assert act_result.ending is Ending.NOT_FIXED
    assert outcomes(act_result) == {
        "S": WriteOutcome.VERIFIED,
        "M": WriteOutcome.FAILED,
        "L": WriteOutcome.NOT_TRIED,
    }
    for jpeg in jpegs_of(tenant, BEN).values():
        assert not isinstance(read_picture(jpeg or b""), NotAPicture)


async def test_no_property_names_files_that_could_not_be_written(
    tenant: Simulation, use_cases: UseCases
) -> None:
    before = profile_of(tenant, DMITRI)
    switch_on(tenant, kind=Kind.FAIL, method="POST", route="LThumb", status=403)
    act_result = await use_cases.sync(person(tenant, DMITRI), Diary())
    assert outcomes(act_result)["PictureURL"] is WriteOutcome.NOT_TRIED
    assert profile_of(tenant, DMITRI) == before


async def test_a_write_whose_answer_was_lost_is_read_back(
    tenant: Simulation, use_cases: UseCases
) -> None:
    diary = Diary()
    act_result = await watched(use_cases, diary, Unanswered)(person(tenant, BEN), diary)
    assert act_result.ending is Ending.FIXED
    assert set(outcomes(act_result).values()) == {WriteOutcome.VERIFIED}


async def test_another_photo_than_the_one_agreed_to_writes_nothing(
    tenant: Simulation, use_cases: UseCases
) -> None:
    agreed = PictureVersions(tenant.tenant.photos[BEN].etag, "")
    tenant.tenant.change_photo(BEN, drawn(OTHER_PORTRAIT))
    before, diary = stored(tenant, BEN), Diary()
    act_result = await use_cases.sync(person(tenant, BEN), diary, agreed)
    assert act_result.ending is Ending.PHOTO_CHANGED
    assert (stored(tenant, BEN), diary.lines) == (before, [])


async def test_a_photo_that_changes_during_the_repair_writes_nothing(
    tenant: Simulation, use_cases: UseCases
) -> None:
    before, diary = jpegs_of(tenant, BEN), Diary()
    sync = replace(use_cases.sync, microsoft_365=Changing(use_cases, tenant))
    assert (await sync(person(tenant, BEN), diary)).ending is Ending.PHOTO_CHANGED
    assert (jpegs_of(tenant, BEN), diary.lines) == (before, [])


async def test_a_photo_that_cannot_be_read_in_full_writes_nothing_and_says_why(
    tenant: Simulation, use_cases: UseCases
) -> None:
    diary = Diary()
    tenant.faults.add(
        Fault(
            Kind.FAIL,
            service="graph",
            route="photo/\\$value",
            status=403,
            code="ErrorAccessDenied",
        ),
        tenant.tenant,
    )
    act_result = await use_cases.sync(person(tenant, BEN), diary)
    assert (act_result.ending, diary.lines) == (Ending.NOT_POSSIBLE, [])
    assert act_result.failure is not None
    assert act_result.failure.why is FailureReason.NOT_PERMITTED


async def test_an_unknown_folder_says_why_nothing_could_be_written(
    tenant: Simulation, use_cases: UseCases
) -> None:
    diary = Diary()
    switch_on(tenant, kind=Kind.FAIL, route="/Folders", status=403, code="accessDenied")
    act_result = await use_cases.sync(person(tenant, DMITRI), diary)
    assert (act_result.ending, diary.lines) == (Ending.NOT_POSSIBLE, [])
    assert act_result.failure is not None
    assert act_result.failure.why is FailureReason.NOT_PERMITTED


async def test_a_cancelled_repair_still_notes_that_its_outcome_is_unknown(
    tenant: Simulation, use_cases: UseCases
) -> None:
    diary = Diary()
    repair = asyncio.create_task(watched(use_cases, diary, Endless)(person(tenant, BEN), diary))
    await Endless.writing.wait()
    repair.cancel()
    with pytest.raises(asyncio.CancelledError):
        await repair
    assert diary.lines[-1] == "unknown sharepoint:S"


async def test_nothing_is_written_that_cannot_be_noted_first(
    tenant: Simulation, use_cases: UseCases
) -> None:
    before = stored(tenant, BEN)
    with pytest.raises(OSError, match="disk full"):
        await use_cases.sync(person(tenant, BEN), FullDiary())
    assert stored(tenant, BEN) == before
