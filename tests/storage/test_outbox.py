"""A queued message belongs to whoever claimed it, until it is sent, withdrawn or left behind."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot.core.lease import Lease
from bot.outbox.message import Message, MessageState
from bot.storage.database import Database
from bot.storage.outbox import Messages
from bot.storage.sweeps import delete_expired
from tests.storage.messages import KINDS, MINE, NOW, SOON, THEIRS, a_message


def about(message: Message) -> UUID:
    assert message.about is not None
    return message.about


async def claimed(messages: Messages, lease: Lease = MINE, **changes: object) -> Message:
    message = a_message(**changes)
    await messages.add(message)
    [mine] = await messages.claim(KINDS, lease, NOW, 1)
    return mine


async def now_it_is(messages: Messages, message: Message) -> Message:
    found = await messages.of(message.kind, about(message))
    assert found is not None
    return found


async def test_a_message_is_read_as_it_was_added(messages: Messages) -> None:
    message = a_message()
    assert await messages.add(message) == message
    assert await messages.of("recheck", about(message)) == message
    assert await messages.of("other", about(message)) is None


async def test_a_message_that_is_added_twice_is_queued_once(messages: Messages) -> None:
    first = a_message()
    await messages.add(first)
    assert await messages.add(replace(first, id=uuid4(), not_before=SOON)) == first
    assert len(await messages.claim(KINDS, MINE, SOON, 10)) == 1


async def test_due_messages_are_claimed_oldest_first(messages: Messages) -> None:
    due = [a_message(not_before=NOW - timedelta(seconds=ago)) for ago in (1, 3, 2)]
    for message in [*due, a_message(not_before=SOON)]:
        await messages.add(message)
    mine = await messages.claim(KINDS, MINE, NOW, 2)
    assert mine == [replace(due[1], lease=MINE), replace(due[2], lease=MINE)]
    assert [one.id for one in await messages.claim(KINDS, THEIRS, NOW, 9)] == [due[0].id]


async def test_messages_of_unknown_kinds_are_left_to_other_processes(messages: Messages) -> None:
    await messages.add(a_message(kind="newer"))
    assert await messages.claim(KINDS, MINE, NOW, 9) == []
    assert len(await messages.claim({"newer"}, MINE, NOW, 9)) == 1


async def test_five_claims_at_the_same_time_get_different_messages(messages: Messages) -> None:
    asked = [await messages.add(a_message()) for _ in range(40)]
    leases = [Lease(f"sender {number}", MINE.until) for number in range(5)]
    rounds = await asyncio.gather(*(messages.claim(KINDS, one, NOW, 10) for one in leases))
    rounds += [await messages.claim(KINDS, MINE, NOW, 40)]
    ids = [message.id for taken in rounds for message in taken]
    assert sorted(ids) == sorted(message.id for message in asked)


async def test_only_the_owner_of_the_lease_begins_a_message(messages: Messages) -> None:
    message = await claimed(messages)
    assert not await messages.begin(replace(message, lease=THEIRS), NOW)
    assert await messages.begin(message, NOW)
    assert (await now_it_is(messages, message)).state is MessageState.SENDING


async def test_a_repeated_request_may_begin_again(messages: Messages) -> None:
    message = await claimed(messages)
    assert await messages.begin(message, NOW)
    assert await messages.begin(message, NOW)


async def test_ending_a_message_also_ends_its_lease(messages: Messages) -> None:
    message = await claimed(messages)
    await messages.begin(message, NOW)
    await messages.end(message, MessageState.DELIVERED, NOW, sent_as="m")
    assert await now_it_is(messages, message) == replace(
        message,
        state=MessageState.DELIVERED,
        message_id="m",
        lease=None,
        begun_at=NOW,
        ended_at=NOW,
    )


async def test_a_message_that_is_put_back_waits(messages: Messages) -> None:
    message = await claimed(messages)
    await messages.begin(message, NOW)
    await messages.put_back(replace(message, attempts=1, reason="throttled"), SOON, NOW)
    assert await messages.claim(KINDS, MINE, NOW, 9) == []
    [again] = await messages.claim(KINDS, MINE, SOON, 9)
    assert (again.attempts, again.reason, again.id) == (1, "throttled", message.id)


async def test_another_owner_changes_nothing(messages: Messages) -> None:
    message = await claimed(messages)
    theirs = replace(message, lease=THEIRS)
    await messages.put_back(theirs, SOON, NOW)
    await messages.end(theirs, MessageState.FAILED, NOW, reason="gone")
    await messages.release("theirs")
    assert await now_it_is(messages, message) == message


@pytest.mark.parametrize("lease", [None, MINE])
async def test_a_queued_message_can_be_withdrawn(messages: Messages, lease: Lease | None) -> None:
    message = await claimed(messages) if lease else await messages.add(a_message())
    assert await messages.withdraw("recheck", about(message), NOW)
    assert not await messages.begin(replace(message, lease=MINE), NOW)
    assert await messages.claim(KINDS, THEIRS, SOON, 9) == []
    assert (await now_it_is(messages, message)).state is MessageState.WITHDRAWN


async def test_a_message_that_is_being_sent_cannot_be_withdrawn(messages: Messages) -> None:
    message = await claimed(messages)
    await messages.begin(message, NOW)
    assert not await messages.withdraw("recheck", about(message), NOW)
    assert not await messages.withdraw("recheck", uuid4(), NOW)


async def test_a_withdrawn_message_stays_withdrawn_when_it_is_added_again(
    messages: Messages,
) -> None:
    message = await messages.add(a_message())
    await messages.withdraw("recheck", about(message), NOW)
    assert (await messages.add(message)).state is MessageState.WITHDRAWN


async def test_after_its_lease_ran_out_a_begun_message_is_unconfirmed_and_a_claimed_one_queued(
    messages: Messages,
) -> None:
    begun = await claimed(messages)
    await messages.begin(begun, NOW)
    waiting, others = await claimed(messages), await claimed(messages, THEIRS)
    await messages.recover(MINE.until)
    assert await now_it_is(messages, begun) == replace(
        begun,
        state=MessageState.UNCONFIRMED,
        reason="interrupted",
        lease=None,
        begun_at=NOW,
        ended_at=MINE.until,
    )
    assert await now_it_is(messages, waiting) == replace(waiting, lease=None)
    assert await now_it_is(messages, others) == others


async def test_an_owner_whose_lease_ran_out_before_it_began_changes_nothing(
    messages: Messages,
) -> None:
    message = await claimed(messages)
    await messages.recover(MINE.until)
    [theirs] = await messages.claim(KINDS, THEIRS, NOW, 1)
    await messages.begin(theirs, NOW)
    await messages.recover(THEIRS.until)
    assert not await messages.begin(message, NOW)
    await messages.put_back(message, NOW, NOW)
    await messages.end(message, MessageState.WITHDRAWN, NOW)
    assert (await now_it_is(messages, message)).state is MessageState.UNCONFIRMED


async def test_an_owner_whose_lease_ran_out_while_it_sent_still_says_how_it_ended(
    messages: Messages,
) -> None:
    arrived, refused = await claimed(messages), await claimed(messages)
    begun = [replace(one, state=MessageState.SENDING) for one in (arrived, refused)]
    for message in begun:
        await messages.begin(message, NOW)
    await messages.recover(MINE.until)
    await messages.end(begun[0], MessageState.DELIVERED, NOW, sent_as="m")
    await messages.put_back(replace(begun[1], attempts=1, reason="throttled"), SOON, NOW)
    assert (await now_it_is(messages, arrived)).message_id == "m"
    assert (await now_it_is(messages, refused)).state is MessageState.QUEUED


async def test_a_renewed_lease_does_not_run_out(messages: Messages) -> None:
    message = await claimed(messages)
    await messages.begin(message, NOW)
    await messages.renew(Lease("mine", SOON))
    await messages.recover(MINE.until)
    assert (await now_it_is(messages, message)).lease == Lease("mine", SOON)


async def test_releasing_gives_up_claims_to_messages_that_were_not_begun(
    messages: Messages,
) -> None:
    begun, waiting = await claimed(messages), await claimed(messages)
    await messages.begin(begun, NOW)
    await messages.release("mine")
    assert (await now_it_is(messages, begun)).lease == MINE
    assert [one.id for one in await messages.claim(KINDS, THEIRS, NOW, 9)] == [waiting.id]


async def test_only_messages_that_ended_are_deleted(database: Database, messages: Messages) -> None:
    ended = await claimed(messages)
    await messages.end(ended, MessageState.DELIVERED, NOW, sent_as="m")
    queued = await messages.add(a_message())
    assert await delete_expired(database, ended.expires_at) == 1
    assert await messages.of("recheck", about(ended)) is None
    assert await messages.of("recheck", about(queued)) is not None


async def test_only_what_was_put_back_for_the_given_reasons_is_hastened(
    messages: Messages,
) -> None:
    later = NOW + timedelta(days=1)
    for reason in ("gone", "throttled"):
        message = await claimed(messages)
        await messages.put_back(replace(message, reason=reason, failing_since=NOW), later, NOW)
    await messages.add(a_message(not_before=later))
    await messages.hasten("ada", {"gone", "blocked"}, NOW)
    [again] = await messages.claim(KINDS, MINE, NOW, 9)
    assert (again.reason, again.failing_since) == ("gone", NOW)
