from dataclasses import replace

import pytest

from bot.storage.conversations import Conversations
from bot.storage.database import Database
from bot.talk.conversation import ConversationReference

CHAT = ConversationReference(
    person_id="ada",
    conversation_id="a:1",
    service_url="https://smba.example/emea",
    tenant_id="tenant",
    bot_id="28:bot",
    user_id="29:ada",
    locale="en-US",
)


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


async def test_a_chat_is_remembered(conversations: Conversations) -> None:
    await conversations.remember(CHAT)
    assert await conversations.of_person("ada") == CHAT


async def test_the_latest_chat_of_a_person_counts(conversations: Conversations) -> None:
    moved = ConversationReference("ada", "a:2", "https://new", "other", "28:b", "29:a", None)
    await conversations.remember(CHAT)
    await conversations.remember(moved)
    assert await conversations.of_person("ada") == moved


async def test_nobody_is_known_at_first(conversations: Conversations) -> None:
    assert await conversations.of_person("ada") is None


async def test_one_person_is_forgotten_and_others_are_not(conversations: Conversations) -> None:
    bob = replace(CHAT, person_id="bob")
    await conversations.remember(CHAT)
    await conversations.remember(bob)
    await conversations.forget("ada")
    assert await conversations.of_person("ada") is None
    assert await conversations.of_person("bob") == bob
