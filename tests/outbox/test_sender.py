"""Draining the outbox."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.lease import LEASE, Lease
from bot.outbox.message import MessageState
from bot.outbox.ports import BudgetUnreachable, nothing
from bot.storage.database import Database
from tests.outbox.fakes import KIND, NOW, PostOffice
from tests.waiting import until

LATER = NOW + timedelta(hours=2)


async def test_everything_that_is_due_is_sent(office: PostOffice) -> None:
    due = [await office.put(f"person-{number}") for number in range(100)]
    await office.put("later", LATER)
    await office.sender.drain()
    assert sorted(office.channel.posted) == sorted(message.reader for message in due)


async def test_at_most_64_messages_are_in_flight(office: PostOffice) -> None:
    under_way, most, full = 0, 0, asyncio.Event()

    async def count() -> None:
        nonlocal under_way, most
        under_way += 1
        is_first, most = under_way == 1, max(most, under_way)
        if under_way == 64:
            full.set()
        await full.wait()
        # When the first is done, one more than so many could begin.
        await asyncio.sleep(0 if is_first else 0.2)
        under_way -= 1

    office.channel.before = count
    for number in range(100):
        await office.put(f"person-{number}")
    await office.sender.drain()
    assert most == 64


async def test_two_drains_at_the_same_time_send_each_message_once(
    office: PostOffice, database: Database
) -> None:
    other = PostOffice(database, channel=office.channel)
    for number in range(150):
        await office.put(f"person-{number}")
    await asyncio.gather(office.sender.drain(), other.sender.drain())
    assert len(office.channel.posted) == len(set(office.channel.posted)) == 150


async def test_a_drain_that_ends_early_keeps_the_claims_of_another_drain(
    office: PostOffice,
) -> None:
    message = await office.put("ada")
    holding, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        holding.set()
        await go_on.wait()

    office.channel.before = hold
    first = asyncio.create_task(office.sender.drain())
    await holding.wait()
    held = await office.seen(message)
    office.channel.before, office.gate.closed_for = nothing, 60.0
    await office.put("ben")
    await office.sender.drain()
    assert await office.seen(message) == held
    office.gate.closed_for = 0.0
    go_on.set()
    await first
    assert office.channel.posted == ["ada"]


async def test_messages_of_a_dead_process_are_settled_before_sending(office: PostOffice) -> None:
    begun = await office.put("ada")
    waiting = await office.put("bob")
    dead = Lease("dead", NOW)
    await office.messages.claim([KIND], dead, NOW, 2)
    await office.messages.begin(replace(begun, lease=dead), NOW)
    await office.sender.drain()
    assert office.channel.posted == ["bob"]
    assert (await office.seen(begun)).reason == "interrupted"
    assert (await office.seen(waiting)).state is MessageState.DELIVERED


async def test_a_message_that_another_process_has_claimed_is_left_to_it(office: PostOffice) -> None:
    await office.put()
    await office.messages.claim([KIND], Lease("other", LATER), NOW, 1)
    await office.sender.drain()
    assert office.channel.posted == []


async def test_a_long_drain_renews_its_lease_and_settles_expired_ones(
    office: PostOffice,
) -> None:
    await office.put("dead")
    soon = Lease("dead", NOW + timedelta(seconds=1))
    [dead] = await office.messages.claim([KIND], soon, NOW, 1)
    await office.messages.begin(dead, NOW)
    slow = await office.put("slow")

    async def take_long() -> None:
        for _ in range(4):
            office.time += LEASE / 2
            office.renewal.set()
            await until(lambda: not office.renewal.is_set(), every=0.01)
            lease = (await office.seen(slow)).lease
            assert lease
            assert lease.until > office.time

    office.channel.meanwhile = take_long
    await office.sender.drain()
    assert (await office.seen(slow)).state is MessageState.DELIVERED
    assert (await office.seen(dead)).state is MessageState.UNCONFIRMED


async def test_a_closed_gate_ends_the_drain_until_the_gate_opens(office: PostOffice) -> None:
    office.gate.closed_for = 60.0
    messages = [await office.put(f"person-{number}") for number in range(80)]
    for _ in range(3):
        await office.sender.drain()
        office.time += timedelta(seconds=1)
    assert len(office.writer.composed) == 64
    assert office.channel.posted == []
    assert {(await office.seen(message)).state for message in messages} == {MessageState.QUEUED}
    assert {(await office.seen(message)).lease for message in messages} == {None}


async def test_a_closed_gate_does_not_keep_the_rows_of_a_dead_process_waiting(
    office: PostOffice,
) -> None:
    office.gate.closed_for = 300.0
    await office.put()
    await office.sender.drain()
    left = await office.put("left")
    dead = Lease("dead", NOW + LEASE)
    [claimed] = await office.messages.claim([KIND], dead, NOW, 1)
    await office.messages.begin(claimed, NOW)
    office.time += LEASE
    await office.sender.drain()
    assert (await office.seen(left)).reason == "interrupted"


async def test_messages_in_flight_are_awaited_when_the_drain_fails(office: PostOffice) -> None:
    broken, sound = await office.put("broken"), await office.put("sound")
    failed = asyncio.Event()

    async def post() -> None:
        if not failed.is_set():
            failed.set()
            raise BudgetUnreachable
        await asyncio.sleep(0.05)

    office.channel.before = post
    with pytest.raises(BudgetUnreachable):
        await office.sender.drain()
    states = [(await office.seen(message)).state for message in (broken, sound)]
    assert sorted(states) == [MessageState.DELIVERED, MessageState.QUEUED]
    assert [(await office.seen(message)).lease for message in (broken, sound)] == [None, None]


async def test_a_drain_that_is_cancelled_finishes_messages_in_flight(office: PostOffice) -> None:
    message = await office.put()
    going = asyncio.Event()

    async def post() -> None:
        going.set()
        await asyncio.sleep(0.05)

    office.channel.before = post
    draining = asyncio.create_task(office.sender.drain())
    await going.wait()
    draining.cancel()
    await asyncio.gather(draining, return_exceptions=True)
    assert draining.cancelled()
    assert (await office.seen(message)).state is MessageState.DELIVERED


async def test_a_message_of_an_unknown_kind_stays_queued(office: PostOffice) -> None:
    await office.put(kind="newer")
    await office.sender.drain()
    assert office.channel.posted == []
