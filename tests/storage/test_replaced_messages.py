"""Of messages about no row the last takes the place of the earlier one, also when that was lost."""

import asyncio
from dataclasses import replace

import pytest

from bot.outbox.message import Message, MessageState
from bot.storage.database import Database
from bot.storage.outbox import Messages
from tests.storage.messages import KINDS, MINE, NOW, SOON, THEIRS, a_message


def a_recheck(**changes: object) -> Message:
    return a_message(about=None, **changes)


async def test_the_last_message_about_no_row_replaces_the_earlier_one(messages: Messages) -> None:
    first, second = a_recheck(), a_recheck(due_at=SOON, not_before=SOON, created_at=SOON)
    await messages.replace(first)
    assert await messages.queued("recheck", "ada", "ben") == first
    await messages.replace(second)
    assert await messages.queued("recheck", "ada", "ben") == second
    assert await messages.claim(KINDS, MINE, NOW, 9) == []
    assert await messages.claim(KINDS, MINE, SOON, 9) == [replace(second, lease=MINE)]


async def test_replacements_at_the_same_time_leave_one_message(messages: Messages) -> None:
    asked = [a_recheck() for _ in range(12)]
    await asyncio.gather(*(messages.replace(message) for message in asked))
    assert await messages.queued("recheck", "ada", "ben") in asked
    assert len(await messages.claim(KINDS, MINE, NOW, 20)) == 1


async def test_each_kind_reader_and_subject_has_a_message_of_its_own(messages: Messages) -> None:
    ours = a_recheck()
    others = [a_recheck(kind="other"), a_recheck(reader="cleo"), a_recheck(subject="cleo")]
    for message in (ours, *others):
        await messages.replace(message)
    assert await messages.queued("recheck", "ada", "ben") == ours
    for other in others:
        assert await messages.queued(other.kind, other.reader, other.subject) == other


async def test_whoever_claimed_a_message_that_was_replaced_has_lost_it(messages: Messages) -> None:
    await messages.replace(a_recheck())
    [claimed] = await messages.claim(KINDS, MINE, NOW, 1)
    await messages.replace(anew := a_recheck())
    assert not await messages.begin(claimed, NOW)
    await messages.put_back(claimed, SOON, NOW)
    await messages.end(claimed, MessageState.FAILED, NOW)
    assert await messages.queued("recheck", "ada", "ben") == anew


async def test_a_message_that_is_being_sent_is_not_replaced(messages: Messages) -> None:
    await messages.replace(a_recheck())
    [going] = await messages.claim(KINDS, MINE, NOW, 1)
    await messages.begin(going, NOW)
    assert await messages.queued("recheck", "ada", "ben") is None
    await messages.replace(anew := a_recheck())
    await messages.end(going, MessageState.DELIVERED, NOW, sent_as="m")
    assert await messages.queued("recheck", "ada", "ben") == anew


async def test_a_message_that_is_put_back_gives_way_to_a_newer_one(
    messages: Messages, database: Database
) -> None:
    await messages.replace(a_recheck())
    [going] = await messages.claim(KINDS, MINE, NOW, 1)
    await messages.begin(going, NOW)
    await messages.replace(anew := a_recheck())
    await messages.put_back(replace(going, attempts=1, reason="throttled"), SOON, NOW)
    assert await messages.claim(KINDS, THEIRS, SOON, 9) == [replace(anew, lease=THEIRS)]
    async with database.connection() as connection:
        query = "select state, reason, lease_owner from outbox where id = %s"
        [row] = await (await connection.execute(query, (going.id,))).fetchall()
    assert row == ("withdrawn", "throttled", None)


async def test_all_queued_messages_of_a_kind_for_a_reader_are_withdrawn_together(
    messages: Messages,
) -> None:
    await messages.replace(a_recheck(subject="cleo"))
    [going] = await messages.claim(KINDS, MINE, NOW, 1)
    await messages.begin(going, NOW)
    later, sooner = a_recheck(due_at=SOON), a_recheck(subject="dan")
    kept = [a_recheck(reader="ben"), a_recheck(kind="other")]
    for message in (later, sooner, *kept):
        await messages.replace(message)
    assert await messages.withdraw_all("recheck", "ada", NOW) == [
        replace(message, state=MessageState.WITHDRAWN, ended_at=NOW) for message in (sooner, later)
    ]
    assert await messages.withdraw_all("recheck", "ada", NOW) == []
    left = await messages.claim({"recheck", "other"}, THEIRS, SOON, 9)
    assert {message.id for message in left} == {message.id for message in kept}
    assert await messages.begin(going, NOW)


async def ended(messages: Messages, state: MessageState, **changes: object) -> Message:
    await messages.replace(a_recheck(**changes))
    [going] = await messages.claim(KINDS, MINE, SOON, 1)
    await messages.end(going, state, NOW, reason="gone")
    return replace(going, state=state, reason="gone", lease=None, ended_at=NOW)


@pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.UNCONFIRMED])
async def test_a_message_that_did_not_arrive_is_found_until_another_follows_it(
    messages: Messages, state: MessageState
) -> None:
    lost = await ended(messages, state)
    await ended(messages, MessageState.FAILED, reader="cleo")
    assert await messages.undelivered("recheck", "ada") == [lost]
    await messages.note_told([lost.id], SOON)
    assert await messages.undelivered("recheck", "ada") == [replace(lost, told_at=SOON)]
    await messages.replace(a_recheck(created_at=SOON))
    assert await messages.undelivered("recheck", "ada") == []


@pytest.mark.parametrize("state", [MessageState.DELIVERED, MessageState.WITHDRAWN])
async def test_a_message_that_arrived_or_is_not_wanted_was_not_missed(
    messages: Messages, state: MessageState
) -> None:
    await ended(messages, state)
    assert await messages.undelivered("recheck", "ada") == []


async def test_a_promise_that_is_made_anew_begins_its_day_anew(messages: Messages) -> None:
    await messages.replace(a_recheck())
    [going] = await messages.claim(KINDS, MINE, NOW, 1)
    await messages.put_back(replace(going, reason="gone", failing_since=NOW), SOON, NOW)
    await messages.replace(anew := a_recheck())
    assert await messages.queued("recheck", "ada", "ben") == anew
