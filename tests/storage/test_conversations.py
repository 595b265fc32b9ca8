from dataclasses import replace

import pytest

from bot.chat.conversation import ConversationReference
from bot.storage.conversations import Conversations
from bot.storage.database import Database
from bot.storage.preferences import Preferences

CHAT = ConversationReference(
    person_id="ada",
    conversation_id="a:1",
    service_url="https://smba.example/emea",
    tenant_id="tenant",
    bot_id="28:bot",
    user_id="29:ada",
    locale="en-US",
    timezone="Europe/Berlin",
)


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


async def test_a_chat_is_remembered(conversations: Conversations) -> None:
    await conversations.remember(CHAT)
    assert await conversations.of_person("ada") == CHAT


async def test_the_latest_chat_of_a_person_counts(conversations: Conversations) -> None:
    moved = ConversationReference("ada", "a:2", "https://new", "other", "28:b", "29:a", "de")
    await conversations.remember(CHAT)
    await conversations.remember(moved)
    assert await conversations.of_person("ada") == replace(moved, timezone=CHAT.timezone)


async def test_what_an_activity_does_not_say_of_the_client_stays_as_it_was(
    conversations: Conversations,
) -> None:
    await conversations.remember(CHAT)
    bare = replace(CHAT, locale=None, timezone=None)
    assert await conversations.remember(bare) == CHAT
    assert await conversations.of_person("ada") == CHAT


async def test_the_language_that_a_person_chose_goes_before_their_clients(
    conversations: Conversations, database: Database
) -> None:
    await Preferences(database).choose_language("ada", "zh_Hant")
    assert (await conversations.remember(CHAT)).locale == "zh_Hant"
    reached = await conversations.of_person("ada")
    assert reached
    assert reached.locale == "zh_Hant"


async def test_nobody_is_known_at_first(conversations: Conversations) -> None:
    assert await conversations.of_person("ada") is None


async def test_a_closed_chat_is_dropped_and_what_its_person_chose_is_kept(
    conversations: Conversations, database: Database
) -> None:
    await Preferences(database).choose_language("ada", "zh_Hant")
    await conversations.remember(CHAT)
    await conversations.drop(CHAT)
    assert await conversations.of_person("ada") is None
    assert (await conversations.remember(CHAT)).locale == "zh_Hant"


@pytest.mark.parametrize("new", [{"conversation_id": "a:2"}, {"service_url": "https://new"}])
async def test_a_chat_that_took_the_place_of_a_closed_one_stays(
    conversations: Conversations, new: dict[str, str]
) -> None:
    moved = replace(CHAT, **new)
    await conversations.remember(moved)
    await conversations.drop(CHAT)
    assert await conversations.of_person("ada") == moved


async def test_one_person_is_forgotten_and_others_are_not(conversations: Conversations) -> None:
    bob = replace(CHAT, person_id="bob")
    await conversations.remember(CHAT)
    await conversations.remember(bob)
    await conversations.forget("ada")
    assert await conversations.of_person("ada") is None
    assert await conversations.of_person("bob") == bob
