"""A process that drains the outbox."""

import asyncio
import logging
import os
import random
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import LiteralString

import aiohttp
import psycopg
import structlog
from psycopg.conninfo import make_conninfo
from psycopg.rows import scalar_row

from bot.chat.conversation import ConversationReference
from bot.chat.surface import Surface
from bot.core.background import repeat, running
from bot.core.lease import LOOK_SECONDS
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
from tests.waiting import until

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
# Longer than any play of `bench.kills`.
MAX_SECONDS = 3600.0


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


async def send_all(url: str, owner: str, file: Path, rate: int) -> None:
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
            sleep=asyncio.sleep,
            random=random.random,
            backoff=Backoff(first_pause=0.5),
        )
        sender = Sender(Messages(database), delivery, now, asyncio.sleep, lambda: owner)
        async with running(repeat(sender.drain, every=LOOK_SECONDS, sleep=asyncio.sleep)):
            await until(lambda: is_empty(database), every=LOOK_SECONDS, patience=MAX_SECONDS)


async def is_empty(database: Database) -> bool:
    query: LiteralString = "select 1 from outbox where state in ('queued', 'sending') limit 1"
    try:
        return not await database.row(query, (), scalar_row)
    except psycopg.Error:
        return False


def run(url: str, owner: str, file: Path, rate: int) -> None:
    """All that the process does."""
    # Or it would write two lines for each message.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(send_all(url, owner, file, rate))
