"""Whatever stalls: words within ten seconds, and the card finished once it answers again."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest
import pytest_asyncio

from simulation.channel.faults import Fault as ChannelFault
from simulation.channel.messages import State
from simulation.faults import Kind
from tests.scenarios.bot_process import BotProcess, bot_process, connect, settings_for
from tests.scenarios.card import Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.leaks import assert_tells_nothing
from tests.simulation.world import AMARA, BEN, CHIARA
from tests.storage.processes import postgres_processes

# A bot with a Postgres of its own, which is stopped, and services that answer late.
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

WORDS_SECONDS = 10.0
CHECK_SECONDS = 12.0


@dataclass(frozen=True)
class Running:
    """A bot with a Postgres of its own, and its company."""

    company: Company
    bot: BotProcess
    home: Path

    def chat(self, person: str) -> Chat:
        return personal_chat(self.company, person)

    @asynccontextmanager
    async def stopped_postgres(self) -> AsyncIterator[None]:
        """Stop every process of the database: it takes what it is sent, and answers nothing."""
        processes = postgres_processes(self.home)
        send(processes, signal.SIGSTOP)
        try:
            yield
        finally:
            send(processes, signal.SIGCONT)


def send(processes: list[psutil.Process], number: int) -> None:
    for process in processes:
        process.send_signal(number)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def started(served: Company) -> AsyncIterator[Running]:
    with TemporaryDirectory(prefix="photobot-scenario-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        settings = settings_for(served.simulation) | {"PHOTOBOT_FOLDER": folder}
        async with bot_process(settings) as bot:
            connect(served.simulation, bot)
            await open_chats(served)
            yield Running(served, bot, Path(folder) / "postgres")
            assert await bot.stop() == 0
        assert_tells_nothing(bot, served)


@pytest.fixture
def running(company: Company, started: Running) -> Running:
    return started


async def in_time(card: Awaitable[Card], seconds: float = WORDS_SECONDS) -> Card:
    began = time.monotonic()
    shown = await card
    assert time.monotonic() - began < seconds
    assert shown.has_next_step, shown.texts
    return shown


async def test_a_message_while_the_database_does_not_answer(running: Running) -> None:
    chat = running.chat(AMARA)
    async with running.stopped_postgres():
        first = await in_time(chat.ask())
        assert not first.says_right
    assert (await chat.asked()).says_right


async def test_help_while_the_database_does_not_answer(running: Running) -> None:
    async with running.stopped_postgres():
        await in_time(running.chat(AMARA).ask("help"))


async def test_a_press_while_the_database_does_not_answer(running: Running) -> None:
    chat = running.chat(BEN)
    offered = await chat.asked()
    before = running.company.held(BEN)
    async with running.stopped_postgres():
        began = time.monotonic()
        answer = await chat.invoke(offered, "sync", offered.action("sync")["data"])
        assert time.monotonic() - began < WORDS_SECONDS
        assert answer.accepted
        assert answer.body["value"], "no words"
    assert running.company.held(BEN) == before
    assert (await chat.asked()).verbs


async def test_a_database_that_stops_answering_during_a_check(running: Running) -> None:
    chat = running.chat(AMARA)
    held = running.company.hold(service="graph", person=AMARA)
    first = await in_time(chat.ask())
    assert first.is_waiting
    async with running.stopped_postgres():
        held.released.set()
        assert (await chat.replaced(first)).says_right
    await asyncio.sleep(1)
    assert (await chat.asked()).says_right


@pytest.mark.parametrize("service", ["graph", "sharepoint"])
async def test_a_service_that_never_answers_is_not_known_and_the_rest_is_shown(
    running: Running, service: str
) -> None:
    chat = running.chat(AMARA)
    running.company.hold(service=service, times=1000)
    began = time.monotonic()
    first = await in_time(chat.ask())
    result = await chat.settled(first)
    assert time.monotonic() - began < CHECK_SECONDS + 4
    assert not result.says_right
    assert result.has_next_step


async def test_a_connector_that_answers_late_gets_one_card(running: Running) -> None:
    chat = running.chat(AMARA)
    faults = running.company.simulation.channel.channel.delivery.faults
    faults.tell(ChannelFault("send", delay=12.0))
    cards = len(chat.cards)
    began = time.monotonic()
    message = chat.say("help")
    assert await chat.until_sent(message) is State.SENT
    assert time.monotonic() - began < WORDS_SECONDS
    await chat.until(lambda _: len(chat.cards) > cards)
    assert len(chat.cards) == cards + 1


async def test_a_waiting_card_whose_update_is_refused_is_followed_by_the_result(
    running: Running,
) -> None:
    chat = running.chat(CHIARA)
    held = running.company.hold(service="graph", person=CHIARA)
    first = await in_time(chat.ask())
    faults = running.company.simulation.channel.channel.delivery.faults
    faults.tell(ChannelFault("update", status=404, code="ActivityNotFoundInConversation"))
    held.released.set()
    result = await chat.until(
        lambda card: card.message_id > first.message_id and not card.is_waiting
    )
    assert result.has_next_step


async def test_a_login_that_stalls_at_the_start_delays_the_answer_and_loses_none(
    running: Running, company: Company
) -> None:
    login = company.goes_wrong(Kind.STALL, service="login", seconds=600)
    with TemporaryDirectory(prefix="photobot-scenario-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        settings = settings_for(company.simulation) | {"PHOTOBOT_FOLDER": folder}
        async with bot_process(settings) as bot:
            connect(company.simulation, bot)
            chat = running.chat(AMARA)
            began, cards = time.monotonic(), len(chat.cards)
            message = chat.say()
            assert await chat.until_sent(message) is State.SENT
            assert time.monotonic() - began < WORDS_SECONDS
            company.simulation.faults.remove(login)
            await chat.until(lambda card: len(chat.cards) > cards and card.says_right)
            assert await bot.stop() == 0
    connect(company.simulation, running.bot)
