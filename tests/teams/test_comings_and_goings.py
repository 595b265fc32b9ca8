"""Guests, installations, removals, and what needs no answer."""

from typing import Any

import pytest

from bot.chat.turn import Joined, Left
from bot.texts.general import guest_message
from tests.http.issuer import APP_ID, TENANT
from tests.teams.channel import Channel
from tests.teams.fakes import LANGUAGES

IN_TENANT = {"tenant": {"id": TENANT}}


@pytest.mark.parametrize(
    "sender",
    [
        {"id": "29:1bob"},
        {"id": "29:1bob", "aadObjectId": "b", "userRole": "guest"},
        {"id": "29:1bob", "aadObjectId": "b", "tenantId": "elsewhere"},
    ],
)
async def test_a_guest_is_politely_declined(channel: Channel, sender: dict[str, str]) -> None:
    await channel.post(channel.activity(**{"from": sender}))
    assert channel.behaviours.turns == []
    assert channel.memory.references == []
    (sent,) = channel.far_end.sent
    assert sent.body["summary"] == guest_message(LANGUAGES.of("en-US").gettext).summary


def joined(**changes: Any) -> dict[str, Any]:
    return {"type": "conversationUpdate", "membersAdded": [{"id": f"28:{APP_ID}"}], **changes}


def installed(action: str = "add") -> dict[str, Any]:
    return {"type": "installationUpdate", "action": action}


async def test_an_installation_that_teams_sends_twice_is_greeted_once(channel: Channel) -> None:
    await channel.post(channel.activity(**installed()))
    await channel.post(channel.activity(**joined()))
    assert [turn.event for turn in channel.behaviours.turns] == [Joined()]
    assert len(channel.far_end.sent) == 1


async def test_each_installation_is_greeted_anew(channel: Channel) -> None:
    for _ in range(2):
        await channel.post(channel.activity(**installed()))
        await channel.post(channel.activity(**joined()))
    assert len(channel.behaviours.turns) == 2


async def test_a_later_event_of_the_other_kind_is_an_event_of_its_own(channel: Channel) -> None:
    await channel.post(channel.activity(**installed()))
    channel.time.now += 60
    await channel.post(channel.activity(**joined()))
    assert len(channel.behaviours.turns) == 2


async def test_a_removal_reaches_the_behaviour_and_is_not_remembered(channel: Channel) -> None:
    channel.behaviours.card = None
    await channel.post(channel.activity(**installed("remove")))
    assert [turn.event for turn in channel.behaviours.turns] == [Left()]
    assert channel.memory.references == []
    assert channel.far_end.sent == []


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "typing"},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "messageDelete", "channelData": {"eventType": "softDeleteMessage", **IN_TENANT}},
        {"type": "messageUpdate", "channelData": {"eventType": "reaction", **IN_TENANT}},
        {"type": "event", "name": "application/vnd.microsoft.meetingStart", "value": "x"},
        {"type": "<custom-activity-type>"},
        installed("add-upgrade"),
        joined(membersAdded=[{"id": "29:1alice"}]),
        {"type": "invoke", "name": "signin/verifyState"},
        {"type": "invoke", "name": "signin/tokenExchange"},
    ],
)
async def test_what_needs_no_answer_gets_none(channel: Channel, changes: dict[str, Any]) -> None:
    answer = await channel.post(channel.activity(**changes))
    assert (answer.status, answer.body) == (200, None)
    assert channel.behaviours.heard == []
    assert channel.far_end.sent == []
