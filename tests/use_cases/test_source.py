"""The picture from which a sync makes the thumbnails."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.core.failures import FailureReason
from bot.photos.picture import NotAPicture
from bot.photos.readings import Broken, NoPhoto, NotRead, PhotoReading
from bot.use_cases.check import Check
from bot.use_cases.ports import Person
from bot.use_cases.sync import Ending, Sync
from tests.photos.examples import READ_AT, UPN, photo, thumbnails_of
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint
from tests.use_cases.tenant import Diary

AMARA = Person("amara", UPN)


@dataclass
class OtherAtItsLargest(FakeMicrosoft365):
    """Answers something else when it is asked for the largest photo."""

    largest: PhotoReading = field(default_factory=NoPhoto)

    async def largest_photo(self, person: Person) -> PhotoReading:
        return self.largest


def sync_of(microsoft_365: FakeMicrosoft365) -> tuple[Sync, FakeSharePoint]:
    sharepoint = FakeSharePoint(files=thumbnails_of(2))
    check = Check(microsoft_365, sharepoint, FakeCapabilities(), lambda: READ_AT)
    return Sync(check, microsoft_365, sharepoint, asyncio.sleep), sharepoint


async def test_a_photo_too_large_to_decode_is_replaced_by_the_one_that_was_checked() -> None:
    sync, _ = sync_of(OtherAtItsLargest(largest=Broken(NotAPicture.TOO_LARGE)))
    assert (await sync(AMARA, Diary())).ending is Ending.FIXED


@pytest.mark.parametrize(
    "largest", [Broken(NotAPicture.TRUNCATED), NotRead(FailureReason.THROTTLED), photo(3)]
)
async def test_for_any_other_reason_the_largest_photo_is_not_replaced(
    largest: PhotoReading,
) -> None:
    sync, sharepoint = sync_of(OtherAtItsLargest(largest=largest))
    assert (await sync(AMARA, Diary())).ending is not Ending.FIXED
    assert not [line for line in sharepoint.asked if line.startswith(("write", "set"))]
