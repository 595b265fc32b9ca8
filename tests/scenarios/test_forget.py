"""Somebody is forgotten while the bot runs: nothing is sent, nothing stays, they may come back."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.storage.database import Database, open_database
from tests.scenarios.bot_process import BotProcess, bot_process, connect, run_command, settings_for
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.due import let_promises_fall_due, until_nothing_is_due
from tests.scenarios.leaks import assert_tells_nothing
from tests.simulation.world import BEN, CHIARA
from tests.storage.everything_of import tables_naming

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]


@pytest_asyncio.fixture(loop_scope="session")
async def bot(company: Company, database_address: str) -> AsyncIterator[BotProcess]:
    """A bot that may look and not repair, so that people have it look again."""
    settings = settings_for(company.simulation, "reader") | {"DATABASE_URL": database_address}
    async with bot_process(settings) as running:
        connect(company.simulation, running)
        await open_chats(company)
        yield running
        assert await running.stop() == 0
    assert_tells_nothing(running, company)


@pytest_asyncio.fixture(loop_scope="session")
async def database(database_address: str) -> AsyncIterator[Database]:
    async with open_database(database_address, Path("/nowhere")) as opened:
        yield opened


async def forget(company: Company, url: str, person: str) -> tuple[int | None, Any]:
    """Run the command in a process of its own: its status, and its one object."""
    settings = settings_for(company.simulation, "reader") | {"DATABASE_URL": url}
    name = company.simulation.tenant.people[person].upn
    told = await run_command(settings, "forget", name, "--json")
    return told.status, told.json


async def test_who_is_forgotten_is_told_nothing_and_may_ask_anew(
    company: Company, bot: BotProcess, database: Database, database_address: str
) -> None:
    chats: dict[str, Chat] = {who: personal_chat(company, who) for who in (BEN, CHIARA)}
    checked = await chats[BEN].asked()
    for chat in chats.values():
        await chat.executed(await chat.asked(), "recheck")
    status, done = await forget(company, database_address, BEN)
    assert (status, done["withdrawn"], done["left"]["deleted"]) == (0, 1, {})
    assert done["deleted"].keys() >= {"card", "outbox", "conversation"}
    assert await tables_naming(database, BEN) == {}
    before = {who: len(chat.cards) for who, chat in chats.items()}
    await let_promises_fall_due(database_address)
    await until_nothing_is_due(database_address)
    assert {who: len(chat.cards) - before[who] for who, chat in chats.items()} == {
        BEN: 0,
        CHIARA: 1,
    }
    # A card that is still in the chat asks anew when it is pressed.
    again = await chats[BEN].executed(checked, "check")
    assert again.has_next_step
    assert set(await tables_naming(database, BEN)) >= {"card", "conversation"}


async def test_a_message_that_is_being_made_ends_first_and_leaves_nothing(
    company: Company, bot: BotProcess, database: Database, database_address: str
) -> None:
    chat = personal_chat(company, BEN)
    await chat.executed(await chat.asked(), "recheck")
    looking = company.hold(route=r"\$batch", person=BEN)
    await let_promises_fall_due(database_address)
    await looking.reached.wait()
    forgetting = asyncio.create_task(forget(company, database_address, BEN))
    await asyncio.sleep(3)
    assert not forgetting.done()
    looking.released.set()
    status, done = await forgetting
    assert (status, done["withdrawn"], done["left"]["deleted"]) == (0, 0, {})
    await until_nothing_is_due(database_address)
    assert await tables_naming(database, BEN) == {}
