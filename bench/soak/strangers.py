"""Who else sends requests to a replica: probes, and strangers whose requests are wrong."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import jwt

from bench.soak.ledger import Ledger
from bench.soak.replicas import Replica
from bench.soak.verdicts import Wait, note
from simulation.channel.service import Channel
from simulation.channel.signing import new_private_key

PROBE_SECONDS = 2.0
ANSWER_SECONDS = 30.0
HELD_SECONDS = (2.0, 20.0)
MAX_HELD = 20
RAW = (
    b"FOO /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xff" * 200,
    b"GET /%ff%00 HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    b"POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST /api/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
)
REFUSAL = re.compile(rb"HTTP/1\.[01] (4\d\d|505) ")
# Nothing of what the caller sent may come back.
SENT = b"FOO"
UNFINISHED = b"POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{"
BODIES = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"{}",
    b'{"type": "message"}',
    b"[" * 20_000,
    b'{"type": "message", "text": "\xff\xfe"}',
    b'{"type": 7, "from": [], "conversation": "x", "channelData": null}',
)
PAGES = (
    "/auth/start",
    "/auth/start?offer=1",
    "/auth/start?offer=00000000-0000-4000-8000-000000000000",
    "/auth/end",
    "/auth/end?code=x&state=y",
    "/auth/end?error=access_denied&error_description=%3Cscript%3E",
)
READY = {200, 503}
REFUSED = set(range(400, 500))
PAGE = set(range(200, 500))


@dataclass
class Strangers:
    """Sends one request at a time, by chance; each must be answered, and rightly."""

    replicas: list[Replica]
    channel: Channel
    http: aiohttp.ClientSession
    ledger: Ledger
    random: Random
    key: Any = field(default_factory=new_private_key)
    held: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def requests(self) -> tuple[Callable[[Replica], Awaitable[None]], ...]:
        """Everything that a stranger may try."""
        return (self.malformed, self.unfinished, self.bogus_token, self.wrong_body, self.page)

    async def something(self) -> None:
        """Try one thing at one of the replicas that serve."""
        ready = [replica for replica in self.replicas if replica.is_in_rotation]
        if ready:
            await self.random.choice(self.requests)(self.random.choice(ready))

    async def probe(self) -> None:
        """Ask for health and readiness, until cancelled."""
        while True:
            ready = [replica for replica in self.replicas if replica.is_in_rotation]
            for replica in ready:
                await self._ask(replica, "GET", "/healthz", {200})
                await self._ask(replica, "GET", "/readyz", READY)
            await asyncio.sleep(PROBE_SECONDS)

    async def malformed(self, replica: Replica) -> None:
        """Send bytes that are no request of HTTP; the connection is closed, or says 4xx."""
        start = monotonic()
        with suppress(OSError):
            reader, writer = await self._connect(replica)
            try:
                writer.write(self.random.choice(RAW))
                async with asyncio.timeout(ANSWER_SECONDS):
                    answer = await reader.read()
            except TimeoutError:
                self._note("malformed request", replica, start, None)
                return
            finally:
                writer.close()
            self._note("malformed request", replica, start, monotonic())
            if answer and (not REFUSAL.match(answer) or SENT in answer):
                note(self.ledger.wrong, f"a malformed request was answered {answer[:60]!r}")

    async def unfinished(self, replica: Replica) -> None:
        """Begin a request and leave it so for a while."""
        if len(self.held) < MAX_HELD:
            task = asyncio.create_task(self._hold(replica))
            self.held.add(task)
            task.add_done_callback(self.held.discard)

    async def bogus_token(self, replica: Replica) -> None:
        """Call as Teams does, with a token that Teams did not sign."""
        headers = {"Authorization": f"Bearer {self._bogus()}"}
        await self._ask(replica, "POST", "/api/messages", REFUSED, headers=headers, data=b"{}")

    async def wrong_body(self, replica: Replica) -> None:
        """Call as Teams does, with a good token and a body that is no activity."""
        app_id, service_url = self.channel.delivery.app_id, self.channel.service_url
        token = self.channel.keys.token(audience=app_id, service_url=service_url)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = self.random.choice(BODIES)
        await self._ask(replica, "POST", "/api/messages", REFUSED, headers=headers, data=body)

    async def page(self, replica: Replica) -> None:
        """Open a page of the sign-in that nobody offered."""
        await self._ask(replica, "GET", self.random.choice(PAGES), PAGE)

    async def close(self) -> None:
        """Let go of what is held."""
        for task in self.held:
            task.cancel()
        await asyncio.gather(*self.held, return_exceptions=True)

    def _bogus(self) -> str:
        claims = {"iss": "https://api.botframework.com", "aud": self.channel.delivery.app_id}
        kid = self.random.choice((self.channel.keys.keys[0].kid, "unknown", "x" * 500))
        forged = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": kid})
        unsigned = jwt.encode(claims, "", algorithm="none", headers={"kid": kid})
        return self.random.choice((forged, unsigned, "a.b.c", "x" * 10_000))

    async def _hold(self, replica: Replica) -> None:
        with suppress(OSError):
            _, writer = await self._connect(replica)
            try:
                writer.write(UNFINISHED)
                await asyncio.sleep(self.random.uniform(*HELD_SECONDS))
            finally:
                writer.close()

    async def _ask(
        self, replica: Replica, method: str, path: str, allowed: set[int], **sent: Any
    ) -> None:
        what, start = f"{method} {path.partition('?')[0]}", monotonic()
        limit = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        try:
            async with self.http.request(
                method, replica.address + path, timeout=limit, allow_redirects=False, **sent
            ) as response:
                await response.read()
                status = response.status
        except TimeoutError:
            self._note(what, replica, start, None)
            return
        except aiohttp.ClientError as error:
            if not self.ledger.ended_meanwhile(replica.name, start, monotonic()):
                note(self.ledger.wrong, f"{what} ended with {type(error).__name__}")
            return
        self._note(what, replica, start, monotonic())
        if status not in allowed:
            note(self.ledger.wrong, f"{what} was answered with {status}")

    def _note(self, what: str, replica: Replica, start: float, end: float | None) -> None:
        if not self.ledger.ended_meanwhile(replica.name, start, end or monotonic()):
            self.ledger.probes.append(Wait(what, start, end))

    async def _connect(self, replica: Replica) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        host = urlsplit(replica.address)
        return await asyncio.open_connection(host.hostname, host.port)
