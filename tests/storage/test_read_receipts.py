"""Which messages were opened, by read receipts, in whatever order they come."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from psycopg.rows import scalar_row

from bot.outbox.message import MessageState
from bot.storage.cards import Cards
from bot.storage.conversations import Conversations
from bot.storage.database import Database
from bot.storage.outbox import Messages
from bot.storage.presses import Presses
from bot.storage.read_receipts import ReadReceiptRows
from tests.storage.cards import a_card
from tests.storage.messages import KINDS, MINE, NOW, a_message
from tests.storage.test_conversations import CHAT

CHAT_ID = CHAT.conversation_id
LATER = NOW + timedelta(hours=1)


@dataclass
class Sending:
    """Sends messages to Ada, each with the channel's id of it."""

    database: Database

    async def begin(self, reader: str = "ada", chat: str = CHAT_ID) -> UUID:
        messages = Messages(self.database)
        message = a_message(reader=reader)
        await messages.add(message)
        assert await Cards(self.database).open(a_card(id=message.id, conversation_id=chat))
        [claimed] = await messages.claim(KINDS, MINE, NOW, 1)
        assert await messages.begin(claimed, NOW)
        return message.id

    async def end(self, message: UUID, sent_as: str | None) -> UUID:
        state = MessageState.DELIVERED if sent_as else MessageState.UNCONFIRMED
        begun = a_message(id=message, lease=MINE, state=MessageState.SENDING)
        await Messages(self.database).end(begun, state, NOW, sent_as=sent_as)
        return message

    async def send(self, sent_as: str | None, reader: str = "ada", chat: str = CHAT_ID) -> UUID:
        return await self.end(await self.begin(reader, chat), sent_as)

    async def read(self, last: int, reader: str = "ada", chat: str = CHAT_ID) -> None:
        await ReadReceiptRows(self.database).note_read(reader, chat, last, LATER)

    async def opened(self, message: UUID) -> object:
        query = "select opened_at from outbox where id = %s"
        return await self.database.row(query, (message,), scalar_row)


@pytest.fixture
async def sending(database: Database) -> Sending:
    await Conversations(database).remember(CHAT)
    return Sending(database)


async def test_messages_up_to_the_last_that_was_read_were_opened(sending: Sending) -> None:
    first, second, third = [await sending.send(each) for each in ("998", "1001", "1002")]
    await sending.read(1001)
    assert await sending.opened(first) == LATER
    assert await sending.opened(second) == LATER
    assert await sending.opened(third) is None


async def test_ids_are_compared_as_numbers(sending: Sending) -> None:
    earlier, later = await sending.send("999"), await sending.send("10000")
    await sending.read(1000)
    assert await sending.opened(earlier)
    assert await sending.opened(later) is None


@pytest.mark.parametrize("sent_as", ["1:abc", "1e2", "-5", "9" * 400, None])
async def test_a_message_whose_id_is_no_number_is_not_known_to_be_opened(
    sending: Sending, sent_as: str | None
) -> None:
    message = await sending.send(sent_as)
    await sending.read(10**15 - 1)
    assert await sending.opened(message) is None


async def test_a_receipt_counts_for_its_reader_in_their_own_chat_alone(sending: Sending) -> None:
    theirs, elsewhere = await sending.send("5", "ben"), await sending.send("5", chat="a:old")
    await sending.read(9, "ben")
    await sending.read(9, chat="a:old")
    await sending.read(9)
    assert await sending.opened(theirs) is None
    assert await sending.opened(elsewhere) is None


async def test_object_ids_may_be_written_in_other_letters(sending: Sending) -> None:
    message = await sending.send("5")
    await sending.read(5, "ADA")
    assert await sending.opened(message)


async def test_a_receipt_that_comes_before_the_message_is_noted_as_sent_counts(
    sending: Sending,
) -> None:
    message = await sending.begin()
    await sending.read(1001)
    await sending.read(7)
    assert await sending.opened(message) is None
    await sending.end(message, "1001")
    assert await sending.opened(message) == NOW
    assert await sending.opened(await sending.send("1002")) is None


async def test_what_was_read_in_an_earlier_chat_says_nothing_about_the_next(
    sending: Sending,
) -> None:
    await sending.read(1001)
    await Conversations(sending.database).remember(CHAT)
    assert await sending.opened(await sending.send("1001"))
    await Conversations(sending.database).remember(replace(CHAT, conversation_id="a:new"))
    assert await sending.opened(await sending.send("1001", chat="a:new")) is None


async def test_when_it_was_first_opened_stays(sending: Sending) -> None:
    message = await sending.send("5")
    await Presses(sending.database).note_press(message, "ada", NOW, automatic=True)
    await sending.read(5)
    assert await sending.opened(message) == NOW


async def test_no_conversation_comes_of_a_receipt(sending: Sending) -> None:
    await sending.read(5, "zoe", "a:zoe")
    assert await Conversations(sending.database).of_person("zoe") is None
