"""Each person of the simulated company: how a sync ends, and what is stored afterwards."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import pytest
import pytest_asyncio

from bot.photos.causes import Cause, Remedy
from bot.photos.compare import Likeness, compare
from bot.photos.verdict import Verdict
from bot.use_cases.by_rights import UseCases
from bot.use_cases.check import CheckResult
from bot.use_cases.sync import ActResult, Ending
from simulation.people import ROSTER
from simulation.running import Simulation
from tests.photos.examples import read
from tests.simulation.world import (
    AMARA,
    BEN,
    CHIARA,
    DMITRI,
    ELIF,
    FRANK,
    GRACE,
    HUGO,
    INES,
    JONAS,
    KEIKO,
    LUKAS,
    MAYA,
    NIALL,
)
from tests.use_cases.tenant import Diary, opened, person, stored

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Course(NamedTuple):
    """What the first check finds, and how the repair ends."""

    person: str
    causes: tuple[Cause, ...]
    remedy: Remedy
    ending: Ending
    written: tuple[str, ...] = ()


ALL_SIZES = ("S", "M", "L")
SHOW = ("PictureURL", "SPS-PicturePlaceholderState")
THAW = "SPS-PictureExchangeSyncState"

COURSES = (
    Course(AMARA, (Cause.ALL_IN_SYNC,), Remedy.CLEAR_CACHES, Ending.NOTHING_TO_DO),
    Course(BEN, (Cause.SHAREPOINT_OLD,), Remedy.REPAIR, Ending.FIXED, ALL_SIZES),
    Course(CHIARA, (Cause.SHAREPOINT_PARTLY_OLD,), Remedy.REPAIR, Ending.FIXED, ("S", "L")),
    Course(DMITRI, (Cause.SHAREPOINT_EMPTY,), Remedy.REPAIR, Ending.FIXED, (*ALL_SIZES, *SHOW)),
    Course(ELIF, (Cause.NO_PHOTO,), Remedy.ADD_PHOTO, Ending.NOT_POSSIBLE),
    Course(FRANK, (Cause.NO_PHOTO,), Remedy.ADD_PHOTO, Ending.NOT_POSSIBLE),
    Course(
        GRACE,
        (Cause.NO_MAILBOX, Cause.SHAREPOINT_EMPTY),
        Remedy.REPAIR,
        Ending.FIXED,
        (*ALL_SIZES, *SHOW),
    ),
    Course(
        HUGO,
        (Cause.SYNC_FROZEN, Cause.SHAREPOINT_OLD),
        Remedy.REPAIR,
        Ending.FIXED,
        (*ALL_SIZES, THAW),
    ),
    Course(INES, (Cause.NO_PROFILE,), Remedy.VISIT_SHAREPOINT, Ending.NOT_POSSIBLE),
    Course(
        JONAS,
        (Cause.PLACEHOLDER_STORED,),
        Remedy.REPAIR,
        Ending.FIXED,
        ALL_SIZES,
    ),
    Course(KEIKO, (Cause.SHAREPOINT_EMPTY,), Remedy.REPAIR, Ending.FIXED, (SHOW[1],)),
    Course(LUKAS, (Cause.SHAREPOINT_OLD,), Remedy.REPAIR, Ending.FIXED, ALL_SIZES),
    Course(
        MAYA,
        (Cause.GUEST, Cause.SHAREPOINT_EMPTY),
        Remedy.REPAIR,
        Ending.FIXED,
        (*ALL_SIZES, *SHOW),
    ),
    Course(NIALL, (Cause.SHAREPOINT_OLD,), Remedy.REPAIR, Ending.FIXED, ALL_SIZES),
)
FIXED = tuple(course for course in COURSES if course.ending is Ending.FIXED)


def _name(course: Course) -> str:
    return next(start.person.given_name for start in ROSTER if start.person.id == course.person)


class Played(NamedTuple):
    """One person's check, repair and second repair, and what the tenant held after them."""

    checked: CheckResult
    repaired: ActResult
    again: ActResult
    written_again: list[str]
    stored: dict[str, Any]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def plays(served: Simulation, signed_in: UseCases) -> AsyncIterator[dict[str, Played]]:
    """Everybody's course, all at the same time."""
    served.reset()
    ids = [course.person for course in COURSES]
    played = await asyncio.gather(*(play(served, signed_in, each) for each in ids))
    yield dict(zip(ids, played, strict=True))
    served.reset()


async def play(tenant: Simulation, use_cases: UseCases, object_id: str) -> Played:
    whom, diary = person(tenant, object_id), Diary()
    checked = await use_cases.check(whom)
    repaired = await use_cases.sync(whom, Diary())
    again = await use_cases.sync(whom, diary)
    return Played(checked, repaired, again, diary.lines, stored(tenant, object_id))


async def test_every_person_of_the_company_is_checked() -> None:
    assert {course.person for course in COURSES} == {start.person.id for start in ROSTER}


@pytest.mark.parametrize("course", COURSES, ids=_name)
async def test_the_first_check_names_cause_and_remedy(
    course: Course, plays: dict[str, Played]
) -> None:
    diagnosis = plays[course.person].checked.diagnosis
    assert (diagnosis.causes, diagnosis.remedy) == (course.causes, course.remedy)


@pytest.mark.parametrize("course", COURSES, ids=_name)
async def test_a_repair_writes_what_is_wrong_and_nothing_else(
    course: Course, plays: dict[str, Played]
) -> None:
    act_result = plays[course.person].repaired
    targets = tuple(step.target.removeprefix("sharepoint:") for step in act_result.steps)
    assert (act_result.ending, targets) == (course.ending, course.written)


@pytest.mark.parametrize("course", FIXED, ids=_name)
async def test_whoever_is_fixed_is_shown_as_in_microsoft_365(
    course: Course, plays: dict[str, Played]
) -> None:
    played = plays[course.person]
    cloud = read(played.stored["cloud"]["jpeg"]).picture
    files = [read(file["jpeg"]).picture for file in played.stored["sharepoint"].values()]
    assert [picture.width for picture in files] == [48, 72, 200]
    assert {compare(picture, cloud).likeness for picture in files} == {Likeness.SAME}
    assert played.stored["profile"]["SPS-PicturePlaceholderState"] == "0"
    assert played.repaired.check_result.diagnosis.verdict is Verdict.IN_SYNC


@pytest.mark.parametrize("course", FIXED, ids=_name)
async def test_what_was_fixed_needs_no_second_repair(
    course: Course, plays: dict[str, Played]
) -> None:
    played = plays[course.person]
    assert (played.again.ending, played.written_again) == (Ending.NOTHING_TO_DO, [])


@pytest.mark.parametrize("course", [COURSES[1], COURSES[6]], ids=_name)
async def test_whoever_may_only_read_writes_nothing(course: Course, tenant: Simulation) -> None:
    before = stored(tenant, course.person)
    diary = Diary()
    async with opened(tenant, "reader") as use_cases:
        act_result = await use_cases.sync(person(tenant, course.person), diary)
    assert act_result.ending is Ending.NOT_POSSIBLE
    assert (stored(tenant, course.person), diary.lines) == (before, [])
