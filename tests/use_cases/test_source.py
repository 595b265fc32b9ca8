"""The picture from which a sync makes the thumbnails."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.core.failures import FailureReason
from bot.photos.picture import NotAPicture, Picture, read_picture
from bot.photos.readings import Broken, NoPhoto, NotRead, Photo, PhotoReading
from bot.photos.verdict import Verdict
from bot.use_cases.check import Check
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import Person
from bot.use_cases.sync import Ending, Sync
from tests.photos.examples import READ_AT, UPN, photo, thumbnails_of
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint
from tests.use_cases.tenant import Diary

AMARA = Person("amara", UPN)
PICTURES = Path(__file__).parent


@dataclass
class OtherAtItsLargest(FakeMicrosoft365):
    """Answers something else when it is asked for the largest photo."""

    largest: PhotoReading = field(default_factory=NoPhoto)

    async def largest_photo(self, person: Person) -> PhotoReading:
        return self.largest


def sync_of(microsoft_365: FakeMicrosoft365) -> tuple[Sync, FakeSharePoint]:
    sharepoint = FakeSharePoint(files=thumbnails_of(2))
    check = Check(microsoft_365, sharepoint, FakeCapabilities(), lambda: READ_AT, PictureThreads())
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


def picture_in(name: str, etag: str | None) -> Photo:
    data = (PICTURES / name).read_bytes()
    picture = read_picture(data)
    assert isinstance(picture, Picture)
    return Photo(data, picture, etag)


@dataclass
class Transparent(OtherAtItsLargest):
    """Has a photo that is transparent as a whole, and on black in the size that a check reads.

    `named` is the etag that its download names, `later` the one in the metadata from then on.
    """

    named: str | None = "one"
    later: str = "one"

    async def largest_photo(self, person: Person) -> PhotoReading:
        self.picture = picture_in("transparent_on_black.jpg", self.later)
        return picture_in("transparent.png", self.named)


def transparent(named: str | None, later: str = "one") -> Transparent:
    checked = picture_in("transparent_on_black.jpg", "one")
    return Transparent(picture=checked, named=named, later=later)


@pytest.mark.parametrize("named", ["one", None])
async def test_a_transparent_photo_is_synced_as_its_sizes_show_it(named: str | None) -> None:
    sync, sharepoint = sync_of(transparent(named))
    done = await sync(AMARA, Diary())
    assert done.ending is Ending.FIXED
    assert done.check_result.diagnosis.verdict is Verdict.IN_SYNC
    assert [line for line in sharepoint.asked if line.startswith("write")]


@pytest.mark.parametrize(("named", "later"), [(None, "two"), ("two", "two"), ("two", "one")])
async def test_a_photo_whose_etag_is_another_one_by_now_was_changed(
    named: str | None, later: str
) -> None:
    sync, sharepoint = sync_of(transparent(named, later))
    assert (await sync(AMARA, Diary())).ending is Ending.PHOTO_CHANGED
    assert not [line for line in sharepoint.asked if line.startswith(("write", "set"))]
