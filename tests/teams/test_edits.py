"""Messages that are changed after they were sent."""

from bot.chat.turn import Edited
from tests.http.issuer import TENANT
from tests.teams.channel import Channel


def edit(channel: Channel, text: str) -> dict[str, object]:
    data = {"eventType": "editMessage", "tenant": {"id": TENANT}}
    return channel.activity(type="messageUpdate", id="activity-9", text=text, channelData=data)


async def test_every_edit_of_a_message_is_answered_but_not_its_repeated_delivery(
    channel: Channel,
) -> None:
    for text in ("one", "two", "two", "three"):
        assert (await channel.post(edit(channel, text))).status == 200
    assert [turn.event for turn in channel.behaviours.heard] == [
        Edited("one"),
        Edited("two"),
        Edited("three"),
    ]
    assert {turn.activity_id for turn in channel.behaviours.heard} == {"activity-9"}
