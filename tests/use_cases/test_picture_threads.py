"""Who waits for whose picture, and what a stop does to those who wait."""

import asyncio
from collections.abc import AsyncIterator, Callable
from threading import Event
from time import monotonic

import pytest
from PIL import Image

from bot.use_cases.picture_threads import PictureThreads, open_picture_threads
from tests.photos.files import PHOTO, saved

LARGE = saved(Image.new("L", (2100, 2100), 90), "PNG")


@pytest.fixture
async def threads() -> AsyncIterator[PictureThreads]:
    with open_picture_threads() as threads:
        yield threads


@pytest.fixture
async def held(threads: PictureThreads) -> AsyncIterator[Callable[[], None]]:
    """A large picture is being read until it is let go."""
    let_go, begun = Event(), Event()

    def read(_: bytes) -> None:
        begun.set()
        let_go.wait(10)

    reading = asyncio.create_task(threads.decode(LARGE, read))
    await asyncio.to_thread(begun.wait)
    yield let_go.set
    let_go.set()
    await reading


async def started(work: "asyncio.Task[int]") -> bool:
    """Whether a task comes to an end within a moment."""
    done, _ = await asyncio.wait([work], timeout=0.05)
    return bool(done)


async def test_small_pictures_do_not_wait_for_a_large_one(
    threads: PictureThreads, held: Callable[[], None]
) -> None:
    assert await threads.decode(PHOTO, len) == len(PHOTO)
    assert await threads.run(lambda: 1) == 1


async def test_large_pictures_wait_for_each_other(
    threads: PictureThreads, held: Callable[[], None]
) -> None:
    waiting = asyncio.create_task(threads.decode(LARGE, len))
    assert not await started(waiting)
    held()
    assert await waiting == len(LARGE)


async def test_one_picture_of_a_person_is_read_at_a_time(threads: PictureThreads) -> None:
    async def read(person: str) -> int:
        async with threads.turn(person):
            return await threads.decode(PHOTO, len)

    async with threads.turn("ben"):
        mine = asyncio.create_task(read("ben"))
        assert await read("chiara") == len(PHOTO)
        assert not await started(mine)
    assert await mine == len(PHOTO)


async def test_a_stop_cancels_what_waits_for_a_large_picture_and_no_small_one(
    threads: PictureThreads, held: Callable[[], None]
) -> None:
    waiting = asyncio.create_task(threads.decode(LARGE, len))
    assert not await started(waiting)
    threads.stop()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(asyncio.CancelledError):
        await threads.decode(LARGE, len)
    assert await threads.decode(PHOTO, len) == len(PHOTO)


async def test_an_end_does_not_wait_for_the_picture_that_is_read(
    threads: PictureThreads, held: Callable[[], None]
) -> None:
    begin = monotonic()
    threads.close()
    assert monotonic() - begin < 1
    with pytest.raises(RuntimeError):
        await threads.run(lambda: 1)


async def test_what_breaks_a_picture_reaches_whoever_asked(threads: PictureThreads) -> None:
    def broken(_: bytes) -> None:
        raise ValueError("TRUNCATED")

    with pytest.raises(ValueError, match="TRUNCATED"):
        await threads.decode(PHOTO, broken)
