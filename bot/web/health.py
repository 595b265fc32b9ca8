"""Whether the process lives, and whether it can serve."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

Check = Callable[[], Awaitable[bool]]

CHECK_SECONDS = 3.0


def health_routes(checks: Mapping[str, Check]) -> list[web.RouteDef]:
    """Routes `/healthz` (alive) and `/readyz` (every check says yes, else 503)."""

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


async def _passes(check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check()
    except Exception:  # noqa: BLE001 - a check that breaks has not passed, whatever broke it
        return False
