"""Everything that the contestants stand in: a simulated tenant, a channel and a database."""

import json
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from bench.channel import Channel, open_channel
from bench.processes import running
from bot.behaviours.small_talk import texts
from bot.chat.language import load_languages
from bot.storage.embedded import embedded_postgres
from cards.render import card_of


@dataclass(frozen=True)
class Surroundings:
    """What runs beside the contestants.

    Attributes:
        tenant: what `python -m simulation` says of itself; it is a process of its own.
        database: address of a Postgres.
        card: file with the card that every contestant answers with.
        log: file that takes what the processes log.
    """

    tenant: dict[str, Any]
    channel: Channel
    database: str
    card: Path
    http: aiohttp.ClientSession
    log: Path

    @asynccontextmanager
    async def delay(self, seconds: float, *, service: str, route: str) -> AsyncIterator[None]:
        """Let a service take longer for the calls whose path a regular expression finds."""
        fault = {"kind": "stall", "service": service, "route": route, "seconds": seconds}
        faults = f"{self.tenant['control']}/faults"
        async with self.http.post(faults, json=fault) as response:
            response.raise_for_status()
        try:
            yield
        finally:
            await self.http.delete(faults)


@asynccontextmanager
async def open_surroundings(log: Path) -> AsyncIterator[Surroundings]:
    """Run them until the block ends."""
    with TemporaryDirectory(prefix="photobot-bench-") as temporary:
        folder = Path(temporary)
        card = folder / "card.json"
        card.write_text(json.dumps(_help_card()))
        async with (
            running((sys.executable, "-m", "simulation"), {}, log) as simulation,
            open_channel() as channel,
            embedded_postgres(folder / "postgres") as database,
            aiohttp.ClientSession() as http,
        ):
            yield Surroundings(await _described(simulation), channel, database, card, http, log)


def _help_card() -> dict[str, Any]:
    return card_of(texts.help_(load_languages().of("en-US").gettext))


async def _described(simulation: Process) -> dict[str, Any]:
    assert simulation.stdout
    lines: list[bytes] = []
    while not lines or lines[-1] != b"}\n":
        lines.append(await simulation.stdout.readuntil(b"\n"))
    described: dict[str, Any] = json.loads(b"".join(lines))
    return described
