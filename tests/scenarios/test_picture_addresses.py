"""Pictures at addresses: from whichever bot is asked, and however many are asked for at once."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from itertools import cycle

import aiohttp
import pytest
import pytest_asyncio

from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import bot_process, connect, settings_for
from tests.scenarios.card import Card
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats
from tests.scenarios.leaks import assert_tells_nothing
from tests.scenarios.test_two_at_once import Both
from tests.simulation.world import BEN, CHIARA

# Two starts of the bot take their time on a busy machine.
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

PUBLIC = "https://photobot.contoso.com"
FLOOD = 1_000
ANSWER_SECONDS = 10.0


@pytest_asyncio.fixture(loop_scope="session")
async def both(company: Company, postgres: str) -> AsyncIterator[Both]:
    settings = settings_for(company.simulation) | {
        "PHOTOBOT_PICTURES": "https",
        "PHOTOBOT_PUBLIC_URL": PUBLIC,
    }
    async with database_like(TEMPLATE, postgres) as url:
        there = settings | {"DATABASE_URL": url}
        async with bot_process(there) as one, bot_process(there) as other:
            connect(company.simulation, one)
            await open_chats(company)
            yield Both(company, url, (one, other))
        for bot in (one, other):
            assert_tells_nothing(bot, company)
            assert "/pictures/{day}/{token}" in bot.log
            assert "/pictures/20" not in bot.log


async def test_any_bot_serves_the_pictures_of_a_card_and_a_flood_of_them_slows_no_message(
    both: Both,
) -> None:
    company = both.company
    paths = paths_of(await both.chat(BEN).asked())
    assert len(paths) == 2
    async with aiohttp.ClientSession() as session:

        async def fetch(bot: int, path: str) -> tuple[int, bytes]:
            async with session.get(f"{both.bots[bot].address}{path}") as answer:
                return answer.status, await answer.read()

        for bot in (0, 1):
            shown = [await fetch(bot, path) for path in paths]
            assert {status for status, _ in shown} == {200}
            right, *stale = [company.uploads.of(jpeg) for _, jpeg in shown]
            assert right == company.cloud_upload(BEN)
            assert right not in stale

        forged = [f"{path[:-1]}{'A' if path[-1] != 'A' else 'B'}" for path in paths]
        flood = [
            asyncio.create_task(fetch(0, path))
            for _, path in zip(range(FLOOD), cycle(paths + forged), strict=False)
        ]
        begun = time.monotonic()
        await both.chat(CHIARA).asked()
        assert time.monotonic() - begun < ANSWER_SECONDS
        answers = await asyncio.gather(*flood)
        assert [status for status, _ in answers].count(404) == FLOOD // 2


def paths_of(card: Card) -> list[str]:
    """Where the pictures of a card are, below the bot's public address."""
    return re.findall(rf"{PUBLIC}(/pictures/[^\"]+)", json.dumps(card.content))
