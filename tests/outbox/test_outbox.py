"""Asking for a message."""

from datetime import timedelta
from uuid import uuid4

from bot.outbox.message import MessageState
from tests.outbox.fakes import KIND, NOW, PostOffice


async def test_a_wish_is_kept_until_it_is_due_and_some_time_longer(office: PostOffice) -> None:
    due = NOW + timedelta(days=1)
    message = await office.put("ada", due)
    assert (message.state, message.not_before) == (MessageState.QUEUED, due)
    assert message.expires_at == due + timedelta(days=30)
    assert await office.outbox.of(KIND, message.subject) == message


async def test_the_first_wish_stands(office: PostOffice) -> None:
    subject = uuid4()
    first = await office.outbox.put("ada", KIND, subject, NOW)
    assert await office.outbox.put("ada", KIND, subject, NOW + timedelta(days=1)) == first


async def test_a_wish_can_be_taken_back_once(office: PostOffice) -> None:
    message = await office.put()
    assert await office.outbox.withdraw(KIND, message.subject)
    assert not await office.outbox.withdraw(KIND, message.subject)
    assert not await office.outbox.withdraw(KIND, uuid4())
