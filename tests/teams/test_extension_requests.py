"""What a command of a message extension is told of an invoke, over real HTTP."""

from typing import Any

import pytest

from bot.chat.extension import Stage
from bot.chat.turn import Scope
from tests.http.issuer import APP_ID
from tests.teams.channel import ALICE, Channel
from tests.teams.test_extensions import BORIS, STAGES
from tests.teams.test_presses import GROUP


def message_by(user: object) -> dict[str, Any]:
    """A message as a client hands it over with the command that was opened on it."""
    body = {"contentType": "html", "content": "<p>my photo is wrong</p>"}
    return {"id": "1611060744833", "body": body, "from": {"user": user, "application": None}}


def member(person_id: object) -> dict[str, object]:
    return {"userIdentityType": "aadUser", "id": person_id, "displayName": "Boris Bell"}


async def test_a_submitted_dialog_hands_over_its_inputs(channel: Channel) -> None:
    data = {"step": "preview", "person": BORIS, "note": "See you"}
    await channel.post(channel.extension("submitAction", data=data))
    (request,) = channel.commands.requests
    assert (request.stage, request.data) == (Stage.SUBMIT, data)


@pytest.mark.parametrize(
    ("value", "text", "skip", "count"),
    [
        ({}, "", 0, 25),
        ({"parameters": [{"name": "initialRun", "value": "true"}]}, "", 0, 25),
        ({"parameters": [{"name": "words", "value": " INC  123\n"}]}, "INC 123", 0, 25),
        # Agents Playground names no parameter.
        ({"parameters": [{"value": "boris"}]}, "boris", 0, 25),
        ({"parameters": [{"name": "words"}]}, "", 0, 25),
        ({"queryOptions": {"skip": 25, "count": 5}}, "", 25, 5),
        ({"queryOptions": {"skip": 10**4000, "count": 10**4000}}, "", 1000, 25),
    ],
)
async def test_a_search_says_what_is_searched_for_and_how_far(
    channel: Channel, value: dict[str, Any], text: str, skip: int, count: int
) -> None:
    await channel.post(channel.extension("query", **value))
    (request,) = channel.commands.requests
    assert (request.text, request.skip, request.count) == (text, skip, count)


async def test_what_was_sent_is_capped_before_a_command_sees_it(channel: Channel) -> None:
    data = {"note": "n" * 300_000}
    await channel.post(channel.extension("submitAction", data=data))
    words = [{"name": "words", "value": "w" * 300_000}]
    await channel.post(channel.extension("query", parameters=words))
    submitted, searched = channel.commands.requests
    assert submitted.data == {"note": "n" * 4000}
    assert searched.text == "w" * 4000


async def test_only_words_come_through_from_a_dialog(channel: Channel) -> None:
    data = {
        "person": BORIS,
        "msteams": {"justInTimeInstall": True},
        "a": 1,
        "b": [BORIS],
        "c": None,
    }
    await channel.post(channel.extension("submitAction", data=data))
    (request,) = channel.commands.requests
    assert request.data == {"person": BORIS}


@pytest.mark.parametrize("name", STAGES)
@pytest.mark.parametrize("written", [BORIS, BORIS.upper(), f"{{{BORIS}}}"])
async def test_the_author_of_the_message_is_suggested(
    channel: Channel, name: str, written: str
) -> None:
    payload = message_by(member(written))
    await channel.post(channel.extension(name, commandContext="message", messagePayload=payload))
    (request,) = channel.commands.requests
    assert request.author == BORIS
    # Whoever asks is the one who was authenticated, whatever a client says of a message.
    assert request.where.person_id == ALICE


@pytest.mark.parametrize(
    "payload",
    [
        None,
        7,
        [],
        {},
        {"from": None},
        {"from": {"user": None, "application": {"id": APP_ID}}},
        {"from": {"user": [BORIS]}},
        message_by({"id": BORIS}),
        message_by({**member(BORIS), "userIdentityType": "anonymousGuest"}),
        message_by({**member(BORIS), "userIdentityType": ["aadUser"]}),
        message_by(member(None)),
        message_by(member("29:1boris")),
        message_by(member([BORIS])),
        message_by(member("0" * 300_000)),
    ],
)
async def test_nobody_is_suggested_where_no_member_wrote(channel: Channel, payload: object) -> None:
    await channel.post(channel.extension("fetchTask", messagePayload=payload))
    (request,) = channel.commands.requests
    assert request.author is None


@pytest.mark.parametrize(
    ("conversation", "context", "scope"),
    [
        ({}, "compose", Scope.PERSONAL),
        (GROUP, "compose", Scope.GROUP),
        (GROUP, "message", Scope.GROUP),
        ({**GROUP, "conversationType": "channel"}, "compose", Scope.CHANNEL),
        ({**GROUP, "conversationType": None}, "compose", Scope.GROUP),
        (GROUP, "commandBox", None),
        (GROUP, "commandbox", None),
        (GROUP, ["commandBox"], Scope.GROUP),
    ],
)
async def test_a_command_knows_where_it_was_opened(
    channel: Channel, conversation: dict[str, Any], context: object, scope: Scope | None
) -> None:
    activity = channel.extension("fetchTask", commandContext=context)
    activity["conversation"].update(conversation)
    await channel.post(activity)
    (request,) = channel.commands.requests
    assert request.scope is scope
