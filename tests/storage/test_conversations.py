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


async def test_the_latest_chat_of_a_person_replaces_the_earlier_one(
    conversations: Conversations,
) -> None:
    moved = ConversationReference("ada", "a:2", "https://new", "other", "28:b", "29:a", "de")
    await conversations.remember(CHAT)
    await conversations.remember(moved)
    assert await conversations.of_person("ada") == replace(moved, timezone=CHAT.timezone)


async def test_locale_and_time_zone_stay_where_an_activity_does_not_name_them(
    conversations: Conversations,
) -> None:
    await conversations.remember(CHAT)
    bare = replace(CHAT, locale=None, timezone=None)
    assert await conversations.remember(bare) == CHAT
    assert await conversations.of_person("ada") == CHAT


async def test_the_language_a_person_chose_goes_before_their_clients_language(
    conversations: Conversations, database: Database
) -> None:
    await Preferences(database).choose_language("ada", "zh_Hant")
    assert (await conversations.remember(CHAT)).locale == "zh_Hant"
    reached = await conversations.of_person("ada")
    assert reached
    assert reached.locale == "zh_Hant"


async def test_an_unknown_person_has_no_chat(conversations: Conversations) -> None:
    assert await conversations.of_person("ada") is None


async def test_dropping_a_closed_chat_keeps_the_persons_preferences(
    conversations: Conversations, database: Database
) -> None:
    await Preferences(database).choose_language("ada", "zh_Hant")
    await conversations.remember(CHAT)
    await conversations.drop(CHAT)
    assert await conversations.of_person("ada") is None
    assert (await conversations.remember(CHAT)).locale == "zh_Hant"


@pytest.mark.parametrize("new", [{"conversation_id": "a:2"}, {"service_url": "https://new"}])
async def test_dropping_a_closed_chat_keeps_a_newer_one(
    conversations: Conversations, new: dict[str, str]
) -> None:
    moved = replace(CHAT, **new)
    await conversations.remember(moved)
    await conversations.drop(CHAT)
    assert await conversations.of_person("ada") == moved


async def test_forgetting_a_person_keeps_the_chats_of_others(conversations: Conversations) -> None:
    bob = replace(CHAT, person_id="bob")
    await conversations.remember(CHAT)
    await conversations.remember(bob)
    await conversations.forget("ada")
    assert await conversations.of_person("ada") is None
    assert await conversations.of_person("bob") == bob
