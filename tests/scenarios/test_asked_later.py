"""“What did you do?”, “why?” and a language of one's own, also after a new start."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from psycopg import AsyncConnection

from tests.scenarios.bot_process import bot_process, connect, settings_for
from tests.scenarios.card import Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.leaks import SHAPES, assert_tells_nothing, words_about_people
from tests.simulation.world import AMARA, BEN, CHIARA

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

CHECKED = "SharePoint has a different photo of you"


@dataclass(frozen=True)
class Asked:
    """What was answered by the first process, and what by the next one."""

    before: dict[str, Card]
    after: dict[str, Card]
    rows: str


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def asked(served: Company, database_address: str) -> AsyncIterator[Asked]:
    settings = settings_for(served.simulation) | {"DATABASE_URL": database_address}
    ben, chiara = (personal_chat(served, person) for person in (BEN, CHIARA))
    async with bot_process(settings) as first:
        connect(served.simulation, first)
        await open_chats(served)
        before = await ask_everything(ben, chiara)
        assert await first.stop() == 0
    async with bot_process(settings) as second:
        connect(served.simulation, second)
        after = {
            "status": await ben.ask("is it done yet?"),
            "why": await ben.ask("why?"),
            "help": await chiara.ask("help"),
            "nobody else's": await personal_chat(served, AMARA).ask("what did you do?"),
        }
        yield Asked(before, after, await every_row(database_address))
        assert await second.stop() == 0
    for process in (first, second):
        assert_tells_nothing(process, served)


async def ask_everything(ben: Chat, chiara: Chat) -> dict[str, Card]:
    checked = await ben.asked()
    return {
        "checked": checked,
        "why": await ben.execute(checked, "explain"),
        "repaired": await ben.executed(checked, "sync"),
        "status": await ben.ask("what did you do?"),
        "chosen": await chiara.ask("中文"),
    }


async def every_row(url: str) -> str:
    """Everything that is kept of cards and changes, as text."""
    query = "select card::text from card union all select effect::text from effect"
    async with await AsyncConnection.connect(url) as connection:
        rows = await (await connection.execute(query)).fetchall()
    return "\n".join(row[0] for row in rows)


async def test_a_result_can_be_asked_for_its_reasons(asked: Asked) -> None:
    why = asked.before["why"]
    assert asked.before["checked"].title == CHECKED
    assert (why.title, why.verbs) == ("Why I say so", {"sync", "check"})
    assert CHECKED in why.texts[1]


async def test_what_was_done_is_told_write_by_write(asked: Asked) -> None:
    assert asked.before["repaired"].title == "Done! SharePoint now has this photo"
    told = "\n".join(asked.before["status"].texts)
    assert "Your photo: in sync" in told
    assert told.count(": written and read back") >= 3
    assert "I don't know" not in told


async def test_it_is_still_known_after_a_new_start(asked: Asked) -> None:
    assert asked.after["status"].texts == asked.before["status"].texts
    assert "Your photo is the same everywhere" in asked.after["why"].texts[1]


async def test_whoever_asks_is_told_of_themselves_alone(asked: Asked) -> None:
    assert asked.after["nobody else's"].title == "I haven't done anything for you yet"


async def test_a_chosen_language_is_still_spoken_after_a_new_start(asked: Asked) -> None:
    assert asked.before["chosen"].action("language")["title"] == "語言"
    assert asked.after["help"].action("language")["title"] == "語言"
    assert asked.after["help"].action("check")["title"] != "Check my photo"


async def test_what_is_kept_names_nobody_and_shows_no_picture(
    asked: Asked, served: Company
) -> None:
    assert "distance" in asked.rows
    kept = asked.rows.casefold()
    assert [word for word in words_about_people(served) if word in kept] == []
    assert not SHAPES.search(asked.rows)
    assert "http" not in kept
