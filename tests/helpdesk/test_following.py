"""Whoever asks for a case follows it once, and their card is sent once, whoever dies."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.lease import Lease
from bot.helpdesk.following import CASE_SYNCED, FOLLOWING
from bot.outbox.message import MessageState
from bot.storage.following import FollowingRows
from bot.use_cases.authorizer import COMMAND
from tests.helpdesk.desk import BEA, Desk
from tests.helpdesk.fakes import AMARA, BEN
from tests.helpdesk.followings import BY_AMARA, followings, only


async def test_who_opens_joins_or_is_given_a_case_follows_it_once(desk: Desk) -> None:
    case = await desk.opened()
    for _ in range(3):
        desk.passes()
        await desk.cases.open(AMARA, BEN)
        await desk.cases.open(BEA, BEN)
        await desk.cases.reassign(case, COMMAND, BEA)
    assert [row["agent"] for row in await followings(desk)] == [AMARA, BEA]
    messages = await desk.messages(FOLLOWING)
    assert [(row["reader"], row["subject"]) for row in messages] == [(AMARA, BEN), (BEA, BEN)]
    assert {row["actor"] for row in messages} == {f"agent:{AMARA}", f"agent:{BEA}"}


async def test_of_many_at_once_one_following_is_added(desk: Desk) -> None:
    case = await desk.opened()
    await asyncio.gather(*(desk.cases.followings.follow(case, BEA.upper()) for _ in range(9)))
    assert len(await followings(desk)) == 2
    assert len(await desk.messages(FOLLOWING)) == 2


@pytest.mark.parametrize("left", ["case_following", "outbox"])
async def test_what_a_process_left_that_died_is_made_up_for(desk: Desk, left: str) -> None:
    await desk.opened()
    await desk.cases.open(BEA, BEN)
    await desk.database.change("delete from outbox where kind = 'following'", ())
    if left == "case_following":
        await desk.database.change("delete from case_following", ())
    await asyncio.gather(*(desk.upkeep.settle() for _ in range(3)))
    assert {row["agent"] for row in await followings(desk)} == {AMARA, BEA}
    assert len(await followings(desk)) == len(await desk.messages(FOLLOWING)) == 2


async def test_who_followed_and_lost_the_case_is_not_made_to_follow_again(desk: Desk) -> None:
    await desk.opened()
    desk.passes()
    await FollowingRows(desk.database).end((await only(desk)).id, desk.clock.now)
    await desk.upkeep.settle()
    assert len(await followings(desk)) == 1
    # Asking once more is following again.
    desk.passes()
    await desk.cases.open(AMARA, BEN)
    assert len(await followings(desk)) == 2


async def test_nobody_follows_for_an_agent_who_was_forgotten_or_a_command(desk: Desk) -> None:
    case = await desk.opened()
    await desk.database.change("delete from case_following", ())
    await desk.database.change(
        "update helpdesk_event set actor = 'agent:00000000-0000-0000-0000-000000000000'", ()
    )
    await desk.cases.send_again(case, COMMAND)
    await desk.upkeep.settle()
    assert await followings(desk) == []


async def test_a_closed_case_gets_no_card_any_more(desk: Desk) -> None:
    case = await desk.opened()
    await desk.database.change("delete from case_following", ())
    await desk.cases.close(case, BY_AMARA)
    await desk.upkeep.settle()
    assert await followings(desk) == []


async def test_a_following_that_another_one_took_over_stays_ended(desk: Desk) -> None:
    await desk.opened()
    following = await only(desk)
    await desk.cases.followings.post_anew(following)
    await FollowingRows(desk.database).doubt(following.id)
    assert [row["ended_at"] is None for row in await followings(desk)] == [False, True]


async def test_a_press_waits_for_who_writes_the_card_and_not_for_ever(desk: Desk) -> None:
    await desk.opened()
    following = await only(desk)
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        if seconds >= 1:
            await asyncio.Event().wait()
        waits.append(seconds)
        desk.clock.advance(seconds)
        await asyncio.sleep(0)

    here = replace(desk.cases.followings, sleep=sleep)
    async with here.writing(following) as first:
        assert first
        lease = Lease(first, desk.clock.now + timedelta(minutes=1))
        assert await here.store.renew(following.id, lease)
        async with here.writing(following) as second:
            assert second is None
    assert 5 < sum(waits) < 10
    async with here.writing(following) as third:
        assert third


async def test_a_card_that_is_replaced_says_once_that_it_is_in_sync(desk: Desk) -> None:
    await desk.opened()
    following = await only(desk)
    await desk.cases.followings.tell_synced(following)
    desk.passes()
    await asyncio.gather(*(desk.cases.followings.post_anew(following) for _ in range(3)))
    _former, row = await followings(desk)
    assert len(await desk.messages(FOLLOWING)) == 2
    new = await FollowingRows(desk.database).get(row["id"])
    assert new
    await desk.cases.followings.tell_synced(new)
    assert len(await desk.messages(CASE_SYNCED)) == 1


@pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.WITHDRAWN])
async def test_a_card_that_could_not_be_sent_is_sent_when_it_is_asked_for_again(
    desk: Desk, state: MessageState
) -> None:
    await desk.opened()
    query = "update outbox set state = %s where kind = 'following'"
    await desk.database.change(query, (state,))
    desk.passes()
    await asyncio.gather(*(desk.cases.open(AMARA, BEN) for _ in range(3)))
    assert [row["state"] for row in await desk.messages(FOLLOWING)] == [state, "queued"]


async def test_a_card_that_may_have_arrived_is_not_sent_again(desk: Desk) -> None:
    await desk.opened()
    await desk.database.change("update outbox set state = 'unconfirmed' where kind <> 'case'", ())
    await desk.cases.open(AMARA, BEN)
    await desk.upkeep.settle()
    assert len(await desk.messages(FOLLOWING)) == 1
