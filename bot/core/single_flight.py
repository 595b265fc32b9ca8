"""Lets those who ask for the same thing at the same time share one answer."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Together(Generic[Answer]):
    """Work that is under way, by what it is about; once it has ended, it is begun anew."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Future[Answer]] = {}

    async def ask(self, about: Hashable, work: Callable[[], Awaitable[Answer]]) -> Answer:
        """Join the work about this, or begin it; one who gives up does not end it for the rest."""
        running = self._under_way.get(about)
        if running is None:
            running = self._under_way[about] = asyncio.ensure_future(work())
            running.add_done_callback(lambda _: self._under_way.pop(about))
        return await asyncio.shield(running)
