"""What the bot may do, and what it is told when it may not."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from simulation.channel import identity
from simulation.channel.bot_messages import MAX_BYTES
from simulation.channel.faults import Fault
from tests.simulation.channel.teams import APP_ID, CARD, GOOD_TOKEN, Teams
from tests.simulation.world import AMARA, BEN

HELLO = {"type": "message", "text": "Hello"}
PICTURES = "data:image/png;base64," + "A" * 200_000


async def code(response: aiohttp.ClientResponse) -> tuple[int, str]:
    return response.status, (await response.json())["error"]["code"]


@pytest.fixture
def chat(teams: Teams) -> str:
    return teams.install(teams.personal(AMARA))


async def test_a_sent_message_is_shown_under_the_id_that_the_bot_gets(
    teams: Teams, chat: str
) -> None:
    response = await teams.send(chat, HELLO)
    (shown,) = teams.shown(teams.personal(AMARA))
    assert (response.status, (await response.json())["id"]) == (201, shown.id)
    assert (shown.sender, shown.text) == (identity.BOT, "Hello")


@pytest.mark.parametrize("token", [None, "forged"])
async def test_without_a_valid_token_nothing_is_done(
    teams: Teams, chat: str, token: str | None
) -> None:
    path = f"v3/conversations/{chat}/activities"
    assert (await teams.call("POST", path, HELLO, token=token)).status == 401
    assert teams.shown(teams.personal(AMARA)) == []


async def test_another_app_is_refused(teams: Teams, chat: str) -> None:
    path = f"v3/conversations/{chat}/activities"
    response = await teams.call("POST", path, HELLO, token=GOOD_TOKEN + "another-app")
    assert await code(response) == (401, "BotNotRegistered")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        {"type": "message"},
        {"type": "event", "name": "x"},
        {"type": "message", "attachments": [{"content": {}}]},
        {"type": "message", "attachments": "card"},
    ],
)
async def test_a_body_that_is_no_activity_is_a_bad_argument(
    teams: Teams, chat: str, body: Any
) -> None:
    response = await teams.call("POST", f"v3/conversations/{chat}/activities", body)
    assert await code(response) == (400, "BadArgument")


async def test_a_message_over_100_kb_is_too_large(teams: Teams, chat: str) -> None:
    response = await teams.send(chat, HELLO | {"text": "x" * (MAX_BYTES // 2)})
    assert await code(response) == (413, "MessageSizeTooBig")


async def test_pictures_in_a_card_do_not_count_against_the_limit(teams: Teams, chat: str) -> None:
    card = CARD | {"content": {"type": "AdaptiveCard", "backgroundImage": PICTURES}}
    assert (await teams.send(chat, {"type": "message", "attachments": [card]})).status == 201


async def test_text_and_a_card_become_two_messages_and_the_bot_gets_no_id(
    teams: Teams, chat: str
) -> None:
    response = await teams.send(chat, HELLO | {"attachments": [CARD]})
    assert await response.json() == {}
    text, card = teams.shown(teams.personal(AMARA))
    assert (text.text, text.attachments, card.text, len(card.attachments)) == ("Hello", (), "", 1)


async def test_a_message_is_changed_in_place(teams: Teams, chat: str) -> None:
    sent = (await (await teams.send(chat, HELLO)).json())["id"]
    path = f"v3/conversations/{chat}/activities/{sent}"
    response = await teams.call("PUT", path, {"type": "message", "attachments": [CARD]})
    (shown,) = teams.shown(teams.personal(AMARA))
    assert (response.status, shown.id, shown.text, len(shown.attachments)) == (200, sent, "", 1)
    assert shown.edited


async def test_a_deleted_message_is_gone_and_cannot_be_changed(teams: Teams, chat: str) -> None:
    sent = (await (await teams.send(chat, HELLO)).json())["id"]
    path = f"v3/conversations/{chat}/activities/{sent}"
    assert (await teams.call("DELETE", path)).status == 200
    assert teams.shown(teams.personal(AMARA)) == []
    gone = await teams.call("PUT", path, HELLO)
    assert await code(gone) == (404, "ActivityNotFoundInConversation")


async def test_a_bot_does_not_change_what_people_wrote(teams: Teams, chat: str) -> None:
    said = teams.channel.client.say(AMARA, teams.personal(AMARA), "mine")
    response = await teams.call("PUT", f"v3/conversations/{chat}/activities/{said.id}", HELLO)
    assert await code(response) == (403, "NotEnoughPermissions")


async def test_typing_is_shown_and_not_stored(teams: Teams, chat: str) -> None:
    with teams.channel.feed.listen() as queue:
        response = await teams.send(chat, {"type": "typing"})
        event = await asyncio.wait_for(queue.get(), 5)
    assert response.status == 202
    assert event == {"event": "typing", "conversation": chat, "thread": None}
    assert teams.shown(teams.personal(AMARA)) == []


async def test_a_bot_writes_only_to_people_who_installed_it(teams: Teams) -> None:
    response = await teams.send(teams.personal(AMARA).id, HELLO)
    assert await code(response) == (403, "ForbiddenOperationException")


async def test_a_bot_writes_to_all_members_of_a_team_that_it_is_in(teams: Teams) -> None:
    teams.install(teams.group)
    wanted = {"members": [{"id": identity.user_id(APP_ID, AMARA)}]}
    refused = await teams.call("POST", "v3/conversations", wanted)
    assert await code(refused) == (403, "ForbiddenOperationException")
    teams.install(teams.team)
    created = await teams.call("POST", "v3/conversations", wanted)
    assert (await created.json())["id"] == teams.personal(AMARA).id
    assert (await teams.send(teams.personal(AMARA).id, HELLO)).status == 201


async def test_listeners_get_every_call_even_if_it_fails(teams: Teams) -> None:
    heard: list[tuple[str, bytes]] = []
    teams.channel.connector.listeners.append(lambda where, body, _: heard.append((where, body)))
    await teams.send(teams.group.id, HELLO)
    assert [(where, json.loads(body)) for where, body in heard] == [(teams.group.id, HELLO)]


async def test_a_bot_writes_only_to_groups_that_it_is_in(teams: Teams) -> None:
    assert await code(await teams.send(teams.group.id, HELLO)) == (
        403,
        "BotNotInConversationRoster",
    )


async def test_a_person_who_blocked_the_bot_is_reported_as_such(teams: Teams, chat: str) -> None:
    teams.channel.client.installations.blocked_by.add(AMARA)
    response = await teams.send(chat, HELLO)
    error = (await response.json())["error"]
    assert (response.status, error["code"]) == (403, "ConversationBlockedByUser")
    assert error["subCode"] == "MessageWritesBlocked"


async def test_an_administrator_can_switch_the_bot_off(teams: Teams, chat: str) -> None:
    teams.channel.client.installations.disabled = True
    assert await code(await teams.send(chat, HELLO)) == (403, "BotDisabledByAdmin")


async def test_an_unknown_conversation_is_not_found(teams: Teams) -> None:
    assert await code(await teams.send("a:1unknown", HELLO)) == (404, "ConversationNotFound")


async def test_the_eighth_message_in_a_second_is_throttled(teams: Teams, chat: str) -> None:
    answers = [await teams.send(chat, HELLO) for _ in range(8)]
    assert [answer.status for answer in answers] == [201] * 7 + [429]
    assert answers[-1].headers["Retry-After"] == "1"
    teams.seconds[0] += 1
    assert (await teams.send(chat, HELLO)).status == 201


@pytest.mark.parametrize("status", [412, 429, 500, 502, 503, 504])
async def test_a_fault_happens_once_and_nothing_is_delivered(
    teams: Teams, chat: str, status: int
) -> None:
    teams.channel.delivery.faults.tell(Fault("send", status=status, retry_after=3))
    response = await teams.send(chat, HELLO)
    assert (response.status, response.headers["Retry-After"]) == (status, "3")
    assert teams.shown(teams.personal(AMARA)) == []
    assert (await teams.send(chat, HELLO)).status == 201


async def test_it_can_deliver_and_answer_504(teams: Teams, chat: str) -> None:
    teams.channel.delivery.faults.tell(Fault("send", status=504, delivered=True))
    assert (await teams.send(chat, HELLO)).status == 504
    assert len(teams.shown(teams.personal(AMARA))) == 1


async def test_it_can_drop_the_connection(teams: Teams, chat: str) -> None:
    teams.channel.delivery.faults.tell(Fault("send", reset=True))
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await teams.send(chat, HELLO)


@pytest.mark.parametrize("named", [AMARA, identity.user_id(APP_ID, AMARA)])
async def test_the_chat_with_somebody_is_found_by_either_id(
    teams: Teams, chat: str, named: str
) -> None:
    response = await teams.call("POST", "v3/conversations", {"members": [{"id": named}]})
    assert (response.status, await response.json()) == (201, {"id": chat})


async def test_a_chat_without_exactly_one_member_is_a_bad_argument(teams: Teams) -> None:
    for members in ([], [{"id": "29:1unknown"}], [{"id": AMARA}, {"id": BEN}]):
        response = await teams.call("POST", "v3/conversations", {"members": members})
        assert await code(response) == (400, "BadArgument")


async def test_a_bot_starts_a_thread_in_a_channel(teams: Teams) -> None:
    channel = teams.install(teams.team)
    wanted = {"channelData": {"channel": {"id": channel}}, "activity": HELLO}
    created = await (await teams.call("POST", "v3/conversations", wanted)).json()
    assert created["id"] == f"{channel};messageid={created['activityId']}"
    await teams.send(created["id"], HELLO)
    _, reply = teams.shown(teams.team)
    assert reply.thread == created["activityId"]


async def test_the_roster_names_people_by_both_ids(teams: Teams, chat: str) -> None:
    (member,) = await (await teams.call("GET", f"v3/conversations/{chat}/members")).json()
    assert (member["id"], member["aadObjectId"]) == (identity.user_id(APP_ID, AMARA), AMARA)
    assert member["tenantId"] == teams.tenant.id


async def test_one_member_is_found_and_a_stranger_is_not(teams: Teams, chat: str) -> None:
    path = f"v3/conversations/{chat}/members/"
    assert (await (await teams.call("GET", path + AMARA)).json())["name"] == "Amara Okafor"
    assert await code(await teams.call("GET", path + BEN)) == (404, "MemberNotFoundInConversation")


async def test_the_roster_comes_in_pages(teams: Teams) -> None:
    group = teams.install(teams.group)
    path = f"v3/conversations/{group}/pagedmembers"
    whole = await (await teams.call("GET", path)).json()
    assert len(whole["members"]) == len(teams.tenant.people)
    rest = await (await teams.call("GET", path + "?continuationToken=10")).json()
    assert len(rest["members"]) == len(teams.tenant.people) - 10
    assert await code(await teams.call("GET", path + "?pageSize=many")) == (400, "BadArgument")
