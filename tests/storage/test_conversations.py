from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.conversation import ConversationReference
from bot.outbox.message import MessageState
from bot.storage.conversations import Conversations
from bot.storage.database import Database
from bot.storage.outbox import Messages
from bot.storage.preferences import Preferences
from tests.storage.messages import KINDS, MINE, NOW, a_message

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


async def test_a_chat_is_found_by_an_id_in_other_letters_and_first_by_the_same(
    conversations: Conversations,
) -> None:
    await conversations.remember(replace(CHAT, person_id="ADA"))
    found = await conversations.of_person("ada")
    assert found is not None
    assert found.person_id == "ADA"
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
    conversations: Conversations, new: dict[str, Any]
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


async def test_a_chat_tells_whether_its_person_missed_a_message(
    conversations: Conversations, database: Database
) -> None:
    messages = Messages(database)
    await messages.add(a_message(about=None))
    assert not (await conversations.remember(CHAT)).has_missed
    [message] = await messages.claim(KINDS, MINE, NOW, 1)
    failing = replace(message, reason="gone", failing_since=NOW)
    await messages.put_back(failing, NOW + timedelta(days=1), NOW)
    assert (await conversations.remember(CHAT)).has_missed
    assert not (await conversations.remember(replace(CHAT, person_id="ben"))).has_missed
    await messages.hasten("ada", {"gone"}, NOW)
    [message] = await messages.claim(KINDS, MINE, NOW, 1)
    await messages.end(message, MessageState.FAILED, NOW, reason="gone")
    reached = await conversations.of_person("ada")
    assert reached
    assert reached.has_missed
    await messages.note_told([message.id], NOW)
    assert not (await conversations.remember(CHAT)).has_missed


@pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.UNCONFIRMED])
async def test_a_nudge_that_failed_is_nothing_to_tell(
    conversations: Conversations, database: Database, state: MessageState
) -> None:
    await conversations.remember(CHAT)
    await Messages(database).add(a_message(kind="nudge", state=state, reason="blocked"))
    assert not (await conversations.remember(CHAT)).has_missed


async def test_a_promise_that_was_lost_is_not_told_once_a_later_one_was_made(
    conversations: Conversations, database: Database
) -> None:
    messages = Messages(database)
    await messages.add(a_message(about=None, state=MessageState.FAILED))
    assert (await conversations.remember(CHAT)).has_missed
    later = NOW + timedelta(hours=1)
    await messages.add(a_message(about=None, state=MessageState.DELIVERED, created_at=later))
    assert not (await conversations.remember(CHAT)).has_missed


async def test_what_waits_for_another_reason_than_the_chat_is_nothing_to_tell(
    conversations: Conversations, database: Database
) -> None:
    await Messages(database).add(a_message(reason="throttled", failing_since=NOW))
    assert not (await conversations.remember(CHAT)).has_missed


async def test_what_a_person_writes_in_goes_before_their_client_and_after_their_choice(
    conversations: Conversations, database: Database
) -> None:
    preferences = Preferences(database)
    assert await preferences.note_written_in("ada", "zh_Hant") == "zh_Hant"
    kept = replace(CHAT, locale="zh_Hant", written_in="zh_Hant")
    assert await conversations.remember(CHAT) == kept
    assert await conversations.of_person("ada") == kept
    await preferences.choose_language("ada", "en")
    assert await preferences.note_written_in("ada", "zh_Hant") == "en"
    chosen = replace(kept, locale="en")
    assert await conversations.remember(CHAT) == chosen
    assert await conversations.of_person("ada") == chosen


async def test_what_one_person_writes_in_is_nobody_elses_language(
    conversations: Conversations, database: Database
) -> None:
    await Preferences(database).note_written_in("bob", "zh_Hant")
    assert await conversations.remember(CHAT) == CHAT
