"""Calls the bot: every activity signed as the Bot Framework signs it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from simulation.channel.activities import Activity
from simulation.channel.faults import Faults
from simulation.channel.signing import SigningKeys

PATIENCE = 15.0
"""Seconds that Teams waits for a bot."""


@dataclass(frozen=True)
class Answer:
    """What the bot said; status 0 when it said nothing, and then `problem` says why."""

    status: int
    body: Any = None
    problem: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the bot took the activity."""
        return 200 <= self.status < 300


@dataclass
class Delivery:
    """The way to one bot; without an endpoint nobody is there."""

    http: aiohttp.ClientSession
    keys: SigningKeys
    faults: Faults
    tenant_id: str
    app_id: str
    endpoint: str | None = None
    patience: float = PATIENCE
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def deliver(self, activity: Activity) -> Answer:
        """Send an activity and wait for the answer, but no longer than Teams does."""
        fault = self.faults.take("deliver")
        if fault and fault.delay:
            await self.sleep(fault.delay)
        if fault and fault.twice:
            await self._post(activity)
        return await self._post(activity)

    async def _post(self, activity: Activity) -> Answer:
        if self.endpoint is None:
            return Answer(0, problem="No bot is connected.")
        try:
            return await self._exchange(self.endpoint, activity)
        except TimeoutError:
            return Answer(0, problem=f"No answer within {self.patience:g} seconds.")
        except aiohttp.ClientError as error:
            return Answer(0, problem=f"The bot could not be reached ({type(error).__name__}).")

    async def _exchange(self, endpoint: str, activity: Activity) -> Answer:
        token = self.keys.token(audience=self.app_id, service_url=activity["serviceUrl"])
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)",
            "x-ms-tenant-id": self.tenant_id,
        }
        timeout = aiohttp.ClientTimeout(total=self.patience)
        payload = json.dumps(activity)
        async with self.http.post(
            endpoint, data=payload, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            return _answer(response.status, await response.read())


def _answer(status: int, raw: bytes) -> Answer:
    problem = "" if 200 <= status < 300 else f"The bot answered HTTP {status}."
    try:
        return Answer(status, json.loads(raw) if raw else None, problem)
    except ValueError:
        return Answer(status, None, problem)
