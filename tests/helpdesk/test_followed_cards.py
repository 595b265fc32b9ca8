"""A card that shows an earlier version of its case is written anew, by one process at a time."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.core.lease import Lease
from bot.helpdesk.following import WRITTEN_EVERY, Following
from bot.outbox.message import MessageState
from bot.storage.following import FollowingRows
from bot.storage.presses import Presses
from tests.helpdesk.desk import BEA, MINUTE, Desk
from tests.helpdesk.fakes import AMARA, BEN
from tests.helpdesk.followings import BY_AMARA, followings, only
from tests.storage.everything_of import add_card


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
