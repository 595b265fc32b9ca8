"""Health routes for load balancers and orchestrators: liveness and readiness."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import structlog
from aiohttp import web

from bot.core.logs import where_it_broke

# An orchestrator counts a probe that hangs as a failure of its own; answer before it gives up.
ANSWER_SECONDS = 3.0
# What has not ended by then is given up, and begun anew at a later probe.
LOOK_SECONDS = 10.0
NO_ANSWER = "no_answer"

_log = structlog.get_logger(__name__)


@dataclass
class HealthCheck:
    """A look at one part that the bot needs, made seldom however often it is asked for.

    Anybody can ask for `/readyz`, and must not make load. Those who ask meanwhile share one look.

    Attributes:
        look: returns None for a part that works, else a short code that says why it doesn't.
        seconds_kept: how long a result is kept.
    """

    look: Callable[[], Awaitable[str | None]]
    seconds_kept: float = 3.0
    clock: Callable[[], float] = time.monotonic
    _looking: asyncio.Task[str | None] | None = field(default=None, init=False)
    _good_until: float = field(default=0.0, init=False)

    async def reason(self) -> str | None:
        """Return why the part doesn't work, None where it does; raises nothing."""
        looking = self._looking
        if looking is None or (looking.done() and self.clock() >= self._good_until):
            looking = self._looking = asyncio.create_task(self._look())
        # Not wait_for: a look that can't be cancelled at once would hold up the answer.
        done, _ = await asyncio.wait({looking}, timeout=ANSWER_SECONDS)
        return looking.result() if done else NO_ANSWER

    async def _look(self) -> str | None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self.look()
        except TimeoutError:
            return NO_ANSWER
        except Exception as error:  # noqa: BLE001 - a check that raises has not passed
            _log.error("health_check_failed", **where_it_broke(error))
            return "failed"
        finally:
            self._good_until = self.clock() + self.seconds_kept


def health_routes(checks: Mapping[str, HealthCheck]) -> list[web.RouteDef]:
    """Return `/healthz` (always 200) and `/readyz` (200 where every check passes, else 503)."""
    logged: dict[str, str] = {}

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def readyz(_: web.Request) -> web.Response:
        found = await asyncio.gather(*(check.reason() for check in checks.values()))
        nonlocal logged
        reasons = {name: why for name, why in zip(checks, found, strict=True) if why is not None}
        if reasons != logged:
            # Once for each change, however often somebody asks.
            _log.warning("readiness_changed", reasons=reasons)
            logged = reasons
        body = {
            "status": "not ready" if reasons else "ready",
            "checks": {name: name not in reasons for name in checks},
            "reasons": reasons,
        }
        return web.json_response(body, status=503 if reasons else 200)

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]
