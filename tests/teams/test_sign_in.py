"""The three invokes of single sign-on, over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from bot.auth.person_token import PersonToken
from bot.chat.turn import Pressed
from bot.core.failures import FailureReason, ServiceFailure
from bot.teams.sign_in import MAX_EXCHANGES, Exchange
from tests.http.issuer import NOW, TENANT, Key
from tests.teams.channel import ALICE, Answer, Channel, open_channel
from tests.teams.people import OFFER, FakeSignIn, person_token

BOB = "33333333-3333-4333-8333-333333333302"
CONSENT = ServiceFailure("entra", FailureReason.NOT_PERMITTED, code="AADSTS65001")


@pytest.fixture
def sign_in(key: Key) -> FakeSignIn:
    return FakeSignIn(key)


@pytest.fixture
async def channel(key: Key, sign_in: FakeSignIn) -> AsyncIterator[Channel]:
    async with open_channel(key, sign_in=sign_in.invokes) as opened:
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


async def test_an_exchange_gives_the_bot_the_persons_rights_and_checks_again(
    channel: Channel, sign_in: FakeSignIn
) -> None:
    answer = await exchange(channel, person_token(sign_in.key))
    assert (answer.status, answer.body) == (
        200,
        {"id": str(OFFER), "connectionName": "photobot"},
    )
    assert sign_in.rights.begun == [ALICE]
    assert await verbs(channel) == ["check"]


async def test_the_check_after_an_exchange_is_a_message_sent_after_the_answer(
    channel: Channel, sign_in: FakeSignIn
) -> None:
    channel.writing = 0.05
    await exchange(channel, person_token(sign_in.key))
    await channel.settled()
    assert channel.far_end.order == ["answer", "POST"]


async def test_every_client_is_answered_and_the_token_is_exchanged_once(
    channel: Channel, sign_in: FakeSignIn
) -> None:
    token = person_token(sign_in.key)
    answers = await asyncio.gather(*(exchange(channel, token) for _ in range(3)))
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert sign_in.rights.begun == [ALICE]
    assert await verbs(channel) == ["check"]


async def test_one_offer_is_exchanged_once_however_its_id_is_written(
    channel: Channel, sign_in: FakeSignIn
) -> None:
    for offer in (str(OFFER), OFFER.hex, f"{{{OFFER}}}".upper(), OFFER.urn):
        value = {"id": offer, "connectionName": "photobot", "token": person_token(sign_in.key)}
        answer = await invoke(channel, "signin/tokenExchange", value)
        assert (answer.status, answer.body["id"]) == (200, offer)
    assert sign_in.rights.begun == [ALICE]


async def test_without_consent_every_client_gets_412_and_the_person_is_told_once(
    channel: Channel, sign_in: FakeSignIn
) -> None:
    sign_in.rights.failures = [CONSENT, CONSENT]
    token = person_token(sign_in.key)
    answers = await asyncio.gather(*(exchange(channel, token) for _ in range(2)))
    assert [answer.status for answer in answers] == [412, 412]
    assert answers[0].body["failureDetail"] == "consent_required"
    assert await verbs(channel) == ["sign_in_failed"]


async def test_after_consent_the_same_exchange_succeeds(
    channel: Channel, sign_in: FakeSignIn
) -> None:
    sign_in.rights.failures = [CONSENT]
    token = person_token(sign_in.key)
    await exchange(channel, token)
    assert (await exchange(channel, token)).status == 200
    assert sign_in.rights.begun == [ALICE]


async def test_somebody_elses_offer_is_refused_with_ones_own_token(
    channel: Channel, sign_in: FakeSignIn
) -> None:
    sender = {"id": "29:1bob", "aadObjectId": BOB}
    token = person_token(sign_in.key, oid=BOB)
    await refused(channel, sign_in, "somebody_elses_exchange", token, **{"from": sender})


@pytest.mark.parametrize("offer", ["", "7", str(UUID(int=8))])
async def test_an_exchange_without_an_offer_is_refused(
    channel: Channel, sign_in: FakeSignIn, offer: str
) -> None:
    value = {"id": offer, "connectionName": "photobot", "token": person_token(sign_in.key)}
    answer = await invoke(channel, "signin/tokenExchange", value)
    assert (answer.status, answer.body["failureDetail"]) == (412, "unknown_exchange")
    assert sign_in.rights.begun == []


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("somebody_elses_token", {"oid": BOB}),
        ("wrong_audience", {"aud": "api://botid-99999999-9999-4999-8999-999999999999"}),
        ("wrong_tenant", {"tid": "99999999-9999-4999-8999-999999999999"}),
        ("token_expired", {"exp": NOW - 301}),
    ],
)
async def test_a_token_of_another_person_or_app_is_refused_and_not_logged(
    channel: Channel, sign_in: FakeSignIn, code: str, changes: dict[str, Any]
) -> None:
    await refused(channel, sign_in, code, person_token(sign_in.key, **changes))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", None, 7, ["x"]])
async def test_text_that_is_no_token_is_refused(
    channel: Channel, sign_in: FakeSignIn, token: Any
) -> None:
    answer = await exchange(channel, token)
    assert (answer.status, answer.body["failureDetail"]) == (412, "malformed_token")


@pytest.mark.parametrize("value", [None, "x", [], {}, {"id": 7}, {"id": None, "token": {}}])
async def test_an_exchange_of_any_shape_is_answered(channel: Channel, value: Any) -> None:
    assert (await invoke(channel, "signin/tokenExchange", value)).status == 412


async def test_nobody_signs_in_in_a_group(channel: Channel, sign_in: FakeSignIn) -> None:
    group = {"id": "19:g", "conversationType": "groupChat", "tenantId": TENANT}
    answer = await exchange(channel, person_token(sign_in.key), conversation=group)
    assert answer.status == 412
    assert sign_in.rights.begun == []


@pytest.mark.parametrize(
    "guest",
    [
        {"id": "29:1guest", "aadObjectId": ALICE, "tenantId": BOB},
        {"id": "29:1guest", "aadObjectId": ALICE, "userRole": "guest"},
        {"id": "29:1guest"},
    ],
)
async def test_no_guest_signs_in(
    channel: Channel, sign_in: FakeSignIn, guest: dict[str, Any]
) -> None:
    changes: dict[str, Any] = {"from": guest}
    answer = await exchange(channel, person_token(sign_in.key), **changes)
    closed = await invoke(channel, "signin/verifyState", {"state": "CancelledByUser"}, **changes)
    assert (answer.status, closed.status) == (412, 412)
    assert sign_in.rights.begun == sign_in.rights.declined == []


async def test_a_ticket_of_the_page_is_redeemed_once_and_by_its_person_only(
    channel: Channel, sign_in: FakeSignIn
) -> None:
    proved = await sign_in.invokes.proved(person_token(sign_in.key), ALICE)
    ticket = sign_in.tickets.leave(proved)
    bob = {"id": "29:1bob", "aadObjectId": BOB}
    states = [
        (await invoke(channel, "signin/verifyState", {"state": ticket}, **changes)).status
        for changes in ({"from": bob}, {}, {})
    ]
    assert states == [412, 200, 412]
    assert sign_in.rights.begun == [ALICE]
    assert await verbs(channel) == ["check"]


def test_the_oldest_exchanges_make_room_for_new_ones(sign_in: FakeSignIn) -> None:
    exchanges = sign_in.invokes.exchanges
    first = exchanges.setdefault(UUID(int=0), Exchange())
    for number in range(1, MAX_EXCHANGES + 1):
        latest = exchanges.setdefault(UUID(int=number), Exchange())
    assert exchanges.setdefault(UUID(int=MAX_EXCHANGES), Exchange()) is latest
    assert exchanges.setdefault(UUID(int=0), Exchange()) is not first


async def test_a_ticket_expires(channel: Channel, sign_in: FakeSignIn) -> None:
    ticket = sign_in.tickets.leave(await sign_in.invokes.proved(person_token(sign_in.key), ALICE))
    sign_in.time.now += 301
    answer = await invoke(channel, "signin/verifyState", {"state": ticket})
    assert answer.status == 412


async def test_closing_the_window_declines_and_checks_without_the_persons_rights(
    channel: Channel, sign_in: FakeSignIn
) -> None:
    answer = await invoke(channel, "signin/verifyState", {"state": "CancelledByUser"})
    assert answer.status == 200
    assert sign_in.rights.declined == [ALICE]
    assert await verbs(channel) == ["check"]


async def test_a_failure_in_teams_is_logged_by_its_code_only(channel: Channel) -> None:
    value = {"code": "resourcematchfailed", "message": "alice@contoso.com has no token"}
    with capture_logs() as logs:
        answer = await invoke(channel, "signin/failure", value)
    assert answer.status == 200
    assert await verbs(channel) == ["sign_in_failed"]
    assert {"event": "sign_in_failed", "code": "resourcematchfailed", "log_level": "info"} in logs
    assert "alice@contoso.com" not in str(logs)


async def test_an_odd_failure_code_is_not_logged(channel: Channel) -> None:
    with capture_logs() as logs:
        await invoke(channel, "signin/failure", {"code": "Alice Ames"})
    assert [each["code"] for each in logs if each["event"] == "sign_in_failed"] == ["unreadable"]


async def refused(
    channel: Channel, sign_in: FakeSignIn, code: str, token: str, **changes: Any
) -> None:
    with capture_logs() as logs:
        answer = await exchange(channel, token, **changes)
    assert (answer.status, answer.body["failureDetail"]) == (412, code)
    assert sign_in.rights.begun == []
    assert await verbs(channel) == []
    assert [each["error"] for each in logs if each["event"] == "sign_in_refused"] == [code]
    assert token not in str(logs)
    assert ALICE not in str(logs)


@pytest.mark.parametrize("name", ["signin/tokenExchange", "signin/verifyState"])
async def test_a_login_that_stalls_is_answered_in_time_so_that_the_button_appears(
    key: Key, sign_in: FakeSignIn, name: str
) -> None:
    sign_in.rights.stalls = asyncio.Event()
    invokes = replace(sign_in.invokes, seconds=0.05)
    ticket = invokes.tickets.leave(PersonToken(ALICE, "token", NOW + 3600.0))
    async with open_channel(key, sign_in=invokes) as channel:
        token = person_token(sign_in.key)
        value = {"id": str(OFFER), "connectionName": "photobot", "token": token, "state": ticket}
        answer = await invoke(channel, name, value)
    assert (answer.status, answer.body["failureDetail"]) == (412, "timed_out")
    assert answer.body.get("id") == (str(OFFER) if name == "signin/tokenExchange" else None)
