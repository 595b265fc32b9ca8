"""A process that drains the outbox."""

import asyncio
import os
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import aiohttp
from psycopg.conninfo import make_conninfo

from bot.chat.conversation import ConversationReference
from bot.chat.surface import Surface
from bot.http.retry import Retries
from bot.outbox.backoff import Backoff
from bot.outbox.delivery import Delivery
from bot.outbox.gate import TenantGate
from bot.outbox.message import Message
from bot.outbox.sender import Sender
from bot.storage.conversations import Conversations
from bot.storage.database import Database, open_database
from bot.storage.gate import Slots
from bot.storage.outbox import Messages
from bot.teams.connector import Connector
from bot.teams.settings import ChannelSettings
from bot.teams.surfaces import TeamsChannel

CHANNEL = ChannelSettings(
    app_id="",
    tenant_id="",
    issuer="",
    openid_metadata="",
    allowed_service_hosts=("127.0.0.1",),
    scope="",
    anonymous=True,
)
KIND = "greeting"


def now() -> datetime:
    return datetime.now(UTC)


async def compose(message: Message, where: ConversationReference, surface: Surface) -> None:
    await surface.show({"type": "AdaptiveCard", "version": "1.5", "body": []}, "Hello")


def recording(file: Path) -> aiohttp.TraceConfig:
    """Write down the moment of every request, by the clock that all processes here share."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def record(_: aiohttp.ClientSession, __: SimpleNamespace, ___: object) -> None:
        os.write(descriptor, f"{time.monotonic():.6f}\n".encode())

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(record)
    return trace


def gate(database: Database, rate: int) -> TenantGate:
    return TenantGate(Slots(database), rate, clock=time.monotonic, sleep=asyncio.sleep)


async def send_all(url: str, owner: str, file: Path, rate: int, lease: timedelta) -> None:
    async with (
        open_database(make_conninfo(url, application_name=owner), Path()) as database,
        aiohttp.ClientSession(trace_configs=[recording(file)]) as session,
    ):
        delivery = Delivery(
            messages=Messages(database),
            chats=Conversations(database),
            composers={KIND: compose},
            poster=TeamsChannel(Connector(session, None, CHANNEL, Retries())),
            gate=gate(database, rate),
            now=now,
            random=random.random,
            backoff=Backoff(first_pause=0.5),
        )
        sender = Sender(Messages(database), delivery, now, lambda: owner, lease)
        due: datetime | None = now()
        while due is not None:
            await asyncio.sleep(max(0.02, (due - now()).total_seconds()))
            due = await sender.drain()


def run(url: str, owner: str, file: Path, rate: int, lease: float) -> None:
    """All that the process does; the lease is in seconds."""
    asyncio.run(send_all(url, owner, file, rate, timedelta(seconds=lease)))
