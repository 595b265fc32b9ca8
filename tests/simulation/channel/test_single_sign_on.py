"""What Teams does with a card that asks somebody to sign in."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from simulation.channel.messages import Json, Message
from simulation.channel.ports import NoToken
from simulation.channel.single_sign_on import CANCELLED, OAUTH_CARD, SignIn
from tests.simulation.channel.teams import Teams
from tests.simulation.world import AMARA

CARD: dict[str, Any] = {
    "text": "Sign in",
    "connectionName": "own",
    "tokenExchangeResource": {"id": "exchange-1", "uri": "api://botid-1"},
    "buttons": [{"type": "signin", "title": "Sign in", "value": "https://bot.test/auth/start"}],
}


def shows(state: SignIn) -> Callable[[Json], bool]:
    return lambda event: event["event"] == "message" and event["message"].sign_in == state


async def offer(teams: Teams, card: dict[str, Any], until: SignIn) -> Message:
    """The bot sends the card; the message once Teams is done with it."""
    chat = teams.install(teams.personal(AMARA))
    attachment = {"contentType": OAUTH_CARD, "content": card}
    message: Message
    async with asyncio.TaskGroup() as tasks:
        seen = tasks.create_task(teams.until(shows(until)))
        await asyncio.sleep(0)
        await teams.send(chat, {"type": "message", "attachments": [attachment]})
    message = seen.result()["message"]
    return message


def grant(teams: Teams, token: str | NoToken = "a token") -> list[tuple[str, str]]:
    asked: list[tuple[str, str]] = []

    def token_for(person_id: str, uri: str) -> str | NoToken:
        asked.append((person_id, uri))
        return token

    teams.channel.single_sign_on.token_for = token_for
    return asked


async def test_a_token_for_the_api_is_sent_silently(teams: Teams) -> None:
    asked = grant(teams)
    message = await offer(teams, CARD, SignIn.DONE)
    assert asked == [(AMARA, "api://botid-1")]
    (invoke,) = teams.bot.heard
    assert (invoke["type"], invoke["name"]) == ("invoke", "signin/tokenExchange")
    assert invoke["from"]["aadObjectId"] == AMARA
    assert invoke["replyToId"] == message.id
    assert invoke["value"] == {"id": "exchange-1", "connectionName": "own", "token": "a token"}


async def test_every_open_client_sends_one_with_the_same_exchange_id(teams: Teams) -> None:
    grant(teams)
    teams.channel.single_sign_on.clients[AMARA] = 3
    await offer(teams, CARD, SignIn.DONE)
    values = [invoke["value"]["id"] for invoke in teams.bot.heard]
    assert values == ["exchange-1"] * 3
    assert len({invoke["id"] for invoke in teams.bot.heard}) == 3


async def test_a_412_shows_the_card(teams: Teams) -> None:
    grant(teams)
    teams.bot.status = 412
    await offer(teams, CARD, SignIn.NEEDED)
    assert [invoke["name"] for invoke in teams.bot.heard] == ["signin/tokenExchange"]


@pytest.mark.parametrize("code", ["userconsentrequired", "interactionrequired"])
async def test_a_person_who_has_to_consent_sees_the_card_and_the_bot_gets_nothing(
    teams: Teams, code: str
) -> None:
    grant(teams, NoToken(code, "…"))
    await offer(teams, CARD, SignIn.NEEDED)
    assert teams.bot.heard == []


async def test_other_failures_are_reported_to_the_bot_only(teams: Teams) -> None:
    grant(teams, NoToken("resourcematchfailed", "Resource match failed"))
    await offer(teams, CARD, SignIn.FAILED)
    await teams.bot.has_heard(1)
    (invoke,) = teams.bot.heard
    assert invoke["name"] == "signin/failure"
    assert invoke["value"] == {"code": "resourcematchfailed", "message": "Resource match failed"}


async def test_a_card_without_an_api_is_shown_at_once(teams: Teams) -> None:
    asked = grant(teams)
    await offer(teams, CARD | {"tokenExchangeResource": None}, SignIn.NEEDED)
    assert not asked
    assert not teams.bot.heard


async def test_the_result_of_the_page_is_passed_on(teams: Teams) -> None:
    grant(teams)
    teams.bot.status = 412
    message = await offer(teams, CARD, SignIn.NEEDED)
    teams.bot.status = 200
    chat, single_sign_on = teams.personal(AMARA), teams.channel.single_sign_on
    await single_sign_on.come_back(AMARA, chat, message, CANCELLED)
    assert teams.shown(chat)[0].sign_in == SignIn.NEEDED
    await single_sign_on.come_back(AMARA, chat, message, "one-time code")
    assert teams.shown(chat)[0].sign_in == SignIn.DONE
    values = [invoke["value"] for invoke in teams.bot.heard[1:]]
    assert values == [{"state": CANCELLED}, {"state": "one-time code"}]
    assert {invoke["name"] for invoke in teams.bot.heard[1:]} == {"signin/verifyState"}


async def test_nobody_is_signed_in_in_a_group(teams: Teams) -> None:
    asked = grant(teams)
    chat = teams.install(teams.group)
    attachment = {"contentType": OAUTH_CARD, "content": CARD}
    await teams.send(chat, {"type": "message", "attachments": [attachment]})
    assert asked == []
    assert teams.shown(teams.group)[0].sign_in == ""
