"""What the bot hears when people use its message extension."""

import json
from typing import Any

import pytest

from simulation.channel.activities import Client
from simulation.channel.extensions import MessageExtensions, Opening
from simulation.channel.identity import BOT
from tests.simulation.channel.manifests import manifest
from tests.simulation.channel.teams import APP_ID, CARD, Teams, is_in_state
from tests.simulation.world import AMARA, BEN

SEND, FIND = Opening("send"), Opening("find")


@pytest.fixture
def extensions(teams: Teams) -> MessageExtensions:
    teams.channel.extensions.manifest = manifest()
    return teams.channel.extensions


async def test_opening_a_command_arrives_as_teams_sends_it(
    teams: Teams, extensions: MessageExtensions
) -> None:
    chat = teams.personal(AMARA)
    teams.bot.body = {"task": {"type": "message", "value": "Hello"}}
    answer = await extensions.fetch_task(AMARA, chat, Opening("send", theme="dark"))
    (heard,) = teams.bot.heard
    hers = teams.heard_of_amara(chat)
    assert heard | {"id": "", "entities": [], "localTimestamp": ""} == hers | {
        "type": "invoke",
        "id": "",
        "name": "composeExtension/fetchTask",
        "localTimestamp": "",
        "entities": [],
        "channelData": {"tenant": {"id": teams.tenant.id}, "source": {"name": "compose"}},
        "value": {
            "commandId": "send",
            "commandContext": "compose",
            "requestId": heard["value"]["requestId"],
            "context": {"theme": "dark"},
        },
    }
    assert (answer.status, answer.body) == (200, teams.bot.body)


async def test_a_submitted_dialog_carries_its_data(
    teams: Teams, extensions: MessageExtensions
) -> None:
    await extensions.submit(AMARA, teams.group, SEND, {"who": BEN})
    (heard,) = teams.bot.heard
    assert heard["name"] == "composeExtension/submitAction"
    assert heard["value"]["data"] == {"who": BEN}
    assert heard["conversation"]["id"] == teams.group.id


async def test_from_the_menu_of_a_message_its_author_and_words_go_along(
    teams: Teams, extensions: MessageExtensions
) -> None:
    said = teams.channel.client.say(BEN, teams.group, "My <photo> is wrong, @Photobot")
    await teams.until(is_in_state("sent"))
    opening = Opening("send", "message", said)
    await extensions.fetch_task(AMARA, teams.group, opening)
    await extensions.submit(AMARA, teams.group, opening, {})
    opened, submitted = [each for each in teams.bot.heard if each["type"] == "invoke"]
    payload = opened["value"]["messagePayload"]
    assert opened["value"]["commandContext"] == "message"
    assert payload["id"] == said.id
    assert payload["from"]["user"] == {
        "userIdentityType": "aadUser",
        "id": BEN,
        "displayName": "Ben Lindqvist",
    }
    assert payload["body"]["contentType"] == "html"
    assert "My &lt;photo&gt; is wrong" in payload["body"]["content"]
    assert payload["mentions"][0]["mentioned"]["application"]["id"] == APP_ID
    assert submitted["value"]["messagePayload"] == payload


async def test_a_message_of_the_bot_is_by_an_application(
    teams: Teams, extensions: MessageExtensions
) -> None:
    chat = teams.personal(AMARA)
    posted = teams.channel.connector.bot_messages.post(chat, None, {"attachments": [CARD]})
    message = teams.channel.client.messages.get(chat.id, posted or "")
    assert message
    assert message.sender == BOT
    await extensions.fetch_task(AMARA, chat, Opening("send", "message", message))
    payload = teams.bot.heard[0]["value"]["messagePayload"]
    assert payload["from"]["user"] is None
    assert payload["from"]["application"]["displayName"] == "Photobot"
    assert json.loads(payload["attachments"][0]["content"]) == CARD["content"]
    assert "mentions" not in payload


async def test_in_a_channel_a_command_belongs_to_its_thread(
    teams: Teams, extensions: MessageExtensions
) -> None:
    said = teams.channel.client.say(BEN, teams.team, "My photo is wrong")
    await extensions.fetch_task(AMARA, teams.team, SEND)
    await extensions.fetch_task(AMARA, teams.team, Opening("send", thread=said.id))
    await extensions.fetch_task(AMARA, teams.team, Opening("send", "message", said))
    places = [heard["conversation"]["id"] for heard in teams.bot.heard]
    in_thread = f"{teams.team.id};messageid={said.id}"
    assert places == [teams.team.id, in_thread, in_thread]


async def test_a_search_arrives_page_by_page(teams: Teams, extensions: MessageExtensions) -> None:
    typed = [{"name": "who", "value": "ben"}]
    await extensions.query(AMARA, teams.group, FIND, typed)
    await extensions.query(AMARA, teams.group, FIND, typed, 25)
    first, second = (heard["value"] for heard in teams.bot.heard)
    assert teams.bot.heard[0]["name"] == "composeExtension/query"
    assert (first["commandId"], first["parameters"]) == ("find", typed)
    assert first["queryOptions"] == {"skip": 0, "count": 25}
    assert second["queryOptions"] == {"skip": 25, "count": 25}


async def test_a_tapped_result_arrives_as_the_bot_wrote_it(
    teams: Teams, extensions: MessageExtensions
) -> None:
    await extensions.select(AMARA, teams.group, FIND, {"case": 7})
    (heard,) = teams.bot.heard
    assert (heard["name"], heard["value"]) == ("composeExtension/selectItem", {"case": 7})


@pytest.mark.parametrize(
    "opening", [Opening("unknown"), Opening("find"), Opening("send", "message"), Opening("note")]
)
async def test_only_what_the_manifest_offers_is_asked(
    teams: Teams, extensions: MessageExtensions, opening: Opening
) -> None:
    with pytest.raises(ValueError, match="command"):
        await extensions.fetch_task(AMARA, teams.group, opening)
    assert teams.bot.heard == []


async def test_a_command_is_not_in_menus_that_the_manifest_does_not_name(
    teams: Teams, extensions: MessageExtensions
) -> None:
    said = teams.channel.client.say(BEN, teams.group, "hello")
    with pytest.raises(ValueError, match="offers no such command"):
        await extensions.submit(AMARA, teams.group, Opening("note", "message", said), {})


async def test_teams_waits_five_seconds_for_a_message_extension(
    teams: Teams, extensions: MessageExtensions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulation.channel.extensions.RESPONSE_TIMEOUT", 0.05)
    teams.bot.held = True
    answer = await extensions.fetch_task(AMARA, teams.group, SEND)
    assert (answer.status, answer.problem) == (0, "No answer within 0.05 seconds.")


async def test_commands_come_in_the_language_of_the_device(
    teams: Teams, extensions: MessageExtensions
) -> None:
    assert extensions.commands(AMARA)[0].title == "Send help"
    teams.channel.client.use(AMARA, Client(locale="zh-TW"))
    assert extensions.commands(AMARA)[0].title == "傳送說明"
    assert extensions.commands(BEN)[0].title == "Send help"


async def test_a_card_from_the_box_is_part_of_the_message(teams: Teams) -> None:
    client, chat = teams.channel.client, teams.personal(AMARA)
    said = client.say(AMARA, chat, "", cards=[CARD])
    await teams.until(is_in_state("sent"))
    attachments: list[dict[str, Any]] = teams.bot.heard[0]["attachments"]
    assert attachments[0] == CARD
    assert said.attachments == (CARD,)
