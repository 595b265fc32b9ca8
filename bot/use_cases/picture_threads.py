"""Threads of their own for pictures, so that nothing else ever waits for one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar
from weakref import WeakValueDictionary

from bot.photos.decode import NotAPicture, is_small
from bot.use_cases.conversion import conversion_of, converted

T = TypeVar("T")

# One thread more than large pictures can take, and no more: the loop needs a processor too.
_SMALL_AT_A_TIME = 2
_LARGE_AT_A_TIME = 1


class PictureThreads:
    """Reads and makes pictures: small ones at once, the large ones one after the other."""

    def __init__(self) -> None:
        self._small = ThreadPoolExecutor(_SMALL_AT_A_TIME, "picture")
        self._large = ThreadPoolExecutor(_LARGE_AT_A_TIME, "large-picture")
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._is_stopping = False

    @asynccontextmanager
    async def turn(self, person: Hashable) -> AsyncIterator[None]:
        """Wait until no other picture of this person is read: many slow their owner alone."""
        lock = self._turns.get(person)
        if lock is None:
            lock = self._turns[person] = asyncio.Lock()
        async with lock:
            yield

    async def decode(self, data: bytes, work: Callable[[bytes], T]) -> T:
        """Do what takes the pixels of a file; it is cancelled where a stop comes first."""
        done = await self._run(self._small, lambda: (work(data),) if is_small(data) else None)
        if done is None:
            if self._is_stopping:
                raise asyncio.CancelledError
            done = await self._run(self._large, lambda: (work(data),))
        [result] = done
        return result

    async def readable(self, data: bytes) -> bytes | NotAPicture:
        """Return a HEIC or an AVIF as a PNG, or why it can't be one; other bytes as they are."""
        kind = conversion_of(data)
        if kind is None:
            return data
        if self._is_stopping:
            raise asyncio.CancelledError
        return await self._run(self._large, lambda: converted(kind, data))

    async def run(self, work: Callable[[], T]) -> T:
        """Do what takes some milliseconds, with pictures that were read before."""
        return await self._run(self._small, work)

    def stop(self) -> None:
        """Cancel whatever waits for a large picture; the one that is read goes on to its end."""
        self._is_stopping = True
        self._large.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Cancel whatever waits for any picture, and wait for none."""
        self.stop()
        self._small.shutdown(wait=False, cancel_futures=True)

    @staticmethod
    async def _run(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, work)


@contextmanager
def open_picture_threads() -> Iterator[PictureThreads]:
    """Open the threads, and leave them at the end without waiting for what they do."""
    threads = PictureThreads()
    try:
        yield threads
    finally:
        threads.close()
