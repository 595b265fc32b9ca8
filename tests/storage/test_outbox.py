import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from bot.core.lease import Lease
from bot.outbox.message import Message, MessageState
from bot.storage.database import Database
from bot.storage.outbox import Messages
from bot.storage.sweeps import delete_expired
from bot.use_cases.authorizer import Actor, ActorKind

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=5)
MINE = Lease("mine", NOW + timedelta(seconds=60))
THEIRS = Lease("theirs", NOW + timedelta(seconds=90))
KINDS = {"promise"}


@pytest.fixture
def messages(database: Database) -> Messages:
    return Messages(database)


def a_message(**changes: object) -> Message:
    message = Message(
        id=uuid4(),
        reader="ada",
        subject="ben",
        actor=Actor(ActorKind.AGENT, "cleo"),
        kind="promise",
        about=uuid4(),
        state=MessageState.QUEUED,
        due_at=NOW,
        not_before=NOW,
        attempts=0,
        message_id=None,
        reason=None,
        lease=None,
        created_at=NOW,
        expires_at=NOW + timedelta(days=30),
    )
    return replace(message, **changes)  # type: ignore[arg-type]  # any field may change


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


async def test_a_message_comes_back_as_it_was_asked_for(messages: Messages) -> None:
    message = a_message()
    assert await messages.add(message) == message
    assert await messages.of("promise", about(message)) == message
    assert await messages.of("other", about(message)) is None


async def test_asked_twice_it_is_queued_once(messages: Messages) -> None:
    first = a_message()
    await messages.add(first)
    assert await messages.add(replace(first, id=uuid4(), not_before=SOON)) == first
    assert len(await messages.claim(KINDS, MINE, SOON, 10)) == 1


async def test_what_is_due_is_claimed_oldest_first(messages: Messages) -> None:
    due = [a_message(not_before=NOW - timedelta(seconds=ago)) for ago in (1, 3, 2)]
    for message in [*due, a_message(not_before=SOON)]:
        await messages.add(message)
    mine = await messages.claim(KINDS, MINE, NOW, 2)
    assert mine == [replace(due[1], lease=MINE), replace(due[2], lease=MINE)]
    assert [one.id for one in await messages.claim(KINDS, THEIRS, NOW, 9)] == [due[0].id]


async def test_what_cannot_be_composed_here_is_left_to_others(messages: Messages) -> None:
    await messages.add(a_message(kind="newer"))
    assert await messages.claim(KINDS, MINE, NOW, 9) == []
    assert await messages.next_due(KINDS) is None
    assert await messages.next_due({"newer"}) == NOW


async def test_of_five_who_claim_at_once_each_gets_others(messages: Messages) -> None:
    asked = [await messages.add(a_message()) for _ in range(40)]
    leases = [Lease(f"sender {number}", MINE.until) for number in range(5)]
    rounds = await asyncio.gather(*(messages.claim(KINDS, one, NOW, 10) for one in leases))
    rounds += [await messages.claim(KINDS, MINE, NOW, 40)]
    ids = [message.id for taken in rounds for message in taken]
    assert sorted(ids) == sorted(message.id for message in asked)


async def test_only_whose_it_is_begins_it(messages: Messages) -> None:
    message = await claimed(messages)
    assert not await messages.begin(replace(message, lease=THEIRS))
    assert await messages.begin(message)
    assert (await now_it_is(messages, message)).state is MessageState.SENDING


async def test_a_request_that_is_repeated_may_begin_again(messages: Messages) -> None:
    message = await claimed(messages)
    assert await messages.begin(message)
    assert await messages.begin(message)


async def test_the_end_is_noted_and_the_lease_with_it(messages: Messages) -> None:
    message = await claimed(messages)
    await messages.begin(message)
    await messages.end(message, MessageState.DELIVERED, sent_as="m")
    assert await now_it_is(messages, message) == replace(
        message, state=MessageState.DELIVERED, message_id="m", lease=None
    )


async def test_what_is_put_back_waits(messages: Messages) -> None:
    message = await claimed(messages)
    await messages.begin(message)
    await messages.put_back(replace(message, attempts=1, reason="throttled"), SOON)
    assert await messages.claim(KINDS, MINE, NOW, 9) == []
    [again] = await messages.claim(KINDS, MINE, SOON, 9)
    assert (again.attempts, again.reason, again.id) == (1, "throttled", message.id)


async def test_others_change_nothing(messages: Messages) -> None:
    message = await claimed(messages)
    theirs = replace(message, lease=THEIRS)
    await messages.put_back(theirs, SOON)
    await messages.end(theirs, MessageState.FAILED, reason="gone")
    await messages.release("theirs")
    assert await now_it_is(messages, message) == message


@pytest.mark.parametrize("lease", [None, MINE])
async def test_what_is_not_out_can_be_withdrawn(messages: Messages, lease: Lease | None) -> None:
    message = await claimed(messages) if lease else await messages.add(a_message())
    assert await messages.withdraw("promise", about(message))
    assert not await messages.begin(replace(message, lease=MINE))
    assert await messages.claim(KINDS, THEIRS, SOON, 9) == []
    assert (await now_it_is(messages, message)).state is MessageState.WITHDRAWN


async def test_what_is_going_out_cannot_be_withdrawn(messages: Messages) -> None:
    message = await claimed(messages)
    await messages.begin(message)
    assert not await messages.withdraw("promise", about(message))
    assert not await messages.withdraw("promise", uuid4())


async def test_what_is_withdrawn_stays_so_when_asked_again(messages: Messages) -> None:
    message = await messages.add(a_message())
    await messages.withdraw("promise", about(message))
    assert (await messages.add(message)).state is MessageState.WITHDRAWN


async def test_a_lease_that_ran_out_ends_in_doubt_or_in_the_queue(messages: Messages) -> None:
    begun = await claimed(messages)
    await messages.begin(begun)
    waiting, others = await claimed(messages), await claimed(messages, THEIRS)
    await messages.recover(MINE.until)
    assert await now_it_is(messages, begun) == replace(
        begun, state=MessageState.UNCONFIRMED, reason="interrupted", lease=None
    )
    assert await now_it_is(messages, waiting) == replace(waiting, lease=None)
    assert await now_it_is(messages, others) == others


async def test_who_comes_back_after_its_lease_ran_out_changes_nothing(messages: Messages) -> None:
    message = await claimed(messages)
    await messages.begin(message)
    await messages.recover(MINE.until)
    await messages.put_back(message, NOW)
    assert (await now_it_is(messages, message)).state is MessageState.UNCONFIRMED


async def test_a_renewed_lease_does_not_run_out(messages: Messages) -> None:
    message = await claimed(messages)
    await messages.begin(message)
    await messages.renew(Lease("mine", SOON))
    await messages.recover(MINE.until)
    assert (await now_it_is(messages, message)).lease == Lease("mine", SOON)


async def test_who_stops_gives_back_what_it_has_not_begun(messages: Messages) -> None:
    begun, waiting = await claimed(messages), await claimed(messages)
    await messages.begin(begun)
    await messages.release("mine")
    assert (await now_it_is(messages, begun)).lease == MINE
    assert [one.id for one in await messages.claim(KINDS, THEIRS, NOW, 9)] == [waiting.id]


async def test_next_is_what_falls_due_or_whose_lease_runs_out(messages: Messages) -> None:
    assert await messages.next_due(KINDS) is None
    message = await claimed(messages)
    await messages.add(a_message(not_before=SOON))
    assert await messages.next_due(KINDS) == MINE.until
    await messages.end(message, MessageState.FAILED, reason="gone")
    assert await messages.next_due(KINDS) == SOON


async def test_only_what_has_ended_is_forgotten(database: Database, messages: Messages) -> None:
    ended = await claimed(messages)
    await messages.end(ended, MessageState.DELIVERED, sent_as="m")
    queued = await messages.add(a_message())
    assert await delete_expired(database, ended.expires_at) == 1
    assert await messages.of("promise", about(ended)) is None
    assert await messages.of("promise", about(queued)) is not None
