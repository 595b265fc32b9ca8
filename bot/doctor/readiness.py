"""Whether the bot is running on this machine now, and ready."""

import re
from contextlib import suppress
from ipaddress import ip_address

import aiohttp

from bot.doctor.fetch import FETCH_ERRORS, fetch
from bot.doctor.finding import Area, Finding, fault, fine, unknown, warning
from bot.http.body import parse_answer

MAX_BYTES = 4096
START = "start it: python -m bot serve"
_WORDS = re.compile(r"[A-Za-z0-9_ -]{1,100}")
SETTINGS = "PHOTOBOT_HOST, PHOTOBOT_PORT"


async def readiness_findings(session: aiohttp.ClientSession, host: str, port: int) -> list[Finding]:
    """Ask `/readyz` at the address where the bot would listen."""
    if port == 0:
        return [unknown(Area.BOT, SETTINGS, "any free port is taken at the start")]
    address = f"http://{_connectable(host)}:{port}"
    try:
        fetched = await fetch(session, f"{address}/readyz", MAX_BYTES, direct=True)
    except aiohttp.ClientConnectorError:
        return [unknown(Area.BOT, address, "the bot is not running on this machine", START)]
    except FETCH_ERRORS:
        return [_other_program(address)]
    answer = parse_answer(fetched.body)
    if not isinstance(answer, dict) or "status" not in answer:
        return [_other_program(address)]
    if answer["status"] == "ready":
        return [fine(Area.BOT, address, "the bot is running, and ready")]
    what = f"the bot is running, and not ready{_reasons(answer.get('reasons'))}"
    return [warning(Area.BOT, address, what, "see the findings about these parts, and its log")]


def _reasons(answer: object) -> str:
    """Name the parts that are not ready, such as `: database (disk_full)`; empty without any."""
    found = answer.items() if isinstance(answer, dict) else ()
    # Checked, as any program may answer here.
    named = [f"{part} ({why})" for part, why in found if _WORDS.fullmatch(f"{part} {why}")]
    return f": {', '.join(named)}" if named else ""


def _other_program(address: str) -> Finding:
    remedy = "set PHOTOBOT_PORT to a free port, or end the other program"
    return fault(Area.BOT, address, "another program listens here", remedy)


def _connectable(host: str) -> str:
    """Turn a host to listen on into one to connect to, such as 0.0.0.0 into 127.0.0.1."""
    with suppress(ValueError):
        address = ip_address(host)
        if address.is_unspecified:
            return "127.0.0.1" if address.version == 4 else "[::1]"
        return host if address.version == 4 else f"[{host}]"
    return host
