"""Enqueueing and withdrawing messages."""

from datetime import timedelta
from uuid import uuid4

from bot.outbox.message import MessageState
from tests.outbox.fakes import KIND, NOW, PostOffice


async def test_a_message_is_kept_until_its_retention_after_it_was_due(office: PostOffice) -> None:
    due = NOW + timedelta(days=1)
    message = await office.put("ada", due)
    assert (message.state, message.due_at, message.not_before) == (MessageState.QUEUED, due, due)
    assert message.expires_at == due + timedelta(days=30)
    assert message.about is not None
    assert await office.outbox.of(KIND, message.about) == message


async def test_a_second_message_about_the_same_row_changes_nothing(office: PostOffice) -> None:
    about = uuid4()
    first = await office.put(about=about)
    assert await office.put(due_at=NOW + timedelta(days=1), about=about) == first


async def test_a_message_can_be_withdrawn_once(office: PostOffice) -> None:
    await office.put(about=(about := uuid4()))
    assert await office.outbox.withdraw(KIND, about)
    assert not await office.outbox.withdraw(KIND, about)
    assert not await office.outbox.withdraw(KIND, uuid4())
