"""Single flight: calls for the same thing at the same time share one answer."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, MutableMapping
from contextlib import suppress
from functools import partial
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class SingleFlight(Generic[Answer]):
    """Work in flight by a key, and its answers for as long as the mapping `kept` holds them.

    Without `kept`, no answer is used twice. A failure is raised to all callers that wait for it,
    and is never kept.
    """

    def __init__(self, kept: MutableMapping[Hashable, Answer] | None = None) -> None:
        self._kept = {} if kept is None else kept
        self._keeps = kept is not None
        self._in_flight: dict[Hashable, asyncio.Future[Answer]] = {}

    async def ask(self, about: Hashable, work: Callable[[], Awaitable[Answer]]) -> Answer:
        """Join the work with this key, or start it; a caller that is cancelled does not end it."""
        # Not asked first whether it is kept: it may expire between the question and the answer.
        with suppress(KeyError):
            return self._kept[about]
        flight = self._in_flight.get(about)
        if flight is None:
            flight = self._in_flight[about] = asyncio.ensure_future(work())
            flight.add_done_callback(partial(self._finish, about))
        return await asyncio.shield(flight)

    def _finish(self, about: Hashable, flight: "asyncio.Future[Answer]") -> None:
        del self._in_flight[about]
        # Asking for the exception avoids asyncio's "exception was never retrieved".
        if not flight.cancelled() and flight.exception() is None and self._keeps:
            self._kept[about] = flight.result()
