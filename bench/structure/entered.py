"""Counts the files that the bot of a checkout enters while it checks and while it syncs.

A real bot (`python -m bot serve --no-worker`, with a Postgres of its own) talks to the simulated
tenant. Somebody writes “help”, so that the bot has loaded the channel's keys and its languages;
what follows is counted. A file of `bot/` or `cards/` counts when any function in it runs, on any
thread:

- check: from “my photo is wrong” to the card that shows the copies, of a person whose SharePoint
  has an old picture. It is the bot's first check, so it signs in at Entra ID.
- sync: from the press of the card's button to the card that says that it is fixed.

Each ends half a second after its card, so what the bot does for it afterwards belongs to it. What
the bot does at intervals belongs to it as well if it falls into that time.
"""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import aiohttp

from bench.processes import ROOT, NotMeasured, free_port, running
from simulation.people import object_id
from tests.scenarios.bot_process import settings_for
from tests.scenarios.card import Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import open_company

TRACING = str(ROOT / "bench" / "structure" / "tracing.py")
# His SharePoint has the picture before the last, and the bot may sync it.
BEN = object_id("ben.lindqvist")
START_SECONDS = 90.0
SETTLE_SECONDS = 0.5
PAUSE_SECONDS = 0.1


@dataclass(frozen=True)
class Entered:
    """The paths of the files that were entered, relative to the checkout."""

    check: list[str]
    sync: list[str]


@dataclass(frozen=True)
class TracedBot:
    """A bot that tells which files it entered."""

    process: Process
    output: Path

    async def entered(self) -> list[str]:
        """What it entered since it was last asked; raises NotMeasured when it lives no longer."""
        await asyncio.sleep(SETTLE_SECONDS)
        self.output.unlink(missing_ok=True)
        self.process.send_signal(signal.SIGUSR1)
        while not self.output.exists():
            await _pause(self.process)
        paths: list[str] = json.loads(self.output.read_text())
        return paths


async def files_entered(checkout: Path, log: Path) -> Entered:
    """Play the conversation with the bot of a checkout; raises NotMeasured."""
    with TemporaryDirectory(prefix="photobot-structure-") as temporary:
        folder = Path(temporary)
        async with open_company(folder / "company") as company:
            settings = settings_for(company.simulation) | {"PHOTOBOT_FOLDER": str(folder / "home")}
            async with _traced_bot(checkout, settings, folder, log) as (bot, endpoint):
                channel = company.simulation.channel.channel
                channel.delivery.endpoint = endpoint
                chat = Chat(channel, BEN, channel.client.conversations.personal(BEN))
                try:
                    return await _play(chat, bot)
                except (AssertionError, TimeoutError) as reason:
                    raise NotMeasured(f"the bot did not answer: {reason}") from reason


async def _play(chat: Chat, bot: TracedBot) -> Entered:
    await chat.open()
    await chat.asked("help")
    await bot.entered()
    checked = await chat.asked("my photo is wrong")
    check = await bot.entered()
    await chat.executed(checked, _sync_verb(checked))
    return Entered(check, await bot.entered())


def _sync_verb(card: Card) -> str:
    verbs = sorted(verb for verb in card.verbs if "sync" in verb.lower())
    if not verbs:
        raise NotMeasured(f"no button syncs on the card {card.title}, only {sorted(card.verbs)}")
    return verbs[0]


@asynccontextmanager
async def _traced_bot(
    checkout: Path, settings: dict[str, str], folder: Path, log: Path
) -> AsyncIterator[tuple[TracedBot, str]]:
    port, output = free_port(), folder / "entered.json"
    command = (sys.executable, "-P", TRACING, str(output), "serve", "--no-worker")
    environment = settings | {"PHOTOBOT_PORT": str(port), "PYTHONPATH": str(checkout)}
    host = f"http://127.0.0.1:{port}"
    async with running(command, environment, log, checkout) as process:
        await _until_ready(process, f"{host}/readyz")
        yield TracedBot(process, output), f"{host}/api/messages"


async def _until_ready(process: Process, address: str) -> None:
    end = monotonic() + START_SECONDS
    async with aiohttp.ClientSession() as http:
        while monotonic() < end:
            try:
                async with http.get(address) as answer:
                    if answer.ok:
                        return
            except aiohttp.ClientError:
                pass
            await _pause(process)
    raise NotMeasured("the bot was not ready in time")


async def _pause(process: Process) -> None:
    if process.returncode is not None:
        raise NotMeasured(f"the bot ended with {process.returncode}")
    await asyncio.sleep(PAUSE_SECONDS)
