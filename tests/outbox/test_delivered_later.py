"""A message that did not arrive is tried again later, and given up when its time is over."""

from datetime import timedelta
from itertools import cycle

import pytest

from bot.chat.surface import NotDelivered
from bot.outbox.message import MessageState
from bot.outbox.ports import BudgetUnreachable, GateClosed
from tests.outbox.fakes import NOW, PostOffice

REFUSALS_OF_ONE = ("too_large", "forbidden", "not_found", "throttled", "unconfirmed")


async def test_a_message_that_cannot_be_composed_is_retried_and_then_fails(
    office: PostOffice,
) -> None:
    office.writer.answer = ValueError("broken")
    [message] = await office.sent()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 1)
    for _ in range(2):
        office.time += timedelta(hours=1)
        await office.deliver(message)
    ended = await office.seen(message)
    assert (ended.state, ended.reason) == (MessageState.FAILED, "not_composed")


@pytest.mark.parametrize("reason", ["busy", "throttled", "unavailable", "unreachable", "no_token"])
async def test_a_message_that_certainly_did_not_arrive_is_retried_later(
    office: PostOffice, reason: str
) -> None:
    office.channel.refusals.append(NotDelivered(reason, 429, 30.0))
    [message] = await office.sent()
    assert (message.state, message.reason) == (MessageState.QUEUED, reason)
    assert message.not_before == NOW + timedelta(seconds=30)
    office.time += timedelta(seconds=30)
    await office.deliver(message)
    assert (await office.seen(message)).state is MessageState.DELIVERED


async def test_a_throttled_message_is_given_up_after_the_last_attempt(office: PostOffice) -> None:
    office.channel.refusals.extend([NotDelivered("throttled", 429)] * 5)
    [message] = await office.sent()
    for _ in range(2):
        office.time += timedelta(hours=1)
        await office.deliver(message)
    ended = await office.seen(message)
    assert (ended.state, ended.reason) == (MessageState.FAILED, "throttled")
    assert len(office.channel.posted) == 3


@pytest.mark.parametrize(
    "reason",
    ["blocked", "disabled_by_admin", "forbidden", "gone", "not_found", "not_installed"],
)
async def test_a_chat_that_refuses_once_gets_its_message_a_minute_later(
    office: PostOffice, reason: str
) -> None:
    office.channel.refusals.append(NotDelivered(reason, 403))
    [message] = await office.sent()
    assert (message.state, message.reason) == (MessageState.QUEUED, reason)
    assert message.failing_since == NOW
    assert office.chats.without == set()
    office.time += timedelta(minutes=1)
    await office.sender.drain()
    assert (await office.seen(message)).state is MessageState.DELIVERED


@pytest.mark.parametrize("reason", ["blocked", "not_installed", "gone", "not_found"])
async def test_a_chat_that_refuses_for_a_day_is_forgotten(office: PostOffice, reason: str) -> None:
    message = await office.put()
    while (seen := await office.seen(message)).state is MessageState.QUEUED:
        office.time = seen.not_before
        office.channel.refusals.append(NotDelivered(reason, 404))
        assert office.chats.without == set()
        await office.sender.drain()
    assert (seen.state, seen.reason) == (MessageState.FAILED, reason)
    assert office.time == NOW + timedelta(days=1)
    assert office.chats.without == {"ada"}
    assert 8 <= len(office.channel.posted) <= 12


async def test_different_failures_of_one_message_share_one_day(office: PostOffice) -> None:
    message = await office.put()
    reasons = cycle(["gone", "throttled", "no_token"])
    while (seen := await office.seen(message)).state is MessageState.QUEUED:
        office.time = seen.not_before
        office.channel.refusals.append(NotDelivered(next(reasons), 404))
        await office.sender.drain()
    assert timedelta(hours=2) <= office.time - NOW <= timedelta(days=1)


async def test_what_a_chat_refused_is_tried_again_when_the_person_writes(
    office: PostOffice,
) -> None:
    for reason in ("gone", "throttled"):
        office.channel.refusals.append(NotDelivered(reason, 404, 3600.0))
    refused, throttled = await office.sent("ada", "ada")
    await office.outbox.hasten("ada")
    await office.sender.drain()
    assert (await office.seen(refused)).state is MessageState.DELIVERED
    assert (await office.seen(throttled)).state is MessageState.QUEUED


@pytest.mark.parametrize("reason", REFUSALS_OF_ONE)
async def test_a_chat_that_refuses_one_message_is_kept(office: PostOffice, reason: str) -> None:
    office.channel.refusals.append(NotDelivered(reason))
    await office.sent("ada")
    assert office.chats.without == set()


async def test_a_closed_gate_puts_the_message_back_without_counting_an_attempt(
    office: PostOffice,
) -> None:
    office.gate.closed_for = 60.0
    message = await office.put()
    with pytest.raises(GateClosed):
        await office.deliver(message)
    waiting = await office.seen(message)
    assert (waiting.state, waiting.attempts) == (MessageState.QUEUED, 0)
    assert waiting.not_before == NOW + timedelta(seconds=60)


async def test_a_message_is_queued_again_when_the_gate_fails_just_before_it_is_posted(
    office: PostOffice,
) -> None:
    office.gate.breaks_late = True
    message = await office.put()
    with pytest.raises(BudgetUnreachable):
        await office.deliver(message)
    waiting = await office.seen(message)
    assert (waiting.state, waiting.lease, waiting.attempts) == (MessageState.QUEUED, None, 0)


async def test_one_throttled_chat_does_not_close_the_gate(office: PostOffice) -> None:
    office.channel.refusals.append(NotDelivered("throttled", 429, 5.0))
    states = [message.state for message in await office.sent("ada", "bob")]
    assert states == [MessageState.QUEUED, MessageState.DELIVERED]
    assert office.gate.closed_for == 0


async def test_three_throttled_chats_in_a_row_close_the_gate(office: PostOffice) -> None:
    for seconds in (5.0, 40.0, 1.0):
        office.channel.refusals.append(NotDelivered("throttled", 429, seconds))
    await office.sent("ada", "bob", "cleo")
    assert office.gate.closed_for == 40.0


@pytest.mark.parametrize("between", ["delivered", "blocked"])
async def test_any_other_answer_between_throttled_chats_keeps_the_gate_open(
    office: PostOffice, between: str
) -> None:
    throttled = NotDelivered("throttled", 429, 5.0)
    office.channel.refusals.extend([throttled, throttled])
    await office.sent("ada", "bob")
    office.channel.refusals.extend([NotDelivered("blocked", 403)] * (between == "blocked"))
    await office.sent("cleo")
    office.channel.refusals.append(throttled)
    await office.sent("dan")
    assert office.gate.closed_for == 0
