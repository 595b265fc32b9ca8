"""What the bot hears of what people do."""

import jwt
import pytest

from simulation.channel.faults import Fault
from simulation.channel.pictures import Picture
from tests.simulation.channel.teams import APP_ID, CARD, Teams, is_in_state
from tests.simulation.world import AMARA, BEN


async def test_opening_the_chat_installs_the_app_once(teams: Teams) -> None:
    chat = teams.personal(AMARA)
    await teams.channel.client.open(AMARA, chat)
    await teams.channel.client.open(AMARA, chat)
    installed, joined = teams.bot.heard
    assert (installed["type"], installed["action"]) == ("installationUpdate", "add")
    assert joined["type"] == "conversationUpdate"
    assert [member["id"][:3] for member in joined["membersAdded"]] == ["29:", "28:"]


async def test_a_message_arrives_as_teams_sends_it(teams: Teams) -> None:
    chat = teams.personal(AMARA)
    said = teams.channel.client.say(AMARA, chat, "My photo is wrong")
    await teams.until(is_in_state("sent"))
    heard = teams.bot.heard[0]
    assert heard | {"attachments": [], "entities": []} == teams.heard_of_amara(chat) | {
        "type": "message",
        "id": said.id,
        "text": "My photo is wrong",
        "textFormat": "plain",
        "attachments": [],
        "entities": [],
        "channelData": {"tenant": {"id": teams.tenant.id}},
    }
    assert heard["attachments"] == [
        {"contentType": "text/html", "content": "<p>My photo is wrong</p>"}
    ]
    assert heard["entities"][0]["type"] == "clientInfo"
    assert heard["entities"][0]["timezone"] == "Europe/Berlin"


async def test_every_activity_is_signed_for_the_service_url_in_it(teams: Teams) -> None:
    teams.channel.client.say(AMARA, teams.personal(AMARA), "hello")
    await teams.until(is_in_state("sent"))
    headers = teams.bot.headers[0]
    token = headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["aud"], claims["serviceurl"]) == (APP_ID, teams.channel.service_url)
    assert headers["x-ms-tenant-id"] == teams.tenant.id


async def test_in_a_group_only_mentions_reach_the_bot(teams: Teams) -> None:
    teams.channel.client.say(AMARA, teams.group, "Has anybody seen my photo?")
    teams.channel.client.say(AMARA, teams.group, "@Photobot help <b>")
    await teams.until(is_in_state("sent"))
    (heard,) = teams.bot.heard
    assert heard["text"] == "<at>Photobot</at> help <b>"
    assert heard["entities"][0] == {
        "type": "mention",
        "mentioned": {"id": f"28:{APP_ID}", "name": "Photobot"},
        "text": "<at>Photobot</at>",
    }
    assert "&lt;b&gt;" in heard["attachments"][0]["content"]


async def test_a_post_in_a_channel_starts_a_thread_and_a_reply_stays_in_it(teams: Teams) -> None:
    client = teams.channel.client
    post = client.say(AMARA, teams.team, "@Photobot help")
    await teams.until(is_in_state("sent"))
    client.say(BEN, teams.team, "@Photobot thanks", thread=post.id)
    await teams.until(is_in_state("sent"))
    threads = [heard["conversation"]["id"] for heard in teams.bot.heard]
    assert threads == [f"{teams.team.id};messageid={post.id}"] * 2
    assert teams.bot.heard[0]["channelData"]["teamsChannelId"] == teams.team.id


async def test_message_ids_are_milliseconds_and_never_the_same(teams: Teams) -> None:
    client, chat = teams.channel.client, teams.personal(AMARA)
    first, second = client.say(AMARA, chat, "one"), client.say(AMARA, chat, "two")
    assert int(first.id) == int(teams.tenant.clock.now().timestamp() * 1000)
    assert int(second.id) == int(first.id) + 1


async def test_a_message_that_the_bot_refused_fails_and_can_be_sent_again(
    teams: Teams,
) -> None:
    client, chat = teams.channel.client, teams.personal(AMARA)
    teams.bot.status = 500
    client.say(AMARA, chat, "hello")
    await teams.until(is_in_state("failed"))
    (failed,) = client.messages.all(chat.id)
    assert failed.problem == "The bot answered HTTP 500."
    teams.bot.status = 200
    client.retry(failed)
    await teams.until(is_in_state("sent"))
    assert [heard["id"] for heard in teams.bot.heard] == [failed.id, failed.id]


async def test_without_a_bot_a_message_fails(teams: Teams) -> None:
    teams.channel.delivery.endpoint = None
    teams.channel.client.say(AMARA, teams.personal(AMARA), "hello")
    event = await teams.until(is_in_state("failed"))
    assert event["message"].problem == "No bot is connected."


async def test_teams_does_not_wait_for_the_bot_past_its_timeout(teams: Teams) -> None:
    teams.bot.held = True
    teams.channel.delivery.timeout = 0.05
    client, chat = teams.channel.client, teams.personal(AMARA)
    card = teams.channel.connector.bot_messages.post(chat, None, {"attachments": [CARD]})
    shown = client.messages.get(chat.id, card or "")
    assert shown
    answer = await client.invoke(AMARA, chat, shown, name="adaptiveCard/action", value={})
    assert (answer.status, answer.problem) == (0, "No answer within 0.05 seconds.")


async def test_a_button_arrives_as_an_invoke_and_its_answer_is_returned(teams: Teams) -> None:
    client, chat = teams.channel.client, teams.personal(AMARA)
    card = client.messages.all(chat.id) or [client.say(AMARA, chat, "card")]
    teams.bot.body = {"statusCode": 200, "type": "x", "value": "y"}
    value = {"action": {"type": "Action.Execute", "verb": "sync"}, "trigger": "manual"}
    answer = await client.invoke(AMARA, chat, card[0], name="adaptiveCard/action", value=value)
    heard = next(each for each in teams.bot.heard if each["type"] == "invoke")
    assert (heard["name"], heard["value"], heard["replyToId"]) == (
        "adaptiveCard/action",
        value,
        card[0].id,
    )
    assert (answer.status, answer.body) == (200, teams.bot.body)


async def test_a_submit_arrives_as_a_message_with_a_value_and_no_text(teams: Teams) -> None:
    client, chat = teams.channel.client, teams.personal(AMARA)
    card = client.say(AMARA, chat, "card")
    await client.submit(AMARA, chat, card, {"verb": "sync"})
    heard = next(each for each in teams.bot.heard if "value" in each)
    assert (heard["type"], heard["value"]) == ("message", {"verb": "sync"})
    assert heard["replyToId"] == card.id
    assert "text" not in heard


async def test_edits_and_removals_name_the_message_that_they_change(teams: Teams) -> None:
    client, chat = teams.channel.client, teams.personal(AMARA)
    said = client.say(AMARA, chat, "helo")
    await teams.until(is_in_state("sent"))
    edited = client.edit(said, "hello")
    client.unsend(edited)
    await teams.bot.has_heard(3)
    update, removal = sorted(teams.bot.heard[1:], key=lambda heard: heard["type"], reverse=True)
    assert (update["type"], update["id"], update["text"]) == ("messageUpdate", said.id, "hello")
    assert update["channelData"]["eventType"] == "editMessage"
    assert (removal["type"], removal["id"]) == ("messageDelete", said.id)
    assert "text" not in removal


async def test_in_a_group_only_edits_with_a_mention_reach_the_bot(teams: Teams) -> None:
    client = teams.channel.client
    said = client.say(AMARA, teams.group, "has anybody seen my photo?")
    edited = client.edit(client.edit(said, "has anybody seen it?"), "@Photobot help")
    client.unsend(client.edit(edited, "never mind"))
    await teams.bot.has_heard(1)
    await client.close()
    (heard,) = teams.bot.heard
    assert (heard["type"], heard["id"]) == ("messageUpdate", said.id)
    assert heard["text"] == "<at>Photobot</at> help"
    assert heard["entities"][0]["mentioned"] == {"id": f"28:{APP_ID}", "name": "Photobot"}


@pytest.mark.parametrize(("added", "key"), [(True, "reactionsAdded"), (False, "reactionsRemoved")])
async def test_reactions_to_its_messages_reach_the_bot(teams: Teams, added: bool, key: str) -> None:
    client, chat = teams.channel.client, teams.personal(AMARA)
    posted = teams.channel.connector.bot_messages.post(chat, None, {"text": "Hello"})
    message = client.messages.get(chat.id, posted or "")
    assert message
    client.react(AMARA, chat, message, "like", added=added)
    await teams.bot.has_heard(1)
    assert teams.bot.heard[0][key] == [{"type": "like"}]
    assert teams.bot.heard[0]["replyToId"] == posted


async def test_a_picture_is_a_link_that_needs_the_bots_token(teams: Teams) -> None:
    chat = teams.personal(AMARA)
    picture = Picture(b"\x89PNG", "image/png")
    teams.channel.client.say(AMARA, chat, "", pictures=[picture])
    await teams.until(is_in_state("sent"))
    attachment = teams.bot.heard[0]["attachments"][0]
    assert attachment["contentType"] == "image/*"
    path = attachment["contentUrl"].removeprefix(teams.channel.service_url)
    assert (await teams.call("GET", path, token=None)).status == 401
    fetched = await teams.call("GET", path)
    assert (await fetched.read(), fetched.content_type) == (b"\x89PNG", "image/png")


async def test_teams_may_deliver_an_activity_twice(teams: Teams) -> None:
    teams.channel.delivery.faults.tell(Fault("deliver", twice=True))
    said = teams.channel.client.say(AMARA, teams.personal(AMARA), "hello")
    await teams.until(is_in_state("sent"))
    assert [heard["id"] for heard in teams.bot.heard] == [said.id, said.id]


async def test_nobody_sees_the_chat_of_somebody_else(teams: Teams) -> None:
    with pytest.raises(KeyError):
        teams.channel.client.conversation(BEN, teams.personal(AMARA).id)


@pytest.mark.parametrize(
    ("number", "left"), [(0, []), (2, ["two", "three"]), (9, ["one", "two", "three"])]
)
async def test_old_messages_of_one_chat_can_be_forgotten(
    teams: Teams, number: int, left: list[str]
) -> None:
    client, own, others = teams.channel.client, teams.personal(AMARA), teams.personal(BEN)
    for text in ("one", "two", "three"):
        client.say(AMARA, own, text)
    client.say(BEN, others, "mine")
    client.messages.keep_newest(own.id, number)
    assert [message.text for message in client.messages.all(own.id)] == left
    assert [message.text for message in client.messages.all(others.id)] == ["mine"]
