"""Who is measured: Photobot, and what else one could build such a bot on."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import psutil

from bench.channel import KEYS, OPENID
from bench.checkouts import HERE, Checkout
from bench.processes import ROOT, free_port, running
from bench.surroundings import Surroundings
from bench.table import OURS, PEERS
from bench.traffic import Traffic
from tests.scenarios.bot_process import settings_of

# The gate would make the bot idle between turns; what it costs stays in.
MORE_THAN_IT_CAN = "100000"
PEERS_PYTHON = str(ROOT / ".venv-peers" / "bin" / "python")


@dataclass(frozen=True)
class Contestant:
    """How one bot is started.

    Attributes:
        port: names the variable that tells it where to listen.
        folder: where its code is.
        inside: what runs `bench/inside.py` with Photobot's own code.
    """

    name: str
    serve: tuple[str, ...]
    send: tuple[str, ...]
    environment: Mapping[str, str]
    port: str
    folder: Path = ROOT
    inside: tuple[str, ...] = ()

    @property
    def is_photobot(self) -> bool:
        """Whether it does what no peer does."""
        return bool(self.inside)


@dataclass(frozen=True)
class Serving:
    """A bot that answers."""

    name: str
    process: psutil.Process
    traffic: Traffic
    seconds_to_first_answer: float


def photobot(around: Surroundings, name: str = OURS, checkout: Checkout = HERE) -> Contestant:
    """Photobot as it is in a checkout."""
    channel = around.channel
    settings = settings_of(around.tenant) | {
        "PHOTOBOT_OPENID_METADATA": channel.host + OPENID,
        "PHOTOBOT_SERVICE_HOSTS": urlsplit(channel.host).netloc,
        "DATABASE_URL": around.database,
        "PHOTOBOT_SENDS_PER_SECOND": MORE_THAN_IT_CAN,
        "SERVICE_URL": channel.service_url,
        "CARD": str(around.card),
    }
    serve = (checkout.python, "-m", "bot", "serve")
    send = (checkout.python, "-m", "bench.photobot_sends")
    inside = (checkout.python, "-P", str(ROOT / "bench" / "inside.py"))
    return Contestant(name, serve, send, settings, "PHOTOBOT_PORT", checkout.folder, inside)


def peers(around: Surroundings) -> list[Contestant]:
    """What else one could build such a bot on."""
    bot = around.tenant["apps"]["bot"]
    environment = {
        "PORT": "0",
        "APP_ID": bot["client_id"],
        "APP_SECRET": bot["secret"],
        "TENANT_ID": around.tenant["tenant_id"],
        "AUTHORITY": f"{around.tenant['login']}/{around.tenant['tenant_id']}",
        "REQUESTS_CA_BUNDLE": around.tenant["ca_file"],
        "OPENID_METADATA": around.channel.host + OPENID,
        "KEYS": around.channel.host + KEYS,
        "SERVICE_URL": around.channel.service_url,
        "CARD": str(around.card),
    }

    def peer(name: str, module: str) -> Contestant:
        command = (PEERS_PYTHON, "-m", f"bench.peers.{module}")
        return Contestant(name, (*command, "serve"), (*command, "send"), environment, "PORT")

    modules = ("botbuilder_bot", "agents_bot")
    return [peer(*named) for named in zip(PEERS, modules, strict=True)]


@asynccontextmanager
async def serving(contestant: Contestant, around: Surroundings) -> AsyncIterator[Serving]:
    """Start a bot, wait until it has answered, and stop it at the end; raises NotMeasured."""
    port = free_port()
    environment = {**contestant.environment, contestant.port: str(port)}
    begin = monotonic()
    async with running(contestant.serve, environment, around.log, contestant.folder) as process:
        traffic = Traffic.to(f"http://127.0.0.1:{port}/api/messages", around)
        await traffic.until_answered(lambda: process.returncode is None)
        seconds = monotonic() - begin
        yield Serving(contestant.name, psutil.Process(process.pid), traffic, seconds)
