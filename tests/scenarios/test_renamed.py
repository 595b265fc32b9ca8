"""Somebody is renamed, and has the pictures under the former name removed, or is forgotten."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.storage.database import Database, open_database
from simulation.people import Portrait
from tests.scenarios.bot_process import BotProcess
from tests.scenarios.card import FIXED, Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import ChatOf
from tests.scenarios.drawing import drawn
from tests.scenarios.test_forget import forget
from tests.simulation.world import AMARA, HUGO
from tests.storage.everything_of import tables_naming

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

STEM = "hugo_martins"
REMOVED = "Done! Your old pictures are removed"


@pytest_asyncio.fixture(loop_scope="session")
async def database(bot: BotProcess, database_address: str) -> AsyncIterator[Database]:
    async with open_database(database_address, Path("/nowhere")) as opened:
        yield opened


def files_of(company: Company, stem: str) -> list[str]:
    """The files of SharePoint whose name begins so."""
    tenant = company.simulation.tenant
    files = tenant.geography_of(tenant.people[HUGO]).library.files.items()
    return sorted(file.path for _, file in files if f"/{stem}" in file.path)


async def synced(chat: Chat) -> Card:
    card = await chat.executed(await chat.asked(), "sync")
    assert card.title == FIXED
    return card


async def renamed(company: Company, chat: Chat) -> Card:
    """Sync, rename, choose another photo and sync again; what the last sync shows."""
    tenant = company.simulation.tenant
    await synced(chat)
    tenant.rename(HUGO, f"ana.silva@{tenant.domain}")
    tenant.change_photo(HUGO, drawn(Portrait(0, shot=1)))
    return await synced(chat)


async def test_who_was_renamed_has_the_old_pictures_removed_in_two_taps(
    company: Company, chat_of: ChatOf
) -> None:
    chat, amara = chat_of(HUGO), company.simulation.tenant.snapshot(AMARA)
    card = await renamed(company, chat)
    assert len(files_of(company, STEM)) == 3
    question = await chat.executed(card, "ask_to_remove_former")
    assert question.title == "Remove your old pictures?"
    assert len(files_of(company, STEM)) == 3
    assert (await chat.executed(question, "remove_former")).title == REMOVED
    assert files_of(company, STEM) == []
    assert len(files_of(company, "ana_silva")) == 3
    assert company.is_in_sync(HUGO)
    assert company.simulation.tenant.snapshot(AMARA) == amara
    history = await chat.asked("what did you do?")
    assert any("SharePoint, large, under a former name" in each for each in history.texts)


async def test_who_is_forgotten_leaves_no_path_behind_and_no_proof(
    company: Company, chat_of: ChatOf, database: Database, database_address: str
) -> None:
    chat = chat_of(HUGO)
    await renamed(company, chat)
    assert await tables_naming(database, STEM) == {"proven_file": 3}
    status, done = await forget(company, database_address, HUGO)
    assert (status, done["deleted"]["proven_file"]) == (0, 6)
    assert await tables_naming(database, STEM) == {}
    tenant = company.simulation.tenant
    tenant.change_photo(HUGO, drawn(Portrait(0)))
    card = await synced(chat)
    assert not [each for each in card.texts if "under a former name" in each]
    assert len(files_of(company, STEM)) == 3
