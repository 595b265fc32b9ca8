"""A person who sends much at once: all of it is answered, and others don't wait for it."""

import asyncio
from typing import Any

from bot.teams.turn_runner import AT_A_TIME, MOST_TURNS
from tests.teams.channel import ALICE, Channel
from tests.teams.test_late_answers import LATE, Stall, sent, stall

__all__ = ["stall"]

BOB = "33333333-3333-4333-8333-333333333302"
BURST = 3 * AT_A_TIME


def sent_by(channel: Channel, user_id: str, **ids: str) -> dict[str, Any]:
    conversation = {**channel.activity()["conversation"], "id": f"a:{user_id}"}
    return channel.activity(**{"from": {"id": user_id, **ids}}, conversation=conversation)


async def test_others_begin_before_the_rest_of_a_burst_which_is_answered_then(stall: Stall) -> None:
    channel = stall.channel
    await asyncio.gather(*(channel.post(channel.activity()) for _ in range(BURST)))
    await channel.post(sent_by(channel, "29:1bob", aadObjectId=BOB))
    begun = [turn.where.person_id for turn in channel.behaviours.heard]
    assert begun == [ALICE] * AT_A_TIME + [BOB]
    await stall.end()
    rest = [turn.where.person_id for turn in channel.behaviours.heard[AT_A_TIME:]]
    assert rest == [BOB, *[ALICE] * (BURST - AT_A_TIME)]
    assert len(channel.behaviours.shown_as) == BURST + 1


async def test_what_waits_fills_no_chat_with_words_for_waiting(stall: Stall) -> None:
    channel = stall.channel
    await asyncio.gather(*(channel.post(channel.activity()) for _ in range(BURST)))
    assert sent(channel) == [("POST", LATE)] * AT_A_TIME
    await stall.end()
    assert sent(channel).count(("POST", LATE)) == AT_A_TIME


async def test_guests_without_an_object_id_wait_for_themselves_only(stall: Stall) -> None:
    channel = stall.channel
    channel.far_end.held = asyncio.Event()
    one, other = (sent_by(channel, f"29:1{name}") for name in ("gus", "gwen"))
    posts = [channel.post({**one, "id": f"activity-of-gus-{n}"}) for n in range(BURST)]
    await asyncio.gather(*posts)
    await channel.post(other)
    begun = [turn.where.user_id for turn in channel.behaviours.heard]
    assert begun == ["29:1gus"] * AT_A_TIME + ["29:1gwen"]
    channel.far_end.held.set()


async def test_a_flood_is_refused_alone_and_only_as_long_as_it_lasts(stall: Stall) -> None:
    channel = stall.channel
    channel.far_end.held = asyncio.Event()
    posts = [asyncio.ensure_future(channel.post(channel.activity())) for _ in range(MOST_TURNS + 1)]
    done, waiting = await asyncio.wait(posts, return_when=asyncio.FIRST_COMPLETED)
    (refused,) = (post.result() for post in done)
    assert (refused.status, refused.body["error"]) == (429, "too_many_turns")
    another = asyncio.ensure_future(channel.post(sent_by(channel, "29:1bob", aadObjectId=BOB)))
    channel.far_end.held.set()
    await stall.end()
    assert {answer.status for answer in await asyncio.gather(another, *waiting)} == {200}
    assert len(channel.behaviours.shown_as) == MOST_TURNS + 1
    assert (await channel.post(channel.activity())).status == 200
