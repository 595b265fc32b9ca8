"""Photobot's own proactive sends: `python -m bench.photobot_sends`."""

import asyncio
import json
import os
from pathlib import Path

from bench.peers.sending import print_sent
from bot.m365.tokens import open_tokens
from bot.outgoing.retry import Retries
from bot.outgoing.session import CONNECTIONS, open_session
from bot.parts import bot_registration, channel_settings
from bot.settings import Settings
from bot.settings_problems import read_settings_to_serve
from bot.talk.conversation import ConversationReference
from bot.talk.reply import Card
from bot.teams.connector import Connector
from bot.teams.messenger import TeamsMessenger


async def send(settings: Settings, service_url: str, card: Card) -> None:
    """Send with the parts that the bot is made of."""
    channel = channel_settings(settings)
    registration = bot_registration(settings)
    async with (
        open_tokens(registration, settings.ca_file) as tokens,
        open_session(settings.ca_file, connections_per_host=CONNECTIONS) as session,
    ):
        messenger = TeamsMessenger(Connector(session, tokens, channel, Retries()))

        async def one(number: int) -> None:
            where = ConversationReference(
                person_id="",
                conversation_id=f"a:{number}",
                service_url=service_url,
                tenant_id=channel.tenant_id,
                bot_id=f"28:{channel.app_id}",
                user_id=f"29:{number}",
                locale=None,
            )
            await messenger.send(where, card, "")

        await print_sent(one)


if __name__ == "__main__":
    answer = json.loads(Path(os.environ["CARD"]).read_text())
    asyncio.run(send(read_settings_to_serve(), os.environ["SERVICE_URL"], answer))
