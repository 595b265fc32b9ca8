"""Who follows a case, and which version of it their card shows, over real rows."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from psycopg.rows import dict_row

from bot.core.lease import Lease
from bot.helpdesk.following import CASE_SYNCED, FOLLOWING, WRITTEN_EVERY, Following
from bot.outbox.message import MessageState
from bot.storage.following import FollowingRows
from bot.storage.presses import Presses
from bot.use_cases.authorizer import COMMAND, Actor, ActorKind
from tests.helpdesk.desk import BEA, MINUTE, Desk
from tests.helpdesk.fakes import AMARA, BEN
from tests.storage.everything_of import add_card

BY_AMARA = Actor(ActorKind.AGENT, AMARA)


async def followings(desk: Desk) -> list[dict[str, Any]]:
    query = "select * from case_following order by created_at, agent"
    return await desk.database.rows(query, (), dict_row)


async def only(desk: Desk) -> Following:
    [row] = await followings(desk)
    found = await FollowingRows(desk.database).get(row["id"])
    assert found
    return found


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


async def test_the_version_is_another_one_whenever_something_happened(desk: Desk) -> None:
    case, rows = await desk.opened(), FollowingRows(desk.database)
    seen = [await rows.version(case.id)]

    async def changed() -> bool:
        seen.append(await rows.version(case.id))
        return len(set(seen)) == len(seen)

    message = await desk.sends()
    assert await changed()
    await Presses(desk.database).note_press(message.id, BEN, desk.clock.now, automatic=True)
    assert await changed()
    # That something was pressed besides says nothing more.
    await Presses(desk.database).note_press(message.id, BEN, desk.clock.now, automatic=False)
    assert not await changed()
    seen.pop()
    for happens in (
        desk.cases.notes.note_steps(BEN),
        desk.cases.notes.answer(message.id, BEN, "no"),
        desk.cases.open(BEA, BEN),
        desk.cases.close(case, BY_AMARA),
    ):
        desk.passes()
        await happens
        assert await changed()


@pytest.mark.parametrize(
    "state",
    [MessageState.UNCONFIRMED, MessageState.FAILED, MessageState.WITHDRAWN],
)
async def test_the_version_tells_what_became_of_a_message(desk: Desk, state: MessageState) -> None:
    case, rows = await desk.opened(), FollowingRows(desk.database)
    before = await rows.version(case.id)
    await desk.sends(state, reason="blocked")
    assert await rows.version(case.id) != before


async def shown(desk: Desk, version: str | None = None) -> Following:
    """Amara's card has arrived and shows a version of the case, that of now without another."""
    rows, card = FollowingRows(desk.database), uuid4()
    following = await only(desk)
    await add_card(desk.database, reader=AMARA, subject=BEN, actor=f"agent:{AMARA}", card=card)
    await desk.database.change(
        "update card set state = 'checked', message_id = 'm', lease_owner = null,"
        " lease_until = null",
        (),
    )
    lease = Lease("sender", desk.clock.now + MINUTE)
    assert await rows.take(following.id, lease, desk.clock.now)
    version = version or await rows.version(following.case_id)
    assert await rows.begin(following.id, card, desk.clock.now)
    assert await rows.note(following.id, "sender", card, version, desk.clock.now)
    await rows.release(following.id, "sender")
    return following


async def outdated(desk: Desk, owner: str = "me") -> list[Following]:
    now = desk.clock.now
    lease = Lease(owner, now + timedelta(seconds=6))
    return await FollowingRows(desk.database).claim_outdated(lease, now, now - WRITTEN_EVERY, 9)


async def test_a_card_is_outdated_once_it_shows_another_version_for_ten_seconds(
    desk: Desk,
) -> None:
    await desk.opened()
    await shown(desk)
    desk.passes()
    assert await outdated(desk) == []
    await desk.cases.notes.note_steps(BEN)
    assert len(await outdated(desk)) == 1
    # It is claimed, and counts as written now, also where this process dies.
    desk.passes(timedelta(seconds=9))
    assert await outdated(desk) == []
    desk.passes(timedelta(seconds=1))
    assert len(await outdated(desk, "another")) == 1


async def test_of_several_at_once_one_claims_a_card(desk: Desk) -> None:
    await desk.opened()
    await shown(desk, "earlier")
    desk.passes()
    found = await asyncio.gather(*(outdated(desk, str(number)) for number in range(8)))
    assert sorted(map(len, found)) == [0] * 7 + [1]


@pytest.mark.parametrize("why", ["state = 'syncing'", "message_id = null", "state = 'checking'"])
async def test_a_card_that_is_worked_on_or_did_not_arrive_is_left(desk: Desk, why: str) -> None:
    await desk.opened()
    await shown(desk, "earlier")
    desk.passes()
    await desk.database.change(f"update card set {why}", ())
    assert await outdated(desk) == []


async def test_who_lost_the_lease_notes_nothing(desk: Desk) -> None:
    await desk.opened()
    following = await shown(desk, "earlier")
    rows, card = FollowingRows(desk.database), (await only(desk)).card
    assert card
    desk.passes()
    assert await outdated(desk, "first")
    desk.passes()
    assert await outdated(desk, "second")
    assert not await rows.note(following.id, "first", card, "old", desk.clock.now)
    assert await rows.note(following.id, "second", card, "new", desk.clock.now)
    assert (await only(desk)).shown == "new"
    await rows.doubt(following.id)
    assert (await only(desk)).shown is None


async def test_of_two_cards_at_once_one_follows(desk: Desk) -> None:
    await desk.opened()
    following, rows = await shown(desk), FollowingRows(desk.database)
    lease, other = Lease("sweep", desk.clock.now + MINUTE), uuid4()
    assert await rows.take(following.id, lease, desk.clock.now)
    # The agent asks for the case while its card is written.
    await rows.move(following.id, other, desk.clock.now)
    former = (await followings(desk))[0]
    assert not await rows.note(following.id, "sweep", uuid4(), "new", desk.clock.now)
    assert not await rows.begin(following.id, uuid4(), desk.clock.now)
    assert await rows.begin(following.id, other, desk.clock.now)
    assert (await followings(desk))[0]["card"] == former["card"] == other


async def test_what_may_stand_over_the_last_state_is_written_once_more(desk: Desk) -> None:
    case = await desk.opened()
    following, rows = await shown(desk, "earlier"), FollowingRows(desk.database)
    await desk.cases.close(case, BY_AMARA)
    desk.passes()
    assert await outdated(desk, "stood still for a minute")
    desk.passes()
    assert await outdated(desk, "wrote the last state")
    await rows.end(following.id, desk.clock.now)
    desk.passes()
    await rows.doubt(following.id)
    assert len(await outdated(desk)) == 1


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
