"""Messages that one person sees of a shared conversation (docs/teams.md, "Targeted messages")."""

from datetime import timedelta
from typing import Any

import pytest

from simulation.channel.conversations import Conversation
from simulation.channel.identity import user_id
from simulation.channel.manifest import Manifest
from tests.simulation.channel.teams import APP_ID, CARD, Teams
from tests.simulation.world import AMARA, BEN

QUERY = "isTargetedActivity=true"
TO_AMARA: dict[str, Any] = {
    "type": "message",
    "attachments": [CARD],
    "recipient": {"id": user_id(APP_ID, AMARA)},
}
CHANGED = {"type": "message", "text": "changed"}


@pytest.fixture(params=["group", "channel"])
def where(request: pytest.FixtureRequest, teams: Teams) -> Conversation:
    found = teams.group if request.param == "group" else teams.team
    teams.install(found)
    return found


async def post(teams: Teams, where: Conversation, body: dict[str, Any]) -> tuple[int, Any]:
    path = f"v3/conversations/{where.id}/activities?{QUERY}"
    answer = await teams.call("POST", path, body)
    return answer.status, await answer.json()


async def change(
    teams: Teams, where: Conversation, message_id: str, query: str = QUERY, body: Any = CHANGED
) -> tuple[int, str]:
    path = f"v3/conversations/{where.id}/activities/{message_id}?{query}"
    answer = await teams.call("PUT" if body else "DELETE", path, body)
    error = (await answer.json()).get("error", {}) if answer.status >= 400 else {}
    return answer.status, error.get("code", "")


async def test_one_person_sees_it_and_nobody_else(teams: Teams, where: Conversation) -> None:
    status, created = await post(teams, where, TO_AMARA)
    assert status == 201
    [message] = teams.shown(where)
    assert (message.id, message.only_for) == (created["id"], AMARA)
    assert (message.is_seen_by(AMARA), message.is_seen_by(BEN)) == (True, False)


@pytest.mark.parametrize(
    "recipient", [None, {}, {"id": "29:nobody"}, {"id": "guest"}, "29:1", {"id": 7}]
)
async def test_it_takes_a_recipient_who_is_a_member(
    teams: Teams, where: Conversation, recipient: Any
) -> None:
    status, refusal = await post(teams, where, TO_AMARA | {"recipient": recipient})
    assert (status, refusal["error"]["code"]) == (400, "BadArgument")
    assert teams.shown(where) == []


async def test_there_is_none_in_a_personal_chat(teams: Teams) -> None:
    chat = teams.personal(AMARA)
    teams.install(chat)
    status, refusal = await post(teams, chat, TO_AMARA)
    assert (status, refusal["error"]["code"]) == (400, "BadArgument")


async def test_the_bot_has_to_be_in_the_conversation(teams: Teams) -> None:
    status, refusal = await post(teams, teams.group, TO_AMARA)
    assert (status, refusal["error"]["code"]) == (403, "BotNotInConversationRoster")


async def test_it_is_changed_and_deleted_with_the_query_and_without_a_recipient(
    teams: Teams, where: Conversation
) -> None:
    _, created = await post(teams, where, TO_AMARA)
    for query, body in (("", CHANGED), (QUERY, TO_AMARA), ("", None)):
        assert await change(teams, where, created["id"], query, body) == (400, "BadArgument")
    assert await change(teams, where, created["id"]) == (200, "")
    [message] = teams.shown(where)
    assert (message.text, message.only_for) == ("changed", AMARA)
    assert await change(teams, where, created["id"], body=None) == (200, "")
    assert teams.shown(where) == []
    gone = (404, "ActivityNotFoundInConversation")
    assert await change(teams, where, created["id"]) == gone


async def test_a_message_that_everybody_sees_stays_one(teams: Teams, where: Conversation) -> None:
    answer = await teams.send(where.id, {"type": "message", "text": "for all"})
    posted = (await answer.json())["id"]
    assert await change(teams, where, posted) == (400, "BadArgument")
    assert teams.shown(where)[0].text == "for all"


async def test_it_vanishes_after_a_day_of_the_simulation(teams: Teams, where: Conversation) -> None:
    _, created = await post(teams, where, TO_AMARA)
    teams.tenant.clock.advance(timedelta(hours=23))
    assert len(teams.shown(where)) == 1
    teams.tenant.clock.advance(timedelta(hours=1))
    assert teams.shown(where) == []
    gone = (404, "ActivityNotFoundInConversation")
    assert await change(teams, where, created["id"]) == gone
    assert await change(teams, where, created["id"], body=None) == gone


async def test_nobody_replies_or_reacts_to_it(teams: Teams, where: Conversation) -> None:
    await post(teams, where, TO_AMARA)
    [message], client = teams.shown(where), teams.channel.client
    with pytest.raises(ValueError, match="replied"):
        client.say(AMARA, where, "@Photobot hello", thread=message.id)
    with pytest.raises(ValueError, match="reactions"):
        client.react(AMARA, where, message, "like", added=True)


async def test_a_person_writes_to_the_bot_alone_and_needs_no_mention(
    teams: Teams, where: Conversation
) -> None:
    client = teams.channel.client
    client.takes_targeted = True
    said = client.say(AMARA, where, "my photo is wrong", targeted=True)
    await teams.bot.has_heard(1)
    [heard] = teams.bot.heard
    assert heard["recipient"] == {"id": f"28:{APP_ID}", "name": "Photobot", "isTargeted": True}
    assert (heard["text"], heard["conversation"]["id"]) == ("my photo is wrong", where.id)
    assert not said.is_seen_by(BEN)
    client.say(AMARA, where, "@Photobot my photo is wrong")
    await teams.bot.has_heard(2)
    assert "isTargeted" not in teams.bot.heard[1]["recipient"]


async def test_only_where_the_manifest_says_so_and_others_read(teams: Teams) -> None:
    client = teams.channel.client
    assert not client.takes_targeted
    with pytest.raises(ValueError, match="alone"):
        client.say(AMARA, teams.group, "help", targeted=True)
    client.takes_targeted = True
    with pytest.raises(ValueError, match="alone"):
        client.say(AMARA, teams.personal(AMARA), "help", targeted=True)


def test_slash_commands_are_those_of_the_manifest_in_ones_language() -> None:
    commands = [{"title": "Help", "description": "What it does"}]
    listed = [
        {"scopes": ["personal"], "commands": [{"title": "Personal", "description": ""}]},
        {"scopes": ["team"], "triggers": ["mention", "slash"], "commands": commands},
    ]
    bot = {"supportsTargetedMessages": True, "commandLists": listed}
    chinese = {"zh-tw": {"bots[0].commandLists[1].commands[0].title": "說明"}}
    manifest = Manifest({"bots": [bot]}, chinese)
    assert manifest.takes_targeted
    assert [each.title for each in manifest.slash_commands("en-US")] == ["Help"]
    [translated] = manifest.slash_commands("zh-TW")
    assert (translated.title, translated.scopes) == ("說明", ("team",))
    without = Manifest({"bots": [bot | {"supportsTargetedMessages": False}]})
    assert (without.takes_targeted, without.slash_commands("en")) == (False, [])
