"""A connector that now and then throttles, is unavailable, or delivers and answers 504."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class BusyChannel:
    """Each fault strikes its conversations once; `delivered` counts what people really got."""

    throttled: set[str]
    unavailable: set[str]
    ambiguous: frozenset[str]
    chance: random.Random
    delivered: Counter[str] = field(default_factory=Counter)
    refused: Counter[int] = field(default_factory=Counter)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/v3/conversations/{conversation}/activities", self._take)
        return app

    async def _take(self, request: web.Request) -> web.Response:
        await request.read()
        await asyncio.sleep(self.chance.uniform(0, 0.15))
        conversation = request.match_info["conversation"]
        if conversation in self.throttled:
            self.throttled.remove(conversation)
            return self._refuse(429, {"Retry-After": "1"})
        if conversation in self.unavailable:
            self.unavailable.remove(conversation)
            return self._refuse(503)
        self.delivered[conversation] += 1
        await asyncio.sleep(self.chance.uniform(0, 0.15))
        if conversation in self.ambiguous:
            return self._refuse(504)
        return web.json_response({"id": f"message-{conversation}"}, status=201)

    def _refuse(self, status: int, headers: dict[str, str] | None = None) -> web.Response:
        self.refused[status] += 1
        return web.json_response({}, status=status, headers=headers)


def struck(people: list[str], seed: int) -> BusyChannel:
    """One in a hundred of each fault."""
    chance = random.Random(seed)
    chosen = chance.sample(people, 3 * (len(people) // 100))
    third = len(chosen) // 3
    return BusyChannel(
        throttled=set(chosen[:third]),
        unavailable=set(chosen[third : 2 * third]),
        ambiguous=frozenset(chosen[2 * third :]),
        chance=chance,
    )
