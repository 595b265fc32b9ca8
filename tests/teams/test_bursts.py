"""A person who sends much at once: all of it is answered, and others don't wait for it."""

import asyncio

from bot.teams.turn_runner import AT_A_TIME
from tests.teams.channel import ALICE, Channel
from tests.teams.test_late_answers import Stall, stall

__all__ = ["stall"]

BOB = "33333333-3333-4333-8333-333333333302"
BURST = 3 * AT_A_TIME


def by_bob(channel: Channel) -> dict[str, object]:
    return channel.activity(
        **{"from": {"id": "29:1bob", "name": "Bob Boyd", "aadObjectId": BOB}},
        conversation={**channel.activity()["conversation"], "id": "a:bob"},
    )


async def test_others_are_answered_before_the_rest_of_a_burst(stall: Stall) -> None:
    channel = stall.channel
    await asyncio.gather(*(channel.post(channel.activity()) for _ in range(BURST)))
    await channel.post(by_bob(channel))
    begun = [turn.where.person_id for turn in channel.behaviours.heard]
    assert begun == [ALICE] * AT_A_TIME + [BOB]
    stall.over.set()
    await channel.settled()
    assert [turn.where.person_id for turn in channel.behaviours.heard[AT_A_TIME:]] == [
        BOB,
        *[ALICE] * (BURST - AT_A_TIME),
    ]
    assert len(channel.behaviours.shown_as) == BURST + 1
