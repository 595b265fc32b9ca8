"""The bot as an administrator runs it: `python -m bot …`, told by its environment alone.

Most tests fork it from a process that has imported it, which saves two seconds each time. Some do
not, so that what an administrator types is tried as well.
"""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from simulation.running import Simulation
from tests.scenarios.forked import KEPT, ROOT, Forked, fork

START_SECONDS = 60.0
STOP_SECONDS = 45.0
COMMAND_SECONDS = 90.0


@dataclass
class BotProcess:
    """A running bot and all that it logs."""

    process: Process | Forked
    lines: list[str] = field(default_factory=list)
    address: str = ""
    is_ready: bool = False
    reading: asyncio.Task[None] | None = None

    @property
    def log(self) -> str:
        """Everything that it wrote so far."""
        return "".join(self.lines)

    @property
    def events(self) -> list[dict[str, Any]]:
        """What it logged; every line is one JSON object."""
        return [json.loads(line) for line in self.lines]

    async def kill(self) -> None:
        """`kill -9`: it learns nothing of it."""
        self.process.kill()
        await self.ended()

    async def stop(self) -> int:
        """SIGTERM, where it runs still; the status that it ends with."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """The status that it ends with."""
        status = await asyncio.wait_for(self.process.wait(), STOP_SECONDS)
        if self.reading:
            await self.reading
        return status


@dataclass(frozen=True)
class Told:
    """How a command ended, and what it wrote."""

    status: int | None
    output: str
    errors: str

    @property
    def json(self) -> Any:
        """The object that it printed."""
        return json.loads(self.output)


async def run_command(
    environment: Mapping[str, str], *command: str, is_forked: bool = True
) -> Told:
    """Run a command of the bot to its end."""
    begin = fork if is_forked else start
    process = await begin(environment, *command, stdout=PIPE)
    try:
        output, errors = await asyncio.wait_for(process.communicate(), COMMAND_SECONDS)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    return Told(process.returncode, output.decode(), errors.decode())


@asynccontextmanager
async def bot_process(
    environment: Mapping[str, str],
    *command: str,
    files: int | None = None,
    is_forked: bool = True,
) -> AsyncIterator[BotProcess]:
    """Start the bot and wait until it is ready; it is killed at the end if it still runs.

    `files` is how many it may open at most, where it is forked.
    """
    command = command or ("serve",)
    process = await (
        fork(environment, *command, files=files) if is_forked else start(environment, *command)
    )
    bot = BotProcess(process)
    ready = asyncio.Event()
    bot.reading = asyncio.create_task(_read(bot, ready))
    try:
        await asyncio.wait_for(ready.wait(), START_SECONDS)
        assert bot.is_ready, bot.log
        yield bot
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await bot.ended()


async def start(environment: Mapping[str, str], *command: str, stdout: int = DEVNULL) -> Process:
    """Start a process of its own, with these settings and no others."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *command),
        cwd=ROOT,
        env={**kept, **environment},
        stdin=DEVNULL,
        stdout=stdout,
        stderr=PIPE,
    )


def settings_for(simulation: Simulation, app: str = "writer") -> dict[str, str]:
    """What the administrator of the simulated tenant sets."""
    return settings_of(simulation.describe(), app)


def settings_of(described: Mapping[str, Any], app: str = "writer") -> dict[str, str]:
    """The same, from what the simulated tenant says of itself."""
    apps, channel, (main, *others) = described["apps"], described["channel"], described["geos"]
    geos = [{host: geo[host] for host in ("root", "my", "admin")} for geo in others]
    return {
        "MicrosoftAppId": apps["bot"]["client_id"],
        "MicrosoftAppPassword": apps["bot"]["secret"],
        "MicrosoftAppTenantId": described["tenant_id"],
        "PHOTOBOT_PORT": "0",
        "PHOTOBOT_CA_FILE": described["ca_file"],
        "PHOTOBOT_LOGIN": described["login"],
        "PHOTOBOT_GRAPH": described["graph"],
        "PHOTOBOT_OPENID_METADATA": channel["openid_metadata"],
        "PHOTOBOT_SERVICE_HOSTS": urlsplit(channel["service_url"]).netloc,
        "PHOTOBOT_SERVICE_URL": channel["service_url"],
        "PHOTOBOT_CLIENT_ID": apps[app]["client_id"],
        "PHOTOBOT_CERTIFICATE_FILE": apps[app]["certificate_file"],
        "PHOTOBOT_SHAREPOINT_ROOT": main["root"],
        "PHOTOBOT_SHAREPOINT_MY": main["my"],
        "PHOTOBOT_SHAREPOINT_ADMIN": main["admin"],
        "PHOTOBOT_SHAREPOINT_GEOS": json.dumps(geos),
    }


def connect(simulation: Simulation, bot: BotProcess) -> None:
    """Tell the channel where the bot is."""
    simulation.channel.channel.delivery.endpoint = f"{bot.address}/api/messages"


async def _read(bot: BotProcess, ready: asyncio.Event) -> None:
    assert bot.process.stderr
    async for line in bot.process.stderr:
        bot.lines.append(line.decode())
        if not bot.is_ready and ('"serving"' in bot.lines[-1] or '"working"' in bot.lines[-1]):
            bot.is_ready = True
            bot.address = json.loads(bot.lines[-1]).get("address", "")
            ready.set()
    ready.set()
