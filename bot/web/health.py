"""Health routes for load balancers and orchestrators: liveness and readiness."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

HealthCheck = Callable[[], Awaitable[bool]]

CHECK_SECONDS = 3.0


def health_routes(checks: Mapping[str, HealthCheck]) -> list[web.RouteDef]:
    """Return `/healthz` (always 200) and `/readyz` (200 where every check passes, else 503)."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def readyz(_: web.Request) -> web.Response:
        answers = await asyncio.gather(*map(_passes, checks.values()))
        ready = all(answers)
        body = {
            "status": "ready" if ready else "not ready",
            "checks": dict(zip(checks, answers, strict=True)),
        }
        return web.json_response(body, status=200 if ready else 503)

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]


async def _passes(check: HealthCheck) -> bool:
    # An orchestrator counts a probe that hangs as a failure of its own; answer before it gives up.
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check()
    except Exception:  # noqa: BLE001 - a check that raises has not passed, whatever it raised
        return False
