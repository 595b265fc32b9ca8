"""Which message only which person sees, in Postgres."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from psycopg.rows import tuple_row

from bot.chat.conversation import ConversationReference
from bot.storage.database import Database
from bot.storage.sweeps import delete_expired
from bot.storage.targeted import TargetedMessages

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
GROUP = ConversationReference(
    person_id="6f3c0f5e-0000-4000-8000-00000000000a",
    conversation_id="19:group@thread.v2",
    service_url="https://smba.trafficmanager.net/emea",
    tenant_id="1b4e28ba-2fa1-41d2-883f-0016d3cca427",
    bot_id="28:bot",
    user_id="29:amara",
    locale=None,
)


@pytest.fixture
def messages(database: Database) -> TargetedMessages:
    return TargetedMessages(database)


async def test_where_a_person_sees_a_message_alone_is_known_until_it_vanishes(
    messages: TargetedMessages,
) -> None:
    await messages.note(GROUP, "1", NOW + DAY)
    assert await messages.of_message(GROUP.person_id, "1", NOW) == GROUP
    assert await messages.of_message(GROUP.person_id, "1", NOW + DAY) is None


async def test_nobody_else_and_no_other_message_is_meant(messages: TargetedMessages) -> None:
    await messages.note(GROUP, "1", NOW + DAY)
    assert await messages.of_message("somebody else", "1", NOW) is None
    assert await messages.of_message(GROUP.person_id, "2", NOW) is None


async def test_an_object_id_may_be_written_in_capitals(messages: TargetedMessages) -> None:
    await messages.note(GROUP, "1", NOW + DAY)
    capitals = GROUP.person_id.upper()
    assert await messages.of_message(capitals, "1", NOW) == replace(GROUP, person_id=capitals)


async def test_a_message_of_this_name_in_another_conversation_takes_the_place(
    messages: TargetedMessages,
) -> None:
    elsewhere = replace(GROUP, conversation_id="19:channel;messageid=7")
    await messages.note(GROUP, "1", NOW + DAY)
    await messages.note(elsewhere, "1", NOW + DAY)
    assert await messages.of_message(GROUP.person_id, "1", NOW) == elsewhere


async def test_rows_of_vanished_messages_are_deleted(
    messages: TargetedMessages, database: Database
) -> None:
    await messages.note(GROUP, "1", NOW)
    await messages.note(GROUP, "2", NOW + DAY)
    assert await delete_expired(database, NOW) == 1
    assert await database.rows("select message_id from targeted_message", {}, tuple_row) == [("2",)]
