"""Whether the bot is running on this machine now."""

from collections.abc import Iterable
from contextlib import suppress
from ipaddress import ip_address

import aiohttp

from bot.doctor.fetch import FAILURES, fetch
from bot.doctor.finding import Area, Finding, fine, problem, unknown, warning
from bot.http.body import parse_answer

MOST_BYTES = 4096
START = "start it: python -m bot serve"
SETTINGS = "PHOTOBOT_HOST, PHOTOBOT_PORT"


async def listening_findings(
    session: aiohttp.ClientSession, host: str, port: int
) -> Iterable[Finding]:
    """Ask whoever listens where the bot would whether it is ready."""
    if port == 0:
        return [unknown(Area.BOT, SETTINGS, "any free port is taken at the start")]
    address = f"http://{_reachable(host)}:{port}"
    try:
        fetched = await fetch(session, f"{address}/readyz", MOST_BYTES, direct=True)
    except aiohttp.ClientConnectorError:
        return [unknown(Area.BOT, address, "the bot is not running on this machine", START)]
    except FAILURES:
        return [_somebody_else(address)]
    return [_judged(address, fetched.body)]


def _judged(address: str, body: bytes) -> Finding:
    answer = parse_answer(body)
    if not isinstance(answer, dict) or "status" not in answer:
        return _somebody_else(address)
    if answer["status"] == "ready":
        return fine(Area.BOT, address, "the bot is running, and ready")
    return warning(Area.BOT, address, "the bot is running, and not ready", "see its log")


def _somebody_else(address: str) -> Finding:
    remedy = "set PHOTOBOT_PORT to a free port, or end the other program"
    return problem(Area.BOT, address, "another program listens here", remedy)


def _reachable(host: str) -> str:
    """The host as one connects to it; who listens everywhere is met on loopback."""
    with suppress(ValueError):
        address = ip_address(host)
        if address.is_unspecified:
            return "127.0.0.1" if address.version == 4 else "[::1]"
        return host if address.version == 4 else f"[{host}]"
    return host
