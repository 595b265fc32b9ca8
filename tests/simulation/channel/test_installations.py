"""The bot, installed by people and by Graph."""

from dataclasses import replace

from simulation.channel.conversations import Conversations
from simulation.channel.identity import unique_chat_id, user_id
from simulation.crowd import Crowd, settle
from tests.simulation.channel.teams import APP_ID, Teams
from tests.simulation.world import AMARA, BEN, sketch

MESSAGE = {"type": "message", "text": "hello"}


async def test_the_bot_hears_of_what_graph_installed(teams: Teams) -> None:
    client, tenant = teams.channel.client, teams.tenant
    tenant.bot_added(AMARA)
    client.added(AMARA)
    await teams.bot.has_heard(2)
    added, joined = teams.bot.heard
    assert (added["type"], added["action"]) == ("installationUpdate", "add")
    assert joined["type"] == "conversationUpdate"
    assert added["from"]["aadObjectId"] == AMARA
    assert (await teams.send(teams.personal(AMARA).id, MESSAGE)).status == 201


async def test_nobody_hears_of_an_installation_that_was_not_stored(teams: Teams) -> None:
    teams.channel.client.added(AMARA)
    assert not teams.bot.heard
    assert (await teams.send(teams.personal(AMARA).id, MESSAGE)).status == 403


async def test_who_adds_or_removes_the_bot_in_teams_is_seen_in_graph(teams: Teams) -> None:
    client, tenant = teams.channel.client, teams.tenant
    where = client.conversations.personal(AMARA)
    await client.open(AMARA, where)
    assert tenant.has_bot(AMARA)
    assert not tenant.has_bot(BEN)
    await client.remove(AMARA, where)
    assert not tenant.has_bot(AMARA)
    await client.open(BEN, client.conversations.group())
    assert not tenant.has_bot(BEN)


async def test_the_id_that_graph_gives_to_a_chat_names_the_same_chat(teams: Teams) -> None:
    conversations = teams.channel.client.conversations
    found = conversations.find(unique_chat_id(APP_ID, AMARA))
    assert found == conversations.personal(AMARA)
    assert conversations.find(unique_chat_id("another-app", AMARA)) is None
    assert conversations.find(unique_chat_id(APP_ID, "nobody")) is None


async def test_people_of_a_crowd_have_chats_and_are_no_colleagues(teams: Teams) -> None:
    tenant = teams.tenant.copy()
    settle(tenant, Crowd(50), sketch)
    conversations = Conversations(tenant, APP_ID, "Photobot")
    assert conversations.group().members == ()
    later = Conversations(tenant, APP_ID, "Photobot")
    for person_id in tenant.people:
        chat = conversations.personal(person_id)
        assert later.find(chat.id) == chat
        assert later.person_of(user_id(APP_ID, person_id)) == person_id
    assert later.find("a:1nobody") is None


async def test_somebody_who_comes_for_somebody_else_is_known(teams: Teams) -> None:
    tenant, conversations = teams.tenant, teams.channel.client.conversations
    assert conversations.find("a:1nobody") is None
    new = replace(tenant.people[BEN], id="new", upn="new@contoso.onmicrosoft.com")
    del tenant.people[BEN]
    tenant.people[new.id] = new
    chat = conversations.personal(new.id)
    assert conversations.find(chat.id) == chat
    assert conversations.person_of(user_id(APP_ID, new.id)) == new.id


async def test_somebody_who_was_deleted_has_no_chat(teams: Teams) -> None:
    conversations = teams.channel.client.conversations
    chat = conversations.personal(BEN)
    del teams.tenant.people[BEN]
    assert conversations.find(chat.id) is None
    assert conversations.find(unique_chat_id(APP_ID, BEN)) is None
