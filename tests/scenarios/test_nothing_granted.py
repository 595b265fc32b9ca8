"""A company that granted nothing: the bot starts, asks, and claims nothing."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.scenarios.bot_process import BotProcess, bot_process, connect, settings_for
from tests.scenarios.card import Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import ChatOf, open_chats
from tests.scenarios.leaks import assert_tells_nothing
from tests.simulation.world import AMARA, BEN

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIRST = "Where do you see the wrong photo?"
OF_MICROSOFT_365 = ("PHOTOBOT_CLIENT_ID", "PHOTOBOT_CERTIFICATE_FILE")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(served: Company, database_address: str) -> AsyncIterator[BotProcess]:
    """The bot as it is when nobody gave it more than a name in Teams."""
    settings = settings_for(served.simulation) | {"DATABASE_URL": database_address}
    bare = {name: value for name, value in settings.items() if name not in OF_MICROSOFT_365}
    async with bot_process(bare) as running:
        connect(served.simulation, running)
        await open_chats(served)
        yield running
        assert await running.stop() == 0
    assert_tells_nothing(running, served)


async def choose(chat: Chat, card: Card, title: str) -> Card:
    """Press the button with this title."""
    [action] = [each for each in card.content["actions"] if each["title"] == title]
    answer = await chat.invoke(card, action["verb"], action["data"])
    assert answer.status == 200
    return Card(card.message_id, answer.body["value"])


async def test_the_person_is_asked_and_told_what_it_probably_is(chat_of: ChatOf) -> None:
    chat = chat_of(BEN)
    card = await chat.asked()
    assert card.title == FIRST
    card = await choose(chat, card, "SharePoint or OneDrive")
    assert card.title == "Which photo does My Account show?"
    card = await choose(chat, card, "The right photo")
    assert card.title == "SharePoint probably hasn't picked up your photo yet"
    assert "I'm judging by your answers alone" in " ".join(card.texts)


async def test_the_steps_end_with_a_question_and_with_no_promise(
    company: Company, chat_of: ChatOf
) -> None:
    chat = chat_of(BEN)
    card = await choose(chat, await chat.asked(), "SharePoint or OneDrive")
    card = await choose(chat, card, "I don't know")
    for title in ("Show me the steps", "Windows", "Firefox", *["I did this"] * 5):
        card = await choose(chat, card, title)
    assert card.title == "Wait, then check"
    assert "recheck" not in card.verbs
    company.visit_sharepoint(BEN)
    card = await choose(chat, card, "It's still wrong")
    assert (card.title, company.is_in_sync(BEN)) == (FIRST, True)


async def test_who_is_in_sync_is_not_told_so_where_nothing_was_read(
    company: Company, chat_of: ChatOf
) -> None:
    assert company.is_in_sync(AMARA)
    card = await chat_of(AMARA).asked()
    assert (card.says_right, card.pictures) == (False, {})


async def test_small_talk_goes_on(chat_of: ChatOf) -> None:
    assert (await chat_of(AMARA).ask("thank you!")).title == "You're welcome"
