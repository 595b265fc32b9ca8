"""Message extensions that are refused, that fail or that stall, over real HTTP."""

import asyncio
from typing import Any

import pytest

from bot.chat.extension import Stage
from bot.texts.extensions import failed_command, guest_command, late_command, unavailable_command
from tests.http.issuer import APP_ID, Key
from tests.teams.channel import ALICE, Channel, open_channel, refused
from tests.teams.test_extensions import BORIS, STAGES, english, said


@pytest.mark.parametrize("name", STAGES)
async def test_an_unknown_command_is_refused_in_words(channel: Channel, name: str) -> None:
    answer = await channel.post(channel.extension(name, commandId="delete_everything"))
    assert said(answer) == unavailable_command(english)
    assert channel.commands.requests == []


@pytest.mark.parametrize("name", STAGES)
@pytest.mark.parametrize(
    "sender",
    [
        {"id": "29:1alice"},
        {"id": "29:1alice", "aadObjectId": ALICE, "tenantId": APP_ID},
        {"id": "29:1alice", "aadObjectId": ALICE, "userRole": "guest"},
    ],
)
async def test_a_guest_is_sent_to_their_own_organisation(
    channel: Channel, name: str, sender: dict[str, str]
) -> None:
    activity = channel.extension(name)
    activity["from"] = sender
    assert said(await channel.post(activity)) == guest_command(english)
    assert channel.commands.requests == []


@pytest.mark.parametrize("name", STAGES)
@pytest.mark.usefixtures("no_behaviour_runs")
async def test_another_tenant_is_refused(channel: Channel, name: str) -> None:
    activity = channel.extension(name)
    activity["channelData"] = {"tenant": {"id": APP_ID}}
    refused(await channel.post(activity), 403, "wrong_tenant")


@pytest.mark.parametrize("name", STAGES)
@pytest.mark.parametrize(
    "changes",
    [
        {"commandId": None},
        {"commandId": ""},
        {"commandId": 7},
        {"commandId": "a\nb"},
        {"commandId": "x" * 3000},
        {"data": "words"},
        {"data": [BORIS]},
        {"data": {f"{number}": "x" for number in range(51)}},
        {"parameters": {"value": "boris"}},
        {"parameters": ["boris"]},
        {"parameters": [{"name": "words", "value": {"a": "b"}}]},
        {"queryOptions": [25]},
        {"queryOptions": {"skip": "0"}},
        {"queryOptions": {"skip": -1}},
        {"queryOptions": {"count": True}},
        {"queryOptions": {"count": 2.5}},
        {"botMessagePreviewAction": "send"},
        {"botMessagePreviewAction": "edit", "botActivityPreview": [{}]},
    ],
)
@pytest.mark.usefixtures("no_behaviour_runs")
async def test_a_misshapen_value_is_refused(
    channel: Channel, name: str, changes: dict[str, Any]
) -> None:
    refused(await channel.post(channel.extension(name, **changes)), 400, "broken_activity")


@pytest.mark.parametrize("value", [None, 7, "help", ["help"]])
@pytest.mark.usefixtures("no_behaviour_runs")
async def test_an_invoke_without_a_value_is_refused(channel: Channel, value: object) -> None:
    activity = {**channel.extension("fetchTask"), "value": value}
    refused(await channel.post(activity), 400, "broken_activity")


@pytest.mark.parametrize("name", ["queryLink", "selectItem", "setting", "onCardButtonClicked"])
@pytest.mark.usefixtures("no_behaviour_runs")
async def test_what_the_manifest_does_not_offer_is_not_supported(
    channel: Channel, name: str
) -> None:
    refused(await channel.post(channel.extension(name)), 501, "invoke_not_supported")


@pytest.mark.parametrize(("name", "stage"), STAGES.items())
async def test_a_command_that_fails_is_answered_with_an_apology(
    channel: Channel, name: str, stage: Stage
) -> None:
    channel.commands.error = RuntimeError("of no concern to anybody")
    answer = await channel.post(channel.extension(name))
    assert said(answer) == failed_command(stage, english)


@pytest.mark.parametrize(("name", "stage"), STAGES.items())
async def test_a_command_that_stalls_is_answered_within_the_time_of_a_client(
    key: Key, name: str, stage: Stage
) -> None:
    async with open_channel(key, extension_within=0.1) as channel:
        over, ended = asyncio.Event(), []

        async def stall() -> None:
            await over.wait()
            ended.append(stage)

        channel.commands.before = stall
        async with asyncio.timeout(10):
            answer = await channel.post(channel.extension(name))
        assert said(answer) == late_command(stage, english)
        over.set()
        await channel.settled()
        # What may have changed something is never cut off; what only reads is given up.
        assert ended == ([stage] if stage is Stage.SUBMIT else [])


async def test_a_late_failure_changes_nothing_about_the_answer(key: Key) -> None:
    async with open_channel(key, extension_within=0.05) as channel:
        over = asyncio.Event()
        channel.commands.before, channel.commands.error = over.wait, RuntimeError()
        answer = await channel.post(channel.extension("submitAction"))
        over.set()
        await channel.settled()
        assert said(answer) == late_command(Stage.SUBMIT, english)
