"""Pictures that cards show are read anew: the same photo or none, in time, and never many."""

import asyncio
import io
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest
from PIL import Image

from bot.core.failures import FailureReason
from bot.photos.readings import NoAccount, NoPhoto, NotRead, Photo, Size
from bot.pictures.addresses import ShownCopy, digest_of
from bot.pictures.reader import CONCURRENCY, KEPT_SECONDS, MAX_WAITING, PIXELS, PictureReader
from bot.use_cases.check import Check
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import CloudReading, Person
from simulation.photographs import photograph
from tests.behaviours.fakes import FakeClock
from tests.photos.examples import ACCOUNT, READ_AT, photo, read, thumbnails_of
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint


@dataclass
class SlowMicrosoft365(FakeMicrosoft365):
    """Answers when it is told to; counts who waits."""

    answer: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0
    most: int = 0

    async def read(self, person: Person) -> CloudReading:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        try:
            await self.answer.wait()
        finally:
            self.waiting -= 1
        return await super().read(person)


@dataclass
class Stored:
    """What the services hold, and who reads it."""

    microsoft_365: FakeMicrosoft365 = field(default_factory=FakeMicrosoft365)
    sharepoint: FakeSharePoint = field(default_factory=FakeSharePoint)
    seconds: float = 8.0

    def __post_init__(self) -> None:
        self.clock = FakeClock()
        check = Check(
            self.microsoft_365,
            self.sharepoint,
            FakeCapabilities(),
            lambda: READ_AT,
            PictureThreads(),
        )
        self.reader = PictureReader(check, lambda: self.clock().timestamp(), self.seconds)


def shown(
    size: Size | None = None, version: Photo | None = None, of: str = ACCOUNT.id
) -> ShownCopy:
    default = photo() if size is None else thumbnails_of(1)[size]
    return ShownCopy(of, size, digest_of(version or default))


@pytest.mark.parametrize(("size", "pixels"), [(None, PIXELS), (Size.L, 200), (Size.S, 48)])
async def test_a_copy_comes_as_a_small_jpeg_without_metadata(
    size: Size | None, pixels: int
) -> None:
    large = photograph(1, width=1200, height=1600)
    stored = Stored(FakeMicrosoft365(picture=read(with_camera(large), etag="etag-1")))
    jpeg = await stored.reader.read(shown(size))
    assert jpeg is not None
    assert b"A camera" not in jpeg
    with Image.open(io.BytesIO(jpeg)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (pixels, pixels), {})


def with_camera(jpeg: bytes) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    stream = io.BytesIO()
    with Image.open(io.BytesIO(jpeg)) as image:
        image.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


async def test_another_photo_than_the_card_showed_is_not_shown() -> None:
    stored = Stored(FakeMicrosoft365(picture=photo(2)))
    assert await stored.reader.read(shown()) is None
    stored = Stored(sharepoint=FakeSharePoint(files=thumbnails_of(2)))
    assert await stored.reader.read(shown(Size.L)) is None
    # The same bytes, uploaded again.
    stored = Stored(FakeMicrosoft365(picture=replace(photo(), etag="etag-9")))
    assert await stored.reader.read(shown()) is None


@pytest.mark.parametrize("reading", [NoPhoto(), NotRead(FailureReason.NOT_PERMITTED)])
async def test_what_is_gone_or_cannot_be_read_is_not_shown(reading: NoPhoto | NotRead) -> None:
    stored = Stored(
        FakeMicrosoft365(picture=reading), FakeSharePoint(files=dict.fromkeys(Size, reading))
    )
    assert [await stored.reader.read(shown(size)) for size in (None, *Size)] == [None] * 4


async def test_somebody_who_left_is_not_looked_for_in_sharepoint() -> None:
    stored = Stored(FakeMicrosoft365(whose=NoAccount()))
    assert await stored.reader.read(shown(Size.L)) is None
    assert stored.sharepoint.asked == []


async def test_the_four_pictures_of_a_card_take_one_reading_of_each_service() -> None:
    stored = Stored()
    asked = [stored.reader.read(shown(size)) for size in (None, *Size)]
    assert all(await asyncio.gather(*asked))
    # A second client of the same person, a moment later.
    assert all([await stored.reader.read(shown(size)) for size in (None, *Size)])
    assert stored.microsoft_365.asked == [f"read {ACCOUNT.id}"]
    profiles = [each for each in stored.sharepoint.asked if each.startswith("profile")]
    assert (len(profiles), len(stored.sharepoint.asked)) == (1, 4)


async def test_a_picture_is_kept_for_seconds_alone() -> None:
    stored = Stored()
    assert await stored.reader.read(shown())
    stored.microsoft_365.picture = NoPhoto()
    assert await stored.reader.read(shown())
    stored.clock.advance(KEPT_SECONDS + 1)
    stored.reader.expire()
    assert await stored.reader.read(shown()) is None


async def test_a_slow_service_costs_its_own_picture_alone_and_only_so_long() -> None:
    # SharePoint does not answer before a fifth file is asked for, which nobody does.
    stored = Stored(sharepoint=FakeSharePoint(together=5), seconds=0.2)
    cloud, files = await asyncio.gather(
        stored.reader.read(shown()), stored.reader.read(shown(Size.L))
    )
    assert (cloud is not None, files) == (True, None)


async def test_a_flood_waits_in_a_short_line_and_the_rest_is_not_read() -> None:
    slow = SlowMicrosoft365()
    stored = Stored(slow)
    people = [str(UUID(int=number)) for number in range(MAX_WAITING + 50)]
    waiting = [asyncio.create_task(stored.reader.read(shown(of=each))) for each in people]
    done, pending = await asyncio.wait(waiting, timeout=0.05)
    assert (len(done), [each.result() for each in done]) == (50, [None] * 50)
    assert slow.most == CONCURRENCY
    slow.answer.set()
    assert all(await asyncio.gather(*pending))
    assert (slow.most, len(slow.asked)) == (CONCURRENCY, MAX_WAITING)
