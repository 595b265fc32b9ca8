"""The three invokes of single sign-on, over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from bot.chat.turn import Pressed
from bot.core.failures import FailureReason, ServiceFailure
from tests.teams.channel import ALICE, Answer, Channel, open_channel
from tests.teams.issuer import NOW, TENANT, Key
from tests.teams.people import OFFER, Desk, person_token

BOB = "33333333-3333-4333-8333-333333333302"
CONSENT = ServiceFailure("entra", FailureReason.NOT_PERMITTED, code="AADSTS65001")


@pytest.fixture
def desk(key: Key) -> Desk:
    return Desk(key)


@pytest.fixture
async def channel(key: Key, desk: Desk) -> AsyncIterator[Channel]:
    async with open_channel(key, sign_in=desk.sign_in) as opened:
        yield opened


async def exchange(channel: Channel, token: str, offer: UUID = OFFER, **changes: Any) -> Answer:
    value = {"id": str(offer), "connectionName": "photobot", "token": token}
    return await invoke(channel, "signin/tokenExchange", value, **changes)


async def invoke(channel: Channel, name: str, value: Any, **changes: Any) -> Answer:
    return await channel.post(channel.activity(type="invoke", name=name, value=value, **changes))


async def verbs(channel: Channel) -> list[str]:
    """The behaviours that followed."""
    await channel.settled()
    events = [turn.event for turn in channel.behaviours.turns]
    return [event.verb for event in events if isinstance(event, Pressed)]


async def test_an_exchange_lets_the_bot_act_and_checks_anew(channel: Channel, desk: Desk) -> None:
    answer = await exchange(channel, person_token(desk.key))
    assert (answer.status, answer.body) == (
        200,
        {"id": str(OFFER), "connectionName": "photobot"},
    )
    assert desk.rights.begun == [ALICE]
    assert await verbs(channel) == ["check"]


async def test_several_clients_are_each_answered_and_exchanged_for_once(
    channel: Channel, desk: Desk
) -> None:
    token = person_token(desk.key)
    answers = await asyncio.gather(*(exchange(channel, token) for _ in range(3)))
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert desk.rights.begun == [ALICE]
    assert await verbs(channel) == ["check"]


async def test_one_offer_is_exchanged_once_however_its_id_is_written(
    channel: Channel, desk: Desk
) -> None:
    for offer in (str(OFFER), OFFER.hex, f"{{{OFFER}}}".upper(), OFFER.urn):
        value = {"id": offer, "connectionName": "photobot", "token": person_token(desk.key)}
        answer = await invoke(channel, "signin/tokenExchange", value)
        assert (answer.status, answer.body["id"]) == (200, offer)
    assert desk.rights.begun == [ALICE]


async def test_without_consent_teams_is_told_to_ask_and_the_person_is_told_once(
    channel: Channel, desk: Desk
) -> None:
    desk.rights.failures = [CONSENT, CONSENT]
    token = person_token(desk.key)
    answers = await asyncio.gather(*(exchange(channel, token) for _ in range(2)))
    assert [answer.status for answer in answers] == [412, 412]
    assert answers[0].body["failureDetail"] == "consent_required"
    assert await verbs(channel) == ["sign_in_failed"]


async def test_after_consent_the_same_exchange_is_made(channel: Channel, desk: Desk) -> None:
    desk.rights.failures = [CONSENT]
    token = person_token(desk.key)
    await exchange(channel, token)
    assert (await exchange(channel, token)).status == 200
    assert desk.rights.begun == [ALICE]


async def test_somebody_elses_offer_is_refused_with_ones_own_token(
    channel: Channel, desk: Desk
) -> None:
    sender = {"id": "29:1bob", "aadObjectId": BOB}
    token = person_token(desk.key, oid=BOB)
    await refused(channel, desk, "somebody_elses_exchange", token, **{"from": sender})


@pytest.mark.parametrize("offer", ["", "7", str(UUID(int=8))])
async def test_an_exchange_that_was_never_offered_is_refused(
    channel: Channel, desk: Desk, offer: str
) -> None:
    value = {"id": offer, "connectionName": "photobot", "token": person_token(desk.key)}
    answer = await invoke(channel, "signin/tokenExchange", value)
    assert (answer.status, answer.body["failureDetail"]) == (412, "unknown_exchange")
    assert desk.rights.begun == []


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("somebody_elses_token", {"oid": BOB}),
        ("wrong_audience", {"aud": "api://botid-99999999-9999-4999-8999-999999999999"}),
        ("wrong_tenant", {"tid": "99999999-9999-4999-8999-999999999999"}),
        ("token_expired", {"exp": NOW - 301}),
    ],
)
async def test_a_token_that_is_not_ones_own_for_us_is_refused_and_not_logged(
    channel: Channel, desk: Desk, code: str, changes: dict[str, Any]
) -> None:
    await refused(channel, desk, code, person_token(desk.key, **changes))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", None, 7, ["x"]])
async def test_what_is_no_token_is_refused(channel: Channel, desk: Desk, token: Any) -> None:
    answer = await exchange(channel, token)
    assert (answer.status, answer.body["failureDetail"]) == (412, "malformed_token")


@pytest.mark.parametrize("value", [None, "x", [], {}, {"id": 7}, {"id": None, "token": {}}])
async def test_an_exchange_of_any_shape_is_answered(channel: Channel, value: Any) -> None:
    assert (await invoke(channel, "signin/tokenExchange", value)).status == 412


async def test_nobody_signs_in_where_others_read(channel: Channel, desk: Desk) -> None:
    group = {"id": "19:g", "conversationType": "groupChat", "tenantId": TENANT}
    answer = await exchange(channel, person_token(desk.key), conversation=group)
    assert answer.status == 412
    assert desk.rights.begun == []


@pytest.mark.parametrize(
    "guest",
    [
        {"id": "29:1guest", "aadObjectId": ALICE, "tenantId": BOB},
        {"id": "29:1guest", "aadObjectId": ALICE, "userRole": "guest"},
        {"id": "29:1guest"},
    ],
)
async def test_no_guest_signs_in(channel: Channel, desk: Desk, guest: dict[str, Any]) -> None:
    changes: dict[str, Any] = {"from": guest}
    answer = await exchange(channel, person_token(desk.key), **changes)
    closed = await invoke(channel, "signin/verifyState", {"state": "CancelledByUser"}, **changes)
    assert (answer.status, closed.status) == (412, 412)
    assert desk.rights.begun == desk.rights.declined == []


async def test_a_ticket_of_the_page_is_good_for_its_person_once(
    channel: Channel, desk: Desk
) -> None:
    proved = await desk.sign_in.proved(person_token(desk.key), ALICE)
    ticket = desk.tickets.leave(proved)
    bob = {"id": "29:1bob", "aadObjectId": BOB}
    states = [
        (await invoke(channel, "signin/verifyState", {"state": ticket}, **changes)).status
        for changes in ({"from": bob}, {}, {})
    ]
    assert states == [412, 200, 412]
    assert desk.rights.begun == [ALICE]
    assert await verbs(channel) == ["check"]


async def test_a_ticket_ages(channel: Channel, desk: Desk) -> None:
    ticket = desk.tickets.leave(await desk.sign_in.proved(person_token(desk.key), ALICE))
    desk.time.now += 301
    answer = await invoke(channel, "signin/verifyState", {"state": ticket})
    assert answer.status == 412


async def test_whoever_closes_the_window_declines_and_sees_what_is_left(
    channel: Channel, desk: Desk
) -> None:
    answer = await invoke(channel, "signin/verifyState", {"state": "CancelledByUser"})
    assert answer.status == 200
    assert desk.rights.declined == [ALICE]
    assert await verbs(channel) == ["check"]


async def test_a_failure_in_teams_is_told_by_its_code_alone(channel: Channel) -> None:
    value = {"code": "resourcematchfailed", "message": "alice@contoso.com has no token"}
    with capture_logs() as logs:
        answer = await invoke(channel, "signin/failure", value)
    assert answer.status == 200
    assert await verbs(channel) == ["sign_in_failed"]
    assert {"event": "sign_in_failed", "code": "resourcematchfailed", "log_level": "info"} in logs
    assert "alice@contoso.com" not in str(logs)


async def test_what_is_no_code_of_teams_is_not_logged(channel: Channel) -> None:
    with capture_logs() as logs:
        await invoke(channel, "signin/failure", {"code": "Alice Ames"})
    assert [each["code"] for each in logs if each["event"] == "sign_in_failed"] == ["unreadable"]


async def refused(channel: Channel, desk: Desk, code: str, token: str, **changes: Any) -> None:
    with capture_logs() as logs:
        answer = await exchange(channel, token, **changes)
    assert (answer.status, answer.body["failureDetail"]) == (412, code)
    assert desk.rights.begun == []
    assert await verbs(channel) == []
    assert [each["error"] for each in logs if each["event"] == "sign_in_refused"] == [code]
    assert token not in str(logs)
    assert ALICE not in str(logs)
