"""Each kind of activity lands where a Bot Framework developer looks for it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.teams.handler import PhotobotHandler
from tests.http.issuer import APP_ID
from tests.teams.channel import Channel

INSTALLED = {"type": "installationUpdate", "action": "add"}
COMMAND = {"commandId": "help"}
JOINED = {"type": "conversationUpdate", "membersAdded": [{"id": f"28:{APP_ID}"}]}


@pytest.mark.parametrize(
    ("changes", "methods"),
    [
        ({}, ["on_message_activity"]),
        ({"type": "messageUpdate"}, ["on_message_update_activity"]),
        ({"type": "messageDelete"}, ["on_message_delete_activity"]),
        ({"type": "messageReaction"}, ["on_message_reaction_activity"]),
        (INSTALLED, ["on_installation_update"]),
        (JOINED, ["on_conversation_update_activity"]),
        ({"type": "typing"}, ["on_typing_activity"]),
        ({"type": "event", "name": "x"}, ["on_event_activity", "on_event"]),
        ({"type": "endOfConversation"}, ["on_end_of_conversation_activity"]),
        ({"type": "custom"}, ["on_unrecognized_activity_type"]),
        (
            {
                "type": "invoke",
                "name": "adaptiveCard/action",
                "value": {"action": {"verb": "check"}},
            },
            ["on_invoke_activity", "on_adaptive_card_action"],
        ),
        (
            {"type": "invoke", "name": "signin/verifyState"},
            ["on_invoke_activity", "on_sign_in_invoke"],
        ),
        (
            {"type": "invoke", "name": "composeExtension/fetchTask", "value": COMMAND},
            ["on_invoke_activity", "on_teams_messaging_extension_fetch_task"],
        ),
        (
            {"type": "invoke", "name": "composeExtension/submitAction", "value": COMMAND},
            ["on_invoke_activity", "on_teams_messaging_extension_submit_action"],
        ),
        (
            {"type": "invoke", "name": "composeExtension/query", "value": COMMAND},
            ["on_invoke_activity", "on_teams_messaging_extension_query"],
        ),
        ({"type": "invoke", "name": "task/fetch"}, ["on_invoke_activity"]),
    ],
)
async def test_each_activity_reaches_the_handler_method_of_its_name(
    channel: Channel,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, Any],
    methods: list[str],
) -> None:
    called: list[str] = []
    for name in dir(PhotobotHandler):
        if name.startswith("on_") and name != "on_turn":
            monkeypatch.setattr(PhotobotHandler, name, noting(called, name))
    await channel.post(channel.activity(**changes))
    assert called == methods


def noting(called: list[str], name: str) -> Callable[..., Awaitable[object]]:
    method = getattr(PhotobotHandler, name)

    async def note(handler: PhotobotHandler, *arguments: Any) -> object:
        called.append(name)
        return await method(handler, *arguments)

    return note
