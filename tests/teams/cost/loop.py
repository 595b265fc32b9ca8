"""What a request costs the loop that everybody shares, over real HTTP."""

import asyncio
import json
from collections.abc import Callable
from http.client import HTTPConnection
from time import thread_time
from typing import Any

import pytest

from bot.teams.adapter import PATH
from tests.processor_time import ten_milliseconds
from tests.teams.channel import Channel

# Nearly all that a body may have.
SIZE = 640_000
# Answered, or refused as the caller's mistake; an invoke of an unknown kind is not implemented.
ANSWERS = (200, 400, 401, 412, 413, 415, 501)
Json = dict[str, Any]
Headers = dict[str, str]


def post(channel: Channel, raw: bytes, headers: Headers) -> int:
    """Send from a thread of its own, so that the loop's holds nothing of the client's work."""
    connection = HTTPConnection("127.0.0.1", channel.client.port, timeout=30)
    try:
        connection.request("POST", PATH, raw, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


async def cost(
    channel: Channel, body: Callable[[], Json | bytes], headers: Headers, requests: int = 5
) -> float:
    """Least processor time of the loop's thread for one of some requests, in seconds.

    What else runs on the machine can only add to it.
    """
    times = []
    for _ in range(requests):
        made = body()
        raw = made if isinstance(made, bytes) else json.dumps(made).encode()
        begun = thread_time()
        assert await asyncio.to_thread(post, channel, raw, headers) in ANSWERS
        await channel.settled()
        times.append(thread_time() - begun)
    return min(times)


async def check(
    channel: Channel, short: Callable[[], Json], odd: Callable[[], Json | bytes], **changes: str
) -> None:
    """Compare what short input costs with what odd input costs; `changes` are of its headers.

    One of five has to do, as other work on the machine moves the difference.
    """
    sent = {"Content-Type": "application/json", "Authorization": f"Bearer {channel.token()}"}
    # The first request fetches the keys.
    await cost(channel, short, sent, requests=1)
    for _ in range(5):
        extra = await cost(channel, odd, {**sent, **changes}) - await cost(channel, short, sent)
        margin = ten_milliseconds()
        if extra < margin:
            return
    pytest.fail(f"{extra / margin:.0%} of what ten milliseconds are")


def repeated(text: str, size: int = SIZE) -> str:
    """A text of so many bytes in JSON."""
    return text * (size // len(json.dumps(text)[1:-1]))


def many(entry: object, size: int = SIZE) -> list[Any]:
    return [entry] * (size // (len(json.dumps(entry)) + 2))
