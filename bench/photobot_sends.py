"""Photobot's own proactive sends: `python -m bench.photobot_sends`."""

import asyncio
import json
import os
from pathlib import Path

from bench.peers.sending import print_sent
from bot.app.infrastructure import open_infrastructure
from bot.chat.conversation import ConversationReference
from bot.chat.surface import Card
from bot.commands.serve import keep_out_of_collections
from bot.config.problems import read_settings_to_serve
from bot.config.settings import Settings
from bot.core.logs import set_up_logs
from bot.teams.surfaces import TeamsChannel


async def send(settings: Settings, service_url: str, card: Card) -> None:
    """Send with the parts that the bot is made of, through its gate."""
    async with open_infrastructure(settings) as parts:
        channel = TeamsChannel(parts.connector)
        keep_out_of_collections()

        async def one(number: int) -> None:
            where = ConversationReference(
                person_id="",
                conversation_id=f"a:{number}",
                service_url=service_url,
                tenant_id=str(settings.tenant_id),
                bot_id=f"28:{settings.app_id}",
                user_id=f"29:{number}",
                locale=None,
            )
            await channel.surface(where).show(card, "")

        await print_sent(one)


if __name__ == "__main__":
    set_up_logs()
    answer = json.loads(Path(os.environ["CARD"]).read_text())
    asyncio.run(send(read_settings_to_serve(), os.environ["SERVICE_URL"], answer))
