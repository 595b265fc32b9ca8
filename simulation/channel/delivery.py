"""Delivery of activities to the bot, with a token that the Bot Framework would sign."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from simulation.channel.activities import Activity
from simulation.channel.faults import Faults
from simulation.channel.signing import SigningKeys

RESPONSE_TIMEOUT = 15.0
"""Seconds that Teams waits for a bot (docs/teams.md, "Deliveries")."""


@dataclass(frozen=True)
class Answer:
    """The bot's answer; without one the status is 0 and `problem` says why."""

    status: int
    body: Any = None
    problem: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the bot accepted the activity."""
        return 200 <= self.status < 300


@dataclass
class Delivery:
    """The connection to one bot; without an endpoint nothing is delivered."""

    http: aiohttp.ClientSession
    keys: SigningKeys
    faults: Faults
    tenant_id: str
    app_id: str
    endpoint: str | None = None
    timeout: float = RESPONSE_TIMEOUT
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def deliver(self, activity: Activity, seconds: float | None = None) -> Answer:
        """Send an activity and wait for the answer, for as long as Teams does or for less."""
        limit = self.timeout if seconds is None else min(seconds, self.timeout)
        fault = self.faults.take("deliver")
        if fault and fault.delay:
            await self.sleep(fault.delay)
        if fault and fault.twice:
            await self._post(activity, limit)
        return await self._post(activity, limit)

    async def _post(self, activity: Activity, limit: float) -> Answer:
        if self.endpoint is None:
            return Answer(0, problem="No bot is connected.")
        try:
            return await self._exchange(self.endpoint, activity, limit)
        except TimeoutError:
            return Answer(0, problem=f"No answer within {limit:g} seconds.")
        except aiohttp.ClientError as error:
            return Answer(0, problem=f"The bot could not be reached ({type(error).__name__}).")

    async def _exchange(self, endpoint: str, activity: Activity, limit: float) -> Answer:
        token = self.keys.token(audience=self.app_id, service_url=activity["serviceUrl"])
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)",
            "x-ms-tenant-id": self.tenant_id,
        }
        timeout = aiohttp.ClientTimeout(total=limit)
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
