"""The bot promises to look again, and does so whatever happens to it meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import pytest_asyncio

from simulation.faults import Kind
from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import BotProcess, bot_process, connect, settings_for
from tests.scenarios.card import Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.due import (
    let_leases_run_out,
    let_messages_fall_due,
    let_promises_fall_due,
    until_messages_are_put_off,
    until_nothing_is_due,
    until_nothing_is_promised,
)
from tests.scenarios.leaks import assert_tells_nothing
from tests.simulation.world import BEN, CHIARA

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

PROMISED = "I'll check again"


@dataclass
class Deployment:
    """A company whose bot may look and not repair, started as often as a test likes."""

    company: Company
    settings: dict[str, str]
    url: str
    earlier: dict[str, set[str]] = field(default_factory=dict)

    def chat(self, person: str) -> Chat:
        return personal_chat(self.company, person)

    @asynccontextmanager
    async def running(self, *command: str) -> AsyncIterator[BotProcess]:
        """One process; what it logged is searched when it has ended."""
        async with bot_process(self.settings, *command) as bot:
            if bot.address:
                connect(self.company.simulation, bot)
            yield bot
            assert await bot.stop() in (0, -9)
        assert_tells_nothing(bot, self.company)

    async def promised(self, person: str) -> Card:
        """Somebody has the bot promise to look again."""
        self.earlier[person] = {card.message_id for card in self.chat(person).cards}
        checked = await self.chat(person).asked()
        answer = await self.chat(person).executed(checked, "recheck")
        assert answer.title == PROMISED
        return answer

    async def told(self) -> None:
        """The promised time comes, and everything that follows from it."""
        await let_promises_fall_due(self.url)
        await until_nothing_is_due(self.url)

    def kept(self, person: str) -> list[Card]:
        """What somebody was told unasked since the promise."""
        since = [c for c in self.chat(person).cards if c.message_id not in self.earlier[person]]
        return [card for card in since if "As promised" in " ".join(card.texts)]


@pytest_asyncio.fixture(loop_scope="session")
async def deployment(company: Company, postgres: str) -> AsyncIterator[Deployment]:
    async with database_like(TEMPLATE, postgres) as url:
        settings = settings_for(company.simulation, "reader") | {"DATABASE_URL": url}
        yield Deployment(company, settings, url)


async def test_a_promise_outlives_the_bot_and_is_kept_once(deployment: Deployment) -> None:
    company = deployment.company
    async with deployment.running() as first:
        await open_chats(company)
        await asyncio.gather(*(deployment.promised(person) for person in (BEN, CHIARA)))
        await first.kill()
    await let_promises_fall_due(deployment.url)
    company.visit_sharepoint(BEN)
    async with deployment.running():
        await until_nothing_is_due(deployment.url)
        [right], [old] = deployment.kept(BEN), deployment.kept(CHIARA)
        assert company.is_in_sync(BEN)
        assert right.says_right
        assert not company.is_in_sync(CHIARA)
        assert not old.says_right
        assert {"recheck", "guide", "check"} <= old.verbs
        again = await deployment.chat(BEN).executed(right, "check")
        assert again.says_right


async def test_a_bot_that_is_killed_while_it_looks_tells_once(deployment: Deployment) -> None:
    company = deployment.company
    async with deployment.running() as first:
        await open_chats(company)
        await deployment.promised(BEN)
        looking = company.hold(route=r"\$batch", person=BEN)
        await let_promises_fall_due(deployment.url)
        await looking.reached.wait()
        await first.kill()
        looking.released.set()
    await let_leases_run_out(deployment.url)
    async with deployment.running():
        await until_nothing_is_promised(deployment.url)
        assert len(deployment.kept(BEN)) == 1


async def test_two_workers_tell_once(deployment: Deployment) -> None:
    async with (
        deployment.running("serve", "--no-worker"),
        deployment.running("worker"),
        deployment.running("worker"),
    ):
        await open_chats(deployment.company)
        await asyncio.gather(*(deployment.promised(person) for person in (BEN, CHIARA)))
        await deployment.told()
    assert [len(deployment.kept(person)) for person in (BEN, CHIARA)] == [1, 1]


async def test_without_a_worker_a_promise_waits_for_one(deployment: Deployment) -> None:
    async with deployment.running("serve", "--no-worker"):
        await open_chats(deployment.company)
        await deployment.promised(BEN)
        await let_promises_fall_due(deployment.url)
        assert deployment.kept(BEN) == []
        async with deployment.running("worker"):
            await until_nothing_is_due(deployment.url)
        assert len(deployment.kept(BEN)) == 1


async def test_a_promise_that_was_taken_back_is_not_told(deployment: Deployment) -> None:
    async with deployment.running():
        await open_chats(deployment.company)
        promised = await deployment.promised(BEN)
        await deployment.promised(CHIARA)
        stopped = await deployment.chat(BEN).executed(promised, "stop")
        assert stopped.title == "I've stopped"
        await deployment.told()
        assert deployment.kept(BEN) == []
        assert len(deployment.kept(CHIARA)) == 1
        asked_again = await deployment.chat(BEN).executed(stopped, "recheck")
        assert asked_again.title == PROMISED
        await deployment.told()
        assert len(deployment.kept(BEN)) == 1


async def test_who_removed_the_bot_and_took_it_back_was_promised_nothing(
    deployment: Deployment,
) -> None:
    async with deployment.running():
        await open_chats(deployment.company)
        await deployment.promised(BEN)
        chat = deployment.chat(BEN)
        await chat.client.remove(chat.person, chat.where)
        await until_nothing_is_promised(deployment.url)
        await chat.open()
        await deployment.promised(CHIARA)
        await deployment.told()
        assert deployment.kept(BEN) == []
        assert len(deployment.kept(CHIARA)) == 1


async def test_what_cannot_be_read_when_it_is_due_is_read_a_little_later(
    deployment: Deployment,
) -> None:
    company = deployment.company
    async with deployment.running():
        await open_chats(company)
        await deployment.promised(BEN)
        await deployment.promised(CHIARA)
        company.visit_sharepoint(BEN, CHIARA)
        company.goes_wrong(Kind.FAIL, service="sharepoint", person=CHIARA)
        fault = company.goes_wrong(Kind.FAIL, service="graph")
        await let_promises_fall_due(deployment.url)
        await until_messages_are_put_off(deployment.url, 2)
        assert deployment.kept(BEN) == deployment.kept(CHIARA) == []
        company.simulation.faults.remove(fault)
        await let_messages_fall_due(deployment.url, waited=timedelta(hours=1))
        await until_nothing_is_due(deployment.url)
        [read], [not_read] = deployment.kept(BEN), deployment.kept(CHIARA)
        assert read.says_right
        assert not_read.title == "I couldn't check SharePoint's photo"
        assert "recheck" in not_read.verbs
