"""The bot is killed at every kind of moment at once, and started again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.storage.embedded import embedded_postgres
from simulation.channel.messages import Message, State
from tests.scenarios.audit import (
    let_leases_run_out,
    no_row_can_be_written,
    until_somebody_waits,
    writes,
)
from tests.scenarios.bot_process import BotProcess, bot_process, connect, settings_for
from tests.scenarios.card import Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import PROPERTY_WRITES, Company, Counted
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.leaks import assert_tells_nothing
from tests.simulation.world import (
    AMARA,
    BEN,
    CHIARA,
    DMITRI,
    ELIF,
    HUGO,
    KEIKO,
    LUKAS,
    NIALL,
)
from tests.storage.processes import kill, postmasters, supervisors
from tests.waiting import until

# Two starts of the bot with a Postgres of its own take their time on a busy machine.
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

PRESSED = (BEN, CHIARA, HUGO, LUKAS)
REPAIRED = (*PRESSED, KEIKO)
LEFT = (*REPAIRED, DMITRI)


@dataclass
class Crash:
    """What was known when the bot was killed, and what became of it."""

    company: Company
    home: Path
    url: str
    bot: BotProcess
    cards: dict[str, Card] = field(default_factory=dict)
    unanswered: dict[str, Message] = field(default_factory=dict)
    counted: dict[str, tuple[Counted, Counted]] = field(default_factory=dict)
    recovered: dict[str, Card] = field(default_factory=dict)

    def chat(self, person: str) -> Chat:
        return personal_chat(self.company, person)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def crash(served: Company) -> AsyncIterator[Crash]:
    """Everybody at another moment, `kill -9`, and a new start."""
    with TemporaryDirectory(prefix="photobot-scenario-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "postgres"
        settings = settings_for(served.simulation) | {"PHOTOBOT_FOLDER": folder}
        async with bot_process(settings) as first:
            connect(served.simulation, first)
            await open_chats(served)
            async with embedded_postgres(home) as url:
                pass
            crash = Crash(served, home, url, first)
            await reach_every_moment(crash)
        assert_tells_nothing(first, served)
        async with bot_process(settings) as crash.bot:
            connect(served.simulation, crash.bot)
            await come_back(crash)
            yield crash
            served.reset()
            assert await crash.bot.stop() == 0
            assert not postmasters(home)
            assert not supervisors(home)
        assert_tells_nothing(crash.bot, served)


async def reach_every_moment(crash: Crash) -> None:
    """Hold everybody's work at another call, and kill the bot."""
    company = crash.company
    crash.cards[NIALL] = await crash.chat(NIALL).executed(await crash.chat(NIALL).asked(), "sync")
    offered = await asyncio.gather(*(crash.chat(person).asked() for person in REPAIRED))
    crash.cards |= dict(zip(REPAIRED, offered, strict=True))
    crash.counted = {person: company.count_writes(person) for person in REPAIRED}
    after_the_writes = company.hold_writing("L", LUKAS)
    held = [
        company.hold_writing("S", BEN),
        company.hold_writing("L", CHIARA),
        company.hold(route=PROPERTY_WRITES, person=HUGO),
        company.hold(route=r"\$batch", person=DMITRI),
    ]
    pressing = [
        asyncio.create_task(crash.chat(person).execute(crash.cards[person], "sync"))
        for person in PRESSED
    ]
    crash.cards[DMITRI] = await crash.chat(DMITRI).ask()
    await after_the_writes.reached.wait()
    held.append(company.hold(method="GET", route=company.file_route("L", LUKAS)))
    after_the_writes.released.set()
    await asyncio.gather(*(hold.reached.wait() for hold in held))
    waiting = [*await asyncio.gather(*pressing), crash.cards[DMITRI]]
    assert all(card.is_waiting for card in waiting)
    await reach_the_moments_before_an_answer(crash)


async def reach_the_moments_before_an_answer(crash: Crash) -> None:
    company, keiko = crash.company, crash.cards[KEIKO]
    held = [
        company.hold(route=r"\$batch", person=AMARA),
        company.hold(route=PROPERTY_WRITES, person=KEIKO),
    ]
    crash.unanswered[AMARA] = crash.chat(AMARA).say()
    pressing = asyncio.create_task(
        crash.chat(KEIKO).invoke(keiko, "sync", keiko.action("sync")["data"])
    )
    await asyncio.gather(*(hold.reached.wait() for hold in held))
    async with no_row_can_be_written(crash.url):
        crash.unanswered[ELIF] = crash.chat(ELIF).say()
        await until_somebody_waits(crash.url)
        await crash.bot.kill()
    assert not (await pressing).accepted


async def come_back(crash: Crash) -> None:
    """People press "Try again" at once, and the leases of the killed process run out."""
    for person, message in crash.unanswered.items():
        assert await crash.chat(person).until_sent(message) is State.FAILED
        crash.chat(person).client.retry(message)
    await let_leases_run_out(crash.url)
    finished = [crash.chat(person).replaced(crash.cards[person]) for person in LEFT]
    crash.recovered = dict(zip(LEFT, await asyncio.gather(*finished), strict=True))


async def test_every_card_that_was_left_is_corrected(crash: Crash) -> None:
    said = {person: card.says_right for person, card in crash.recovered.items()}
    assert said == {person: crash.company.is_in_sync(person) for person in LEFT}
    assert said == {person: person in (LUKAS, HUGO) for person in LEFT}
    assert all(card.has_next_step for card in crash.recovered.values())


@pytest.mark.parametrize("person", [AMARA, ELIF], ids=["row written", "no row yet"])
async def test_whoever_got_no_answer_and_tries_again_gets_one(crash: Crash, person: str) -> None:
    answer = await crash.chat(person).until(lambda card: "Photobot" not in card.title)
    assert answer.says_right is crash.company.is_in_sync(person)


async def test_every_write_that_was_begun_is_in_the_audit(crash: Crash) -> None:
    for person, counted in crash.counted.items():
        noted = await writes(crash.url, person)
        assert len(noted) == sum(kind.calls for kind in counted) > 0
        assert [outcome for _, outcome in noted[:-1]] == ["verified"] * (len(noted) - 1)
        assert noted[-1][1] is None


async def test_what_was_told_as_fixed_stays_fixed(crash: Crash) -> None:
    assert crash.cards[NIALL].title == "Done! SharePoint now has this photo"
    assert (
        crash.chat(NIALL).card(crash.cards[NIALL].message_id).title
        == "Done! SharePoint now has this photo"
    )
    assert crash.company.is_in_sync(NIALL)


async def test_one_postgres_runs_after_a_new_start(crash: Crash) -> None:
    assert (len(postmasters(crash.home)), len(supervisors(crash.home))) == (1, 1)


async def test_a_killed_postgres_is_answered_for_with_words_and_comes_back(crash: Crash) -> None:
    [server] = postmasters(crash.home)
    kill(server)
    first = await crash.chat(AMARA).asked()
    assert first.has_next_step
    await until(lambda: postmasters(crash.home) not in ([], [server]))
    assert (await crash.chat(AMARA).asked()).says_right


async def test_everybody_is_fixed_in_the_end(crash: Crash) -> None:
    crash.company.holds.release()
    for person in LEFT:
        shown = await crash.chat(person).asked()
        if "sync" in shown.verbs:
            shown = await crash.chat(person).executed(shown, "sync")
        assert shown.says_right, shown.texts
        assert crash.company.is_in_sync(person)


async def test_a_stop_lets_a_repair_that_was_begun_be_finished(crash: Crash) -> None:
    company, chat = crash.company, crash.chat(BEN)
    company.upload_another_photo(BEN)
    offered = await chat.asked()
    held = company.hold_writing("M", BEN)
    pressed = await chat.execute(offered, "sync")
    await held.reached.wait()
    assert pressed.is_waiting
    stopping = asyncio.create_task(crash.bot.stop())
    held.released.set()
    assert await stopping == 0
    assert chat.card(offered.message_id).title == "Done! SharePoint now has this photo"
    assert company.is_in_sync(BEN)
