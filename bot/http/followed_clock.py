"""The clock that the bot goes by: this machine's, or another one at an address."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

import aiohttp

from bot.core.background import repeat, running
from bot.core.clock import Now, utc_now
from bot.core.failures import StartRefused
from bot.core.lease import LOOK_SECONDS
from bot.http.session import open_session

# The clock is on this machine.
ANSWER_SECONDS = 5.0
# How long an answer takes differs by milliseconds, by which time must not go back.
SET_BY = timedelta(seconds=1)


class FollowedClock:
    """A clock that runs with this machine's, as far from it as another one that is read.

    When the other one is set, this one follows one look later, so that what happened just before is
    still noticed as of before.
    """

    def __init__(self, read: Callable[[], Awaitable[datetime]], machine: Now = utc_now) -> None:
        self._read = read
        self._machine = machine
        self._ahead = self._read_ahead = timedelta()

    def now(self) -> datetime:
        """Return the present moment by the other clock, UTC."""
        return self._machine() + self._ahead

    async def look(self) -> None:
        """Follow what the look before has read, and read the other clock; raises as `read`."""
        self._ahead = self._read_ahead
        ahead = await self._read() - self._machine()
        if abs(ahead - self._ahead) >= SET_BY:
            self._read_ahead = ahead


@asynccontextmanager
async def open_clock(address: str | None) -> AsyncIterator[Now]:
    """Yield this machine's clock, or one that follows the clock at the address.

    Raises StartRefused where that one can't be read; later, time goes on as it was last read.
    """
    if address is None:
        yield utc_now
        return
    async with open_session() as session:
        clock = FollowedClock(partial(_read, session, address))
        try:
            await clock.look()
            await clock.look()
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            raise StartRefused(
                f"the clock at PHOTOBOT_CLOCK can't be read ({type(error).__name__}): start the "
                "simulated tenant first, or unset it."
            ) from None
        async with running(repeat(clock.look, every=LOOK_SECONDS, sleep=asyncio.sleep)):
            yield clock.now


async def _read(session: aiohttp.ClientSession, address: str) -> datetime:
    async with (
        asyncio.timeout(ANSWER_SECONDS),
        session.get(address, raise_for_status=True) as answer,
    ):
        return datetime.fromisoformat((await answer.json())["now"])
