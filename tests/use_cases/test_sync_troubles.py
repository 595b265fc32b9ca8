"""Repairs that meet with what can happen on the way."""

import asyncio
from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.picture import NotAPicture, read_picture
from bot.photos.verdict import Verdict
from bot.use_cases.practice import Practice
from bot.use_cases.sync import Ending
from bot.use_cases.write import Outcome
from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.simulation.world import AMARA, BEN, DMITRI, HUGO
from tests.use_cases.tenant import (
    Diary,
    drawn,
    jpegs_of,
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
    Unreadable,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_service_that_accepts_and_does_not_store_is_found_out(
    tenant: Simulation, practice: Practice
) -> None:
    before = stored(tenant, BEN)
    switch_on(tenant, kind=Kind.LIE, method="POST", route="Files")
    synced = await practice.sync(person(tenant, BEN), Diary())
    assert synced.ending is Ending.NOT_FIXED
    assert outcomes(synced) == {
        "S": Outcome.NOT_STORED,
        "M": Outcome.NOT_TRIED,
        "L": Outcome.NOT_TRIED,
    }
    assert stored(tenant, BEN) == before


async def test_a_property_that_is_not_stored_is_found_out(
    tenant: Simulation, practice: Practice
) -> None:
    switch_on(tenant, kind=Kind.LIE, method="POST", route="SetSingleValueProfileProperty")
    synced = await practice.sync(person(tenant, HUGO), Diary())
    assert synced.ending is Ending.NOT_FIXED
    assert outcomes(synced)["SPS-PictureExchangeSyncState"] is Outcome.NOT_STORED
    assert synced.checkup.diagnosis.verdict is Verdict.IN_SYNC


async def test_a_switch_that_may_not_be_set_is_not_called_fixed(
    tenant: Simulation, practice: Practice
) -> None:
    tenant.tenant.geographies[0].profiles[AMARA]["SPS-PictureExchangeSyncState"] = "0"
    refused = {"status": 403, "code": "accessDenied"}
    switch_on(tenant, kind=Kind.FAIL, route="SetSingleValueProfileProperty", **refused)
    synced = await practice.sync(person(tenant, AMARA), Diary())
    assert synced.ending is Ending.NOT_FIXED
    assert outcomes(synced) == {"SPS-PictureExchangeSyncState": Outcome.FAILED}


async def test_a_failure_half_way_leaves_pictures_and_says_what_was_done(
    tenant: Simulation, practice: Practice
) -> None:
    switch_on(tenant, kind=Kind.FAIL, method="POST", route="MThumb", status=403)
    synced = await practice.sync(person(tenant, BEN), Diary())
    assert synced.ending is Ending.NOT_FIXED
    assert outcomes(synced) == {
        "S": Outcome.VERIFIED,
        "M": Outcome.FAILED,
        "L": Outcome.NOT_TRIED,
    }
    for jpeg in jpegs_of(tenant, BEN).values():
        assert not isinstance(read_picture(jpeg or b""), NotAPicture)


async def test_no_property_names_files_that_could_not_be_written(
    tenant: Simulation, practice: Practice
) -> None:
    before = profile_of(tenant, DMITRI)
    switch_on(tenant, kind=Kind.FAIL, method="POST", route="LThumb", status=403)
    synced = await practice.sync(person(tenant, DMITRI), Diary())
    assert outcomes(synced)["PictureURL"] is Outcome.NOT_TRIED
    assert profile_of(tenant, DMITRI) == before


async def test_a_write_whose_answer_was_lost_is_looked_up(
    tenant: Simulation, practice: Practice
) -> None:
    diary = Diary()
    synced = await watched(practice, diary, Unanswered)(person(tenant, BEN), diary)
    assert synced.ending is Ending.FIXED
    assert set(outcomes(synced).values()) == {Outcome.VERIFIED}


async def test_what_cannot_be_read_back_is_not_called_done(
    tenant: Simulation, practice: Practice
) -> None:
    diary = Diary()
    synced = await watched(practice, diary, Unreadable)(person(tenant, BEN), diary)
    assert outcomes(synced)["S"] is Outcome.UNKNOWN
    assert synced.ending is Ending.NOT_FIXED
    assert diary.lines[-1] == "unknown sharepoint:S"


async def test_another_photo_than_the_one_agreed_to_writes_nothing(
    tenant: Simulation, practice: Practice
) -> None:
    agreed = tenant.tenant.photos[BEN].etag
    tenant.tenant.change_photo(BEN, drawn(OTHER_PORTRAIT))
    before, diary = stored(tenant, BEN), Diary()
    synced = await practice.sync(person(tenant, BEN), diary, agreed)
    assert synced.ending is Ending.PHOTO_CHANGED
    assert (stored(tenant, BEN), diary.lines) == (before, [])


async def test_a_photo_that_changes_during_the_repair_writes_nothing(
    tenant: Simulation, practice: Practice
) -> None:
    before, diary = jpegs_of(tenant, BEN), Diary()
    sync = replace(practice.sync, microsoft_365=Changing(practice, tenant))
    assert (await sync(person(tenant, BEN), diary)).ending is Ending.PHOTO_CHANGED
    assert (jpegs_of(tenant, BEN), diary.lines) == (before, [])


async def test_a_photo_that_cannot_be_read_in_full_writes_nothing_and_says_why(
    tenant: Simulation, practice: Practice
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
    synced = await practice.sync(person(tenant, BEN), diary)
    assert (synced.ending, diary.lines) == (Ending.NOT_POSSIBLE, [])
    assert synced.failure is not None
    assert synced.failure.why is FailureReason.NOT_PERMITTED


async def test_an_unknown_folder_says_why_nothing_could_be_written(
    tenant: Simulation, practice: Practice
) -> None:
    diary = Diary()
    switch_on(tenant, kind=Kind.FAIL, route="/Folders", status=403, code="accessDenied")
    synced = await practice.sync(person(tenant, DMITRI), diary)
    assert (synced.ending, diary.lines) == (Ending.NOT_POSSIBLE, [])
    assert synced.failure is not None
    assert synced.failure.why is FailureReason.NOT_PERMITTED


async def test_a_cancelled_repair_still_notes_that_its_outcome_is_unknown(
    tenant: Simulation, practice: Practice
) -> None:
    diary = Diary()
    repair = asyncio.create_task(watched(practice, diary, Endless)(person(tenant, BEN), diary))
    await Endless.writing.wait()
    repair.cancel()
    with pytest.raises(asyncio.CancelledError):
        await repair
    assert diary.lines[-1] == "unknown sharepoint:S"


async def test_nothing_is_written_that_cannot_be_noted_first(
    tenant: Simulation, practice: Practice
) -> None:
    before = stored(tenant, BEN)
    with pytest.raises(OSError, match="disk full"):
        await practice.sync(person(tenant, BEN), FullDiary())
    assert stored(tenant, BEN) == before
