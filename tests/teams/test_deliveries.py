"""One activity that the channel delivers several times is answered once."""

import asyncio

from bot.chat.turn import Turn
from tests.teams.channel import Channel


async def test_a_message_that_is_delivered_again_is_answered_once(channel: Channel) -> None:
    activity = channel.activity()
    answers = [await channel.post(activity) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert len(channel.behaviours.turns) == 1
    assert len(channel.far_end.sent) == 1


async def test_a_press_that_is_delivered_again_while_it_is_handled_gets_the_same_answer(
    channel: Channel,
) -> None:
    begun, going, ran = asyncio.Event(), asyncio.Event(), []

    async def wait(_: Turn) -> None:
        begun.set()
        await going.wait()

    async def follow(_: Turn) -> None:
        ran.append(1)

    channel.behaviours.before, channel.behaviours.after = wait, follow
    press = channel.press()
    first = asyncio.create_task(channel.post(press))
    await begun.wait()
    second = asyncio.create_task(channel.post(press))
    going.set()
    assert (await first).body == (await second).body
    await channel.settled()
    assert len(channel.behaviours.turns) == 1
    assert ran == [1]


async def test_a_delivery_after_the_answer_gets_that_answer(channel: Channel) -> None:
    press = channel.press()
    answers = [await channel.post(press) for _ in range(3)]
    await channel.settled()
    assert answers[0].body == answers[1].body == answers[2].body
    assert len(channel.behaviours.turns) == 1
    assert [sent.method for sent in channel.far_end.sent] == ["PUT"]


async def test_a_delivery_long_after_the_answer_is_a_new_one(channel: Channel) -> None:
    activity = channel.activity()
    await channel.post(activity)
    channel.time.now += 300
    await channel.post(activity)
    assert len(channel.behaviours.turns) == 2


async def test_the_same_id_from_another_person_or_chat_is_another_activity(
    channel: Channel,
) -> None:
    activity = channel.activity()
    await channel.post(activity)
    await channel.post({**activity, "from": {"id": "29:1bob", "aadObjectId": "bob"}})
    await channel.post({**activity, "conversation": {**activity["conversation"], "id": "a:bob"}})
    assert len(channel.behaviours.turns) == 3


async def test_a_refused_delivery_is_tried_anew(channel: Channel) -> None:
    activity = channel.activity(text={"a": 1})
    assert (await channel.post(activity)).status == 400
    assert (await channel.post({**activity, "text": "my photo is wrong"})).status == 200
    assert len(channel.behaviours.turns) == 1
