"""A worker that sends a campaign, or the bot beside it: `python -m bench.campaign_process work`.

Each is built as Photobot itself is. It writes down when each of its calls left the gate; the
messages of the worker need no check, which only a tenant of that size could answer so fast.
"""

import asyncio
import os
import random
import sys
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

from bot.app.campaigns import SETTLE_SECONDS, campaigns_of
from bot.app.infrastructure import open_infrastructure
from bot.app.services import services_of
from bot.behaviours.nudge.texts import put_off_buttons
from bot.chat.conversation import ConversationReference
from bot.chat.surface import Surface
from bot.commands.serve import keep_out_of_collections, serve_until_stopped
from bot.config.problems import read_settings_to_serve
from bot.config.settings import Settings
from bot.core.background import repeat, running
from bot.core.clock import utc_now
from bot.core.lease import LOOK_SECONDS
from bot.core.logs import set_up_logs
from bot.outbox.delivery import Delivery
from bot.outbox.gate import TenantGate
from bot.outbox.message import Message
from bot.outbox.ports import Enter, Priority, nothing
from bot.outbox.sender import Sender
from bot.results.unasked import show_unasked
from bot.services import Services
from bot.storage.conversations import Conversations
from bot.storage.outbox import Messages
from bot.teams.surfaces import TeamsChannel
from cards.views import MessageView

KIND = "greeting"


@dataclass(frozen=True)
class Greet:
    """Composes a card with the buttons of a nudge, and with a row that makes them work."""

    services: Services

    async def __call__(
        self, message: Message, where: ConversationReference, surface: Surface
    ) -> None:
        """Show the card; raises what the surface raises."""
        reader = self.services.languages.reader(message.reader, where.locale, where.timezone)
        view = MessageView(
            "SharePoint has a different photo of you",
            ("I compared everybody's photos; yours weren't the same everywhere.",),
            put_off_buttons(message.id, reader.gettext),
        )
        await show_unasked(self.services.cards, message, where, surface, view=view, record=None)


async def work(settings: Settings) -> None:
    """Send what is due until the process is ended."""
    async with open_infrastructure(settings) as parts:
        services, rows = services_of(parts), Messages(parts.database)
        delivery = Delivery(
            rows,
            Conversations(parts.database),
            {KIND: Greet(services)},
            TeamsChannel(parts.connector),
            parts.gate,
            utc_now,
            asyncio.sleep,
            random.random,
        )
        sender = Sender(rows, delivery, utc_now, asyncio.sleep, lambda: str(uuid4()))
        settle = campaigns_of(settings, parts.database).settle
        keep_out_of_collections()
        async with running(
            repeat(sender.drain, every=LOOK_SECONDS, sleep=asyncio.sleep),
            repeat(settle, every=SETTLE_SECONDS, sleep=asyncio.sleep),
        ):
            await asyncio.Event().wait()


def recording(moments: Path) -> AbstractContextManager[object]:
    """Write down when the gate lets each call out, by the clock that all processes here share."""
    descriptor = os.open(moments, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    enter = TenantGate.enter

    async def entered(gate: TenantGate, priority: Priority, prepare: Enter = nothing) -> None:
        await enter(gate, priority, prepare)
        os.write(descriptor, f"{time.monotonic():.6f} {priority.value}\n".encode())

    return patch.object(TenantGate, "enter", entered)


def main() -> None:
    """Do what the argument says; MOMENTS names the file of moments."""
    settings = read_settings_to_serve()
    set_up_logs()
    with recording(Path(os.environ["MOMENTS"])):
        if sys.argv[1] == "work":
            asyncio.run(work(settings))
        else:
            asyncio.run(serve_until_stopped(settings, with_worker=False))


if __name__ == "__main__":
    main()
