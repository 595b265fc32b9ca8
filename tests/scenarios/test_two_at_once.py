"""Two bots on one database: what one person presses in both at once, and commands beside them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.postgres import TEMPLATE, database_like
from tests.scenarios.audit import let_leases_run_out, writes
from tests.scenarios.bot_process import BotProcess, bot_process, connect, run_command, settings_for
from tests.scenarios.card import Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.leaks import assert_tells_nothing
from tests.simulation.world import BEN, CHIARA, LUKAS

# Two starts of the bot take their time on a busy machine.
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

DONE = frozenset({"Done! SharePoint now has this photo", "Done! Both places now have this photo"})
UNDER_WAY = "Your photo is being changed already"
CHANGED = {"Your photo has changed meanwhile", "This isn't what you were shown"}
ROUNDS = 6


@dataclass(frozen=True)
class Both:
    """Two bots that serve one company from one database."""

    company: Company
    url: str
    bots: tuple[BotProcess, BotProcess]

    def chat(self, person: str) -> Chat:
        return personal_chat(self.company, person)

    async def pressed_at(self, bot: BotProcess, chat: Chat, card: Card, verb: str) -> Card:
        """Press in front of this bot, and read the first answer."""
        connect(self.company.simulation, bot)
        pressing = asyncio.create_task(chat.execute(card, verb))
        # The request leaves for this bot before the channel is connected to another.
        await asyncio.sleep(0)
        return await pressing

    async def at_once(self, chat: Chat, *presses: tuple[Card, str]) -> list[Card]:
        """Press one card in front of each bot, and read what both come to."""
        answers = [
            asyncio.create_task(self.pressed_at(bot, chat, card, verb))
            for bot, (card, verb) in zip(self.bots, presses, strict=True)
        ]
        return [await chat.settled(answer) for answer in await asyncio.gather(*answers)]


@pytest_asyncio.fixture(loop_scope="session")
async def both(company: Company, postgres: str) -> AsyncIterator[Both]:
    settings = settings_for(company.simulation)
    async with database_like(TEMPLATE, postgres) as url:
        there = settings | {"DATABASE_URL": url}
        async with bot_process(there) as one, bot_process(there) as other:
            connect(company.simulation, one)
            await open_chats(company)
            yield Both(company, url, (one, other))
        for bot in (one, other):
            assert_tells_nothing(bot, company)


async def test_presses_at_once_in_two_processes_never_swap_pictures(both: Both) -> None:
    company, chat = both.company, both.chat(BEN)
    for number in range(ROUNDS):
        company.upload_another_photo(BEN)
        verbs = ["sync", "use_sharepoint_picture"]
        if number % 2:
            verbs.reverse()
        cards = [await chat.asked(), await chat.asked()]
        shown = await both.at_once(chat, *zip(cards, verbs, strict=True))
        # Who comes when the other has ended is told of the change.
        titles = [card.title for card in shown]
        assert len([title for title in titles if title in DONE]) == 1, titles
        assert set(titles) <= {*DONE, UNDER_WAY, *CHANGED}
        assert company.is_in_sync(BEN)


async def test_the_same_press_at_once_in_two_processes_is_made_once(both: Both) -> None:
    company, chat = both.company, both.chat(LUKAS)
    company.upload_another_photo(LUKAS)
    held = company.hold_writing("M", LUKAS)
    cards = [await chat.asked(), await chat.asked()]
    pressing = asyncio.create_task(both.at_once(chat, *((card, "sync") for card in cards)))
    await held.reached.wait()
    held.released.set()
    shown = await pressing
    assert sorted(card.title for card in shown) == [
        "Done! SharePoint now has this photo",
        UNDER_WAY,
    ]
    assert [outcome for _, outcome in await writes(both.url, LUKAS)] == ["verified"] * 3
    again = next(card for card in shown if card.title == UNDER_WAY)
    connect(company.simulation, both.bots[0])
    assert (await chat.executed(again, "sync")).title == "Nothing had to be done"


async def test_after_a_kill_the_lease_runs_out_and_another_process_goes_on(both: Both) -> None:
    company, chat = both.company, both.chat(CHIARA)
    first, second = await chat.asked(), await chat.asked()
    held = company.hold_writing("S", CHIARA)
    killed, other = both.bots
    pressing = asyncio.create_task(both.pressed_at(killed, chat, first, "sync"))
    await held.reached.wait()
    await killed.kill()
    await asyncio.gather(pressing, return_exceptions=True)
    told = await both.pressed_at(other, chat, second, "sync")
    assert told.title == UNDER_WAY
    await let_leases_run_out(both.url)
    held.released.set()
    assert (await chat.executed(told, "sync")).title == "Done! SharePoint now has this photo"
    assert company.is_in_sync(CHIARA)


async def test_a_command_beside_a_press_says_that_a_change_is_under_way(both: Both) -> None:
    company, chat = both.company, both.chat(BEN)
    held = company.hold_writing("M", BEN)
    pressing = asyncio.create_task(both.pressed_at(both.bots[0], chat, await chat.asked(), "sync"))
    await held.reached.wait()
    settings = settings_for(company.simulation) | {"DATABASE_URL": both.url}
    upn = company.simulation.tenant.people[BEN].upn
    told = await run_command(settings, "sync", upn, "--json")
    held.released.set()
    assert (told.status, told.json["ending"]) == (1, "under_way")
    assert (await chat.settled(await pressing)).title == "Done! SharePoint now has this photo"
    assert company.is_in_sync(BEN)
