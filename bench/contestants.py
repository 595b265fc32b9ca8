"""Who is measured: Photobot, and what else one could build such a bot on."""

import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

import psutil

from bench.channel import KEYS, OPENID
from bench.processes import ROOT, running
from bench.surroundings import Surroundings
from bench.traffic import Traffic
from tests.scenarios.bot_process import settings_of

# The gate would make the bot idle between turns; what it costs stays in.
MORE_THAN_IT_CAN = "100000"
PEERS_PYTHON = str(ROOT / ".venv-peers" / "bin" / "python")


@dataclass(frozen=True)
class Contestant:
    """How one bot is started; `port` names the variable that tells it where to listen."""

    name: str
    serve: tuple[str, ...]
    send: tuple[str, ...]
    environment: Mapping[str, str]
    port: str


@dataclass(frozen=True)
class Serving:
    """A bot that answers."""

    process: psutil.Process
    traffic: Traffic
    seconds_to_first_answer: float


def contestants(around: Surroundings) -> list[Contestant]:
    """Photobot first."""
    return [_photobot(around), *_peers(around)]


def _photobot(around: Surroundings) -> Contestant:
    channel = around.channel
    settings = settings_of(around.tenant) | {
        "PHOTOBOT_OPENID_METADATA": channel.host + OPENID,
        "PHOTOBOT_SERVICE_HOSTS": urlsplit(channel.host).netloc,
        "DATABASE_URL": around.database,
        "PHOTOBOT_SENDS_PER_SECOND": MORE_THAN_IT_CAN,
        "SERVICE_URL": channel.service_url,
        "CARD": str(around.card),
    }
    serve = (sys.executable, "-m", "bot", "serve")
    send = (sys.executable, "-m", "bench.photobot_sends")
    return Contestant("Photobot", serve, send, settings, "PHOTOBOT_PORT")


def _peers(around: Surroundings) -> list[Contestant]:
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

    return [peer("botbuilder", "botbuilder_bot"), peer("Agents SDK", "agents_bot")]


@asynccontextmanager
async def serving(contestant: Contestant, around: Surroundings) -> AsyncIterator[Serving]:
    """Start a bot, wait until it has answered a first message, and stop it at the end."""
    port = _free_port()
    environment = {**contestant.environment, contestant.port: str(port)}
    begin = monotonic()
    async with running(contestant.serve, environment) as process:
        traffic = Traffic.to(f"http://127.0.0.1:{port}/api/messages", around)
        await traffic.until_answered(lambda: process.returncode is None)
        seconds = monotonic() - begin
        yield Serving(psutil.Process(process.pid), traffic, seconds)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
