"""A refusal takes one capability from one person, for a while."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.capabilities import Capability
from bot.photos.causes import Remedy
from bot.photos.library import Thumbnails
from bot.photos.readings import NotRead, Size
from bot.use_cases.check import Check
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import Person
from bot.use_cases.refusals import KEPT, Refusals, refused_writes
from bot.use_cases.sync import Ending, Sync
from bot.use_cases.write import Step, WriteOutcome
from tests.m365.fakes import FakeTime
from tests.photos.examples import ACCOUNT, EVERYTHING, OWN, READ_AT, UPN, showing, thumbnails_of
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint
from tests.use_cases.tenant import Diary

AMARA = Person(ACCOUNT.id, UPN)
FILES = frozenset({Capability.WRITE_SHAREPOINT_FILES})
DENIED = ServiceFailure("sharepoint", FailureReason.NOT_PERMITTED)


class Denying(FakeSharePoint):
    """Lets files be read, and none be written."""

    async def write_thumbnail(self, place: Thumbnails, size: Size, jpeg: bytes) -> None:
        raise DENIED


class DenyingProperties(FakeSharePoint):
    """Lets files be written, and no properties."""

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        raise DENIED


def sync_of(sharepoint: FakeSharePoint) -> Sync:
    microsoft_365 = FakeMicrosoft365()
    check = Check(microsoft_365, sharepoint, FakeCapabilities(), lambda: READ_AT, PictureThreads())
    return Sync(check, microsoft_365, sharepoint, FakeTime().sleep)


async def test_a_refused_capability_is_not_offered_again() -> None:
    sync = sync_of(Denying(files=thumbnails_of(2)))
    assert (await sync.check(AMARA)).diagnosis.remedy is Remedy.REPAIR
    act_result = await sync(AMARA, Diary())
    assert act_result.ending is Ending.NOT_FIXED
    assert act_result.check_result.granted == EVERYTHING - FILES
    assert act_result.check_result.diagnosis.remedy is not Remedy.REPAIR
    assert (await sync.check(AMARA)).diagnosis.remedy is not Remedy.REPAIR


async def test_a_refused_property_takes_another_capability_than_a_file() -> None:
    hidden = DenyingProperties(showing(placeholder_state="1"))
    act_result = await sync_of(hidden)(AMARA, Diary())
    assert act_result.check_result.granted == EVERYTHING - {Capability.WRITE_SHAREPOINT_PROFILE}


async def test_a_refusal_for_one_person_leaves_others_the_capability() -> None:
    sync = sync_of(Denying(files=thumbnails_of(2)))
    await sync(AMARA, Diary())
    other = replace(sync.check, microsoft_365=FakeMicrosoft365(replace(ACCOUNT, id="other")))
    assert (await other(Person("other", UPN))).granted == EVERYTHING


async def test_a_refusal_is_forgotten_after_a_while() -> None:
    sync = sync_of(Denying(files=thumbnails_of(2)))
    await sync(AMARA, Diary())
    later = replace(sync.check, now=lambda: READ_AT + KEPT)
    assert (await later(AMARA)).granted == EVERYTHING


async def test_other_failures_take_no_capability() -> None:
    failures = (
        ServiceFailure("sharepoint", why)
        for why in FailureReason
        if why not in {FailureReason.NOT_PERMITTED, FailureReason.LIST_TOO_LONG}
    )
    steps = (Step("sharepoint:L", WriteOutcome.FAILED, failure) for failure in failures)
    assert refused_writes(steps, EVERYTHING) == frozenset()


@pytest.mark.parametrize(
    ("target", "granted", "taken"),
    [
        ("microsoft_365", EVERYTHING, Capability.WRITE_MICROSOFT_365_PHOTO),
        ("microsoft_365", OWN, Capability.WRITE_OWN_MICROSOFT_365_PHOTO),
        ("sharepoint:L", EVERYTHING, Capability.WRITE_SHAREPOINT_FILES),
        ("sharepoint:PictureURL", EVERYTHING, Capability.WRITE_SHAREPOINT_PROFILE),
        ("sharepoint:own", OWN, Capability.WRITE_OWN_SHAREPOINT_PICTURE),
        ("sharepoint:PictureURL", OWN | FILES, Capability.WRITE_OWN_SHAREPOINT_PICTURE),
    ],
)
def test_a_refusal_takes_the_capability_that_was_used(
    target: str, granted: frozenset[Capability], taken: Capability
) -> None:
    assert refused_writes([Step(target, WriteOutcome.FAILED, DENIED)], granted) == {taken}


def test_the_oldest_of_too_many_are_forgotten() -> None:
    refusals = Refusals(max_refusals=2)
    for person in ("a", "b", "a", "c"):
        refusals.note(person, FILES, READ_AT)
    found = {person: refusals.of(person, READ_AT) for person in ("a", "b", "c")}
    assert found == {"a": FILES, "b": frozenset(), "c": FILES}


def test_a_refusal_lasts_no_longer_than_it_is_kept() -> None:
    refusals = Refusals(kept=timedelta(minutes=1))
    refusals.note("a", FILES, READ_AT)
    assert refusals.of("a", READ_AT + timedelta(seconds=59)) == FILES
    assert refusals.of("a", READ_AT + timedelta(seconds=60)) == frozenset()


REFUSED = NotRead(FailureReason.NOT_PERMITTED)
READABLE: dict[str, tuple[FakeMicrosoft365, FakeSharePoint, Capability]] = {
    "account": (
        FakeMicrosoft365(REFUSED),
        FakeSharePoint(),
        Capability.READ_ACCOUNT,
    ),
    "photo": (
        FakeMicrosoft365(picture=REFUSED),
        FakeSharePoint(),
        Capability.READ_MICROSOFT_365_PHOTO,
    ),
    "profile": (FakeMicrosoft365(), FakeSharePoint(REFUSED), Capability.READ_SHAREPOINT_PROFILE),
    "files": (
        FakeMicrosoft365(),
        FakeSharePoint(files={**thumbnails_of(1), Size.S: REFUSED}),
        Capability.READ_SHAREPOINT_FILES,
    ),
}


@pytest.mark.parametrize("place", READABLE)
async def test_a_reading_that_is_refused_takes_one_capability_from_this_check(place: str) -> None:
    microsoft_365, sharepoint, capability = READABLE[place]
    check = Check(microsoft_365, sharepoint, FakeCapabilities(), lambda: READ_AT, PictureThreads())
    assert (await check(AMARA)).granted == EVERYTHING - {capability}


def test_a_former_file_is_removed_with_the_apps_right_alone() -> None:
    refused = Step("sharepoint:former_S", WriteOutcome.FAILED, DENIED)
    # The right to the profile is missing, so that its owner would sync with their own.
    assert refused_writes([refused], FILES) == FILES
