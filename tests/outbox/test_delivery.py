"""A due message is composed, posted once, and noted with what became of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from bot.chat.surface import NotDelivered, Surface
from bot.outbox.message import MessageState
from bot.outbox.ports import NotYet, Priority, Withdrawn
from tests.core.counted import Counted
from tests.outbox.fakes import CARD, KIND, NOW, PostOffice

LATER = NOW + timedelta(hours=2)


async def test_a_message_goes_through_the_gate_and_is_delivered(office: PostOffice) -> None:
    [message] = await office.sent()
    assert (message.state, message.message_id) == (MessageState.DELIVERED, "message-1")
    assert office.gate.entered == [Priority.UNASKED]
    assert office.writer.sent == ["message-1"]


async def test_messages_are_counted_by_kind_and_outcome_and_nobody_is_named(
    office: PostOffice,
) -> None:
    counted = Counted()
    office.delivery = replace(office.delivery, metrics=counted.metrics)
    for reader in ("ada", "bob"):
        await office.deliver(await office.put(reader))
    office.chats.without.add("cy")
    await office.deliver(await office.put("cy"))
    assert counted.read() == {
        "photobot.sent": {
            (("kind", KIND), ("outcome", "delivered")): 2,
            (("kind", KIND), ("outcome", "failed")): 1,
        }
    }


async def test_a_message_is_composed_for_its_readers_chat(office: PostOffice) -> None:
    [message] = await office.sent("bob")
    [(composed, where)] = office.writer.composed
    assert composed.id == message.id
    assert (where.person_id, where.conversation_id) == ("bob", "a:bob")


async def test_a_message_is_noted_as_being_sent_before_it_is_posted(office: PostOffice) -> None:
    message = await office.put()
    states = []

    async def look() -> None:
        states.append((await office.seen(message)).state)

    office.channel.before = office.channel.meanwhile = look
    await office.deliver(message)
    assert states == [MessageState.QUEUED, MessageState.SENDING]


async def test_a_reader_without_a_chat_is_not_written_to(office: PostOffice) -> None:
    office.chats.without.add("ada")
    [message] = await office.sent()
    assert (message.state, message.reason) == (MessageState.FAILED, "no_conversation")
    assert office.gate.entered == []


async def test_a_message_that_is_not_wanted_any_more_is_withdrawn(office: PostOffice) -> None:
    office.writer.answer = Withdrawn()
    [message] = await office.sent()
    assert message.state is MessageState.WITHDRAWN
    assert office.channel.posted == []


async def test_a_message_that_is_not_ready_waits_without_counting_an_attempt(
    office: PostOffice,
) -> None:
    office.writer.answer = NotYet(LATER)
    [message] = await office.sent()
    assert (message.state, message.not_before) == (MessageState.QUEUED, LATER)
    assert message.attempts == 0


async def test_a_message_that_may_have_arrived_is_unconfirmed(office: PostOffice) -> None:
    office.channel.refusals.append(NotDelivered("unconfirmed", 504))
    [message] = await office.sent()
    assert (message.state, message.reason) == (MessageState.UNCONFIRMED, "unconfirmed")
    assert (office.writer.sent, office.writer.refused) == ([], ["unconfirmed"])


async def test_a_message_that_the_channel_refuses_fails_for_good(office: PostOffice) -> None:
    office.channel.refusals.append(NotDelivered("too_large", 413))
    [message] = await office.sent()
    assert (message.state, message.reason) == (MessageState.FAILED, "too_large")
    assert (office.writer.sent, office.writer.refused) == ([], ["too_large"])


async def test_a_message_withdrawn_during_its_delivery_is_not_posted(office: PostOffice) -> None:
    message = await office.put(about=(about := uuid4()))

    async def withdraw() -> None:
        assert await office.outbox.withdraw(KIND, about)

    office.channel.before = withdraw
    await office.deliver(message)
    assert office.channel.posted == []
    assert (await office.seen(message)).state is MessageState.WITHDRAWN


async def test_a_composer_that_fails_after_the_message_was_sent_does_not_undo_that(
    office: PostOffice,
) -> None:
    office.writer.broken = True
    [message] = await office.sent()
    assert message.state is MessageState.DELIVERED


async def test_a_message_is_noted_as_delivered_before_its_composer_continues(
    office: PostOffice,
) -> None:
    message = await office.put()
    states = []

    async def look(_: Surface, __: str | None) -> None:
        states.append((await office.seen(message)).state)

    office.writer.after = look
    await office.deliver(message)
    assert states == [MessageState.DELIVERED]


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        ("unconfirmed", MessageState.UNCONFIRMED),
        ("too_large", MessageState.FAILED),
        ("throttled", MessageState.QUEUED),
    ],
)
async def test_a_composer_that_fails_after_a_refusal_does_not_change_the_outcome(
    office: PostOffice, reason: str, state: MessageState
) -> None:
    office.channel.refusals.append(NotDelivered(reason, 429, 30.0))
    office.writer.broken = True
    [message] = await office.sent()
    assert (message.state, message.reason) == (state, reason)
    assert message.attempts == (1 if state is MessageState.QUEUED else 0)
    assert len(office.channel.posted) == 1


async def test_a_composer_can_update_the_message_that_was_sent(office: PostOffice) -> None:
    async def change(surface: Surface, sent_as: str | None) -> None:
        await surface.update(str(sent_as), CARD, "Done")

    office.writer.after = change
    [message] = await office.sent()
    assert message.state is MessageState.DELIVERED
    assert office.channel.updates == [("a:ada", "message-1")]
    assert office.gate.entered == [Priority.UNASKED]


@pytest.mark.parametrize("failures", [1, 5])
async def test_an_outcome_that_cannot_be_noted_is_noted_once_the_database_is_back(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    end, left = office.messages.end, failures

    async def fail(*args: Any, **outcome: Any) -> None:
        nonlocal left
        if left:
            left -= 1
            raise OSError("terminating connection")
        await end(*args, **outcome)

    monkeypatch.setattr(office.messages, "end", fail)
    [message] = await office.sent()
    assert (message.state, message.message_id) == (MessageState.DELIVERED, "message-1")
    assert office.channel.posted == ["ada"]
    assert len(office.pauses) == failures


async def test_a_message_whose_outcome_is_never_noted_is_not_sent_again(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise OSError("terminating connection")

    monkeypatch.setattr(office.messages, "end", fail)
    [message] = await office.sent()
    monkeypatch.undo()
    assert message.state is MessageState.SENDING
    office.time += timedelta(minutes=2)
    await office.sender.drain()
    assert (await office.seen(message)).state is MessageState.UNCONFIRMED
    assert office.channel.posted == ["ada"]


async def test_a_message_that_cannot_be_begun_is_queued_again(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: object) -> bool:
        raise OSError("terminating connection")

    monkeypatch.setattr(office.messages, "begin", fail)
    [message] = await office.sent()
    assert (message.state, message.reason) == (MessageState.QUEUED, "not_composed")
    assert office.channel.posted == []


async def test_a_message_that_breaks_off_once_it_was_begun_is_not_sent_again(
    office: PostOffice,
) -> None:
    async def fail() -> None:
        raise ValueError("broken")

    office.channel.meanwhile = fail
    [message] = await office.sent()
    office.time += timedelta(minutes=2)
    await office.sender.drain()
    assert (await office.seen(message)).state is MessageState.UNCONFIRMED
    assert office.channel.posted == ["ada"]
