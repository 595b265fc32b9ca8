"""Reads the pictures of cards anew: bounded, and shared by those who ask at the same time."""

import asyncio
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial

from cachetools import TTLCache

from bot.core.deadline import Deadline
from bot.core.single_flight import SingleFlight
from bot.photos.decode import NotAPicture, decode
from bot.photos.picture import preview_of
from bot.photos.readings import Account, Photo, PhotoReading, Size
from bot.pictures.addresses import ShownCopy, digest_of
from bot.use_cases.check import Check
from bot.use_cases.ports import Person

# Twice the width on a card, for screens with two pixels for each of its own.
PIXELS = 240
# Within the ten seconds in which every request is answered (docs/architecture.md, "Deadlines").
READ_SECONDS = 8.0
# Leaves most of the connections to Microsoft 365 to people's messages.
CONCURRENCY = 8
MAX_WAITING = 200
# The pictures of one card come at once, and two clients of one person soon after each other.
KEPT_SECONDS = 10.0
MAX_KEPT = 64


@dataclass(frozen=True)
class _Read:
    version: bytes
    jpeg: bytes


@dataclass(frozen=True)
class _Cloud:
    upn: str | None = None
    picture: _Read | None = None


class PictureReader:
    """The reader of pictures that cards show; a check's ports give them.

    Every card has up to four pictures of one person, so SharePoint's three are read together.
    """

    def __init__(
        self, check: Check, clock: Callable[[], float], seconds: float = READ_SECONDS
    ) -> None:
        self._check = check
        self._seconds = seconds
        self._clouds_kept: TTLCache[Hashable, _Cloud] = TTLCache(MAX_KEPT, KEPT_SECONDS, clock)
        self._files_kept: TTLCache[Hashable, Mapping[Size, _Read | None]] = TTLCache(
            MAX_KEPT, KEPT_SECONDS, clock
        )
        self._clouds = SingleFlight(self._clouds_kept)
        self._files = SingleFlight(self._files_kept)
        self._turns = asyncio.Semaphore(CONCURRENCY)
        self._waiting = 0

    async def read(self, shown: ShownCopy) -> bytes | None:
        """Return a square JPEG; None where the copy can't be read in time, or is another now."""
        # Beyond this, whoever waits longest would be late anyway.
        if self._waiting >= MAX_WAITING:
            return None
        self._waiting += 1
        try:
            found = await Deadline.after(self._seconds).result_of(self._find(shown), None)
        finally:
            self._waiting -= 1
        return found.jpeg if found and found.version == shown.version else None

    def expire(self) -> None:
        """Drop what is over; it would stay in memory until the next request."""
        self._clouds_kept.expire()
        self._files_kept.expire()

    async def _find(self, shown: ShownCopy) -> _Read | None:
        subject = shown.subject
        cloud = await self._clouds.ask(subject, partial(self._cloud_in_time, subject))
        if shown.size is None:
            return cloud.picture
        if cloud.upn is None:
            return None
        files = await self._files.ask(subject, partial(self._files_in_time, subject, cloud.upn))
        return files.get(shown.size)

    async def _cloud_in_time(self, subject: str) -> _Cloud:
        """Read the Microsoft 365 photo, and the name by which SharePoint knows its person."""

        async def work() -> _Cloud:
            async with self._turns:
                read = await self._check.microsoft_365.read(Person(subject, ""))
                upn = read.account.upn if isinstance(read.account, Account) else None
                return _Cloud(upn, await self._picture(subject, read.photo))

        return await Deadline.after(self._seconds).result_of(work(), _Cloud())

    async def _files_in_time(self, subject: str, upn: str) -> Mapping[Size, _Read | None]:
        until = Deadline.after(self._seconds)

        async def work() -> Mapping[Size, _Read | None]:
            async with self._turns:
                _profile, files = await self._check.read_sharepoint(upn, until)
                return {size: await self._picture(subject, files[size]) for size in Size}

        return await until.result_of(work(), {})

    async def _picture(self, subject: str, reading: PhotoReading) -> _Read | None:
        if not isinstance(reading, Photo):
            return None
        threads = self._check.threads
        async with threads.turn(subject):
            jpeg = await threads.decode(reading.data, _as_jpeg)
        return _Read(digest_of(reading), jpeg) if jpeg else None


def _as_jpeg(data: bytes) -> bytes | None:
    """Cut a picture to a small square JPEG, which holds nothing of the file but its pixels."""
    decoded = decode(data, PIXELS)
    return None if isinstance(decoded, NotAPicture) else preview_of(decoded.image, PIXELS)
