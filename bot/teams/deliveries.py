"""Answers an activity once, however often the channel delivers it."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

MOST_REMEMBERED = 2000
REMEMBERED_SECONDS = 300.0

Answer = TypeVar("Answer")


class Deliveries(Generic[Answer]):
    """Remembers recent answers; a second delivery waits for the first one's answer."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._answers: OrderedDict[Hashable, tuple[float, asyncio.Future[Answer]]] = OrderedDict()

    async def once(self, key: Hashable, answer: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return the answer to this delivery, or the earlier one; a failure is not kept."""
        self._forget_old()
        if key in self._answers:
            return await asyncio.shield(self._answers[key][1])
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._answers[key] = (self._clock() + REMEMBERED_SECONDS, future)
        try:
            future.set_result(await answer())
        except BaseException as error:
            self._answers.pop(key, None)
            _fail(future, error)
            raise
        return future.result()

    def _forget_old(self) -> None:
        now = self._clock()
        while self._answers:
            expires, _ = next(iter(self._answers.values()))
            if expires > now and len(self._answers) < MOST_REMEMBERED:
                return
            self._answers.popitem(last=False)


def _fail(future: asyncio.Future[Answer], error: BaseException) -> None:
    if not isinstance(error, Exception):
        future.cancel()
        return
    future.set_exception(error)
    # Where nobody else waits for it, nobody is to complain that it was not heard.
    future.exception()
