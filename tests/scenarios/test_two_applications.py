"""The bot that faces people may only read; a worker with an application of its own repairs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.postgres import TEMPLATE, database_like
from tests.scenarios.audit import let_leases_run_out, writes
from tests.scenarios.bot_process import BotProcess, bot_process, connect, settings_for
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.leaks import assert_tells_nothing
from tests.simulation.world import BEN, CHIARA
from tests.waiting import until_true

# Each starts two processes, which takes its time on a busy machine.
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]


@dataclass(frozen=True)
class Apart:
    """A reading bot and a writing worker, on one database."""

    company: Company
    url: str

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[BotProcess]:
        """The bot, with everybody's chat open."""
        async with bot_process(self._settings, "serve", "--no-worker") as bot:
            connect(self.company.simulation, bot)
            await open_chats(self.company)
            yield bot
        assert_tells_nothing(bot, self.company)

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[BotProcess]:
        """The worker, once it has said what it may write."""
        writer = self.company.simulation.describe()["apps"]["writer"]
        apart = {
            "PHOTOBOT_WRITER_CLIENT_ID": writer["client_id"],
            "PHOTOBOT_WRITER_CERTIFICATE_FILE": writer["certificate_file"],
        }
        async with bot_process(self._settings | apart, "worker") as worker:
            await until_true(self.url, "select exists (select from writer_grant)")
            yield worker
        assert_tells_nothing(worker, self.company)

    def chat(self, person: str) -> Chat:
        return personal_chat(self.company, person)

    @property
    def _settings(self) -> dict[str, str]:
        return settings_for(self.company.simulation, "reader") | {"DATABASE_URL": self.url}


@pytest_asyncio.fixture(loop_scope="session")
async def apart(company: Company, postgres: str) -> AsyncIterator[Apart]:
    async with database_like(TEMPLATE, postgres) as url:
        yield Apart(company, url)


async def test_a_press_in_the_chat_is_repaired_by_the_worker(apart: Apart) -> None:
    company, chat = apart.company, apart.chat(BEN)
    async with apart.bot():
        assert "sync" not in (await chat.asked()).verbs
        async with apart.worker():
            pressed = await chat.execute(await chat.asked(), "sync")
            assert pressed.is_waiting
            repaired = await chat.settled(pressed)
            assert repaired.title == "Done! SharePoint now has this photo"
            assert company.is_in_sync(BEN)
            assert {outcome for _, outcome in await writes(apart.url, BEN)} == {"verified"}
            assert (await chat.executed(repaired, "check")).says_right


async def test_a_worker_that_is_killed_leaves_a_card_that_tells_how_things_are(
    apart: Apart,
) -> None:
    company, chat = apart.company, apart.chat(CHIARA)
    async with apart.bot():
        async with apart.worker() as worker:
            held = company.hold_writing("L", CHIARA)
            pressed = await chat.execute(await chat.asked(), "sync")
            await held.reached.wait()
            await worker.kill()
        await let_leases_run_out(apart.url)
        left = await chat.settled(pressed)
        assert not company.is_in_sync(CHIARA)
        assert not left.says_right
