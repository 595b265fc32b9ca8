"""Bodies of requests and answers: bounded in bytes, time and depth, and parsed as JSON."""

import asyncio
import json
import math
from typing import Any, NoReturn

from aiohttp import StreamReader, web

from bot.http.problem import Refusal

# An activity has some kilobytes. Anybody can send a body, so the limits bound what that costs. The
# longest message has 51,200 characters (docs/teams.md, "Sizes"); it comes as text and as HTML, and
# JSON may write a character in six bytes.
MAX_BYTES = 640 << 10
# What a body may have outside of its strings, white space apart. Each value takes a byte or more
# there, so this bounds how many are parsed and walked, on the loop that everybody shares. A message
# of Teams has some hundred; the text of the longest one is inside of strings.
MAX_STRUCTURE_BYTES = 8192
# Far below the depth at which Python's own recursion ends, also in code that walks the body later.
MAX_DEPTH = 64
# A client that sends byte by byte must not hold a connection for ever.
READ_SECONDS = 10.0


class TooLarge(Exception):
    """A body has more bytes than allowed."""


async def read_capped(stream: StreamReader, max_bytes: int) -> bytes:
    """Read a body to its end; raises TooLarge as soon as the limit is passed."""
    received = bytearray()
    async for chunk in stream.iter_any():
        received += chunk
        if len(received) > max_bytes:
            raise TooLarge
    return bytes(received)


def parse_answer(body: bytes) -> Any:
    """Parse another host's answer; None where it is not JSON, or nested too deeply."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def unfinished(request: web.BaseRequest) -> dict[str, bool]:
    """Return the field of a log line for a request whose body has yet to arrive."""
    return {} if request.content.is_eof() else {"unfinished": True}


def check_headers(request: web.BaseRequest) -> None:
    """Refuse by Content-Type (415) and Content-Length (413), before anything is read."""
    # aiohttp reads the header's parameters too, with a parser of e-mails: a tenth of a second for
    # 8 KiB of them.
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal(415, "not_json", "The Content-Type must be application/json.")
    if request.content_length is not None and request.content_length > MAX_BYTES:
        raise _too_large()


async def read_object(request: web.BaseRequest) -> dict[str, Any]:
    """Read and parse the body.

    Raises Refusal 400, 408 or 413, and ConnectionError where the caller hangs up.
    """
    try:
        async with asyncio.timeout(READ_SECONDS):
            raw = await read_capped(request.content, MAX_BYTES)
    except TooLarge:
        raise _too_large() from None
    except TimeoutError:
        raise Refusal(408, "too_slow", "The body did not arrive in time.") from None
    except RuntimeError:
        # aiohttp's word for a connection that was lost before the first read.
        raise ConnectionResetError from None
    except web.RequestPayloadError:
        raise Refusal(400, "unreadable_body", "The body cannot be read.") from None
    return parse_object(raw)


def parse_object(raw: bytes) -> dict[str, Any]:
    """Parse a UTF-8 JSON object of not too many values, without NaN, infinity, NUL or surrogates.

    Everything that is left can be stored and sent on. Raises Refusal 400 or 413.
    """
    _check_structure(raw)
    try:
        value = json.loads(
            raw.decode("utf-8-sig"), parse_constant=_no_constant, parse_float=_finite
        )
    except (ValueError, RecursionError):
        raise Refusal(400, "invalid_json", "The body is not JSON.") from None
    if not isinstance(value, dict):
        raise Refusal(400, "not_an_object", "The body is not a JSON object.")
    _check_values(value)
    return value


def _check_structure(raw: bytes) -> None:
    # A smaller body can't have more; most bodies are.
    if len(raw) <= MAX_STRUCTURE_BYTES:
        return
    # Without escapes, each quotation mark begins or ends a string: every other part is one. More
    # strings than bytes that separate them are no JSON, so the rest need not be split.
    parts = raw.replace(rb"\\", b"").replace(rb"\"", b"").split(b'"', 2 * MAX_STRUCTURE_BYTES)
    if len(b"".join(parts[::2]).translate(None, b" \t\r\n")) > MAX_STRUCTURE_BYTES:
        raise Refusal(413, "too_many_values", "The body holds too many values.")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_constant(digits)


def _check_values(value: Any) -> None:
    # Level by level rather than by recursion, which a deep body could exhaust.
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise Refusal(400, "too_deep", "The body is nested too deeply.")
        level = [inner for outer in level for inner in _inner(outer)]


def _inner(value: Any) -> list[Any]:
    if isinstance(value, str):
        _check_text(value)
        return []
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []


def _check_text(text: str) -> None:
    try:
        # JSON may escape half of a surrogate pair, which is no character and has no UTF-8.
        text.encode()
    except UnicodeEncodeError:
        raise _not_text() from None
    # Postgres can't store NUL in text.
    if "\x00" in text:
        raise _not_text()


def _not_text() -> Refusal:
    return Refusal(400, "invalid_text", "The body holds characters that are not text.")


def _too_large() -> Refusal:
    return Refusal(413, "too_large", "The body is too large.")
