"""A card is written with a good token, past the gate, and to allowed hosts only."""

from dataclasses import replace

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from tests.teams.line import Gate, Line, failed, post_once


async def test_a_card_is_sent_alone_with_its_summary(line: Line) -> None:
    assert await line.send() == "message-1"
    (sent,) = line.far_end.sent
    conversation = "19%3Aa%2Fb%40thread%3Bmessageid%3D1"
    assert sent.path == f"/teams/v3/conversations/{conversation}/activities"
    assert sent.authorization == "Bearer token-1"
    assert line.tokens.scopes == ["https://api.botframework.com/.default"]
    assert sent.body["summary"] == "Hello"
    assert sent.body["from"] == {"id": "28:bot"}
    assert "text" not in sent.body


async def test_an_update_takes_the_place_of_the_message(line: Line) -> None:
    await line.update()
    (sent,) = line.far_end.sent
    assert (sent.method, sent.path.rpartition("/")[2]) == ("PUT", "message-1")
    assert sent.body["id"] == "message-1"


async def test_a_message_can_be_taken_back(line: Line) -> None:
    await line.connector.delete(line.where.service_url, "a:1", "message-1")
    (sent,) = line.far_end.sent
    assert (sent.method, sent.path) == (
        "DELETE",
        "/teams/v3/conversations/a%3A1/activities/message-1",
    )


async def test_a_conversation_can_be_opened(line: Line) -> None:
    opened = await line.connector.create_conversation(line.where.service_url, {"isGroup": False})
    assert opened == "message-1"
    assert line.far_end.sent[0].path == "/teams/v3/conversations"


async def test_a_stale_token_is_replaced_once(line: Line) -> None:
    line.far_end.answers(401)
    assert await line.send() == "message-2"
    assert [sent.authorization for sent in line.far_end.sent] == [
        "Bearer token-1",
        "Bearer token-2",
    ]


async def test_a_token_that_is_refused_twice_is_an_error(line: Line) -> None:
    line.far_end.answers(401)
    line.far_end.answers(401)
    assert (await failed(line)).reason == "unauthorized"
    assert len(line.far_end.sent) == 2


async def test_a_bot_that_is_not_registered_gets_no_second_token(line: Line) -> None:
    line.far_end.answers(401, {"error": {"code": "BotNotRegistered"}})
    assert (await failed(line)).reason == "not_registered"
    assert line.tokens.count == 1


async def test_without_a_token_nothing_is_sent(line: Line) -> None:
    line.tokens.failure = ServiceFailure("entra", FailureReason.SIGN_IN_FAILED)
    assert (await failed(line)).reason == "no_token"
    assert line.far_end.sent == []


async def test_a_token_that_may_come_is_waited_for(line: Line) -> None:
    line.tokens.failures = [
        ServiceFailure("entra", FailureReason.TIMED_OUT, retry_after=5.0),
        ServiceFailure("entra", FailureReason.UNAVAILABLE),
    ]
    await line.send()
    assert len(line.far_end.sent) == 1
    assert line.time.pauses[0] >= 5.0


async def test_a_token_that_does_not_come_is_waited_for_for_a_while_only(line: Line) -> None:
    line.tokens.failure = ServiceFailure("entra", FailureReason.TIMED_OUT, retry_after=12.0)
    assert (await failed(line)).reason == "no_token"
    assert line.time.now <= 30.0
    assert line.far_end.sent == []


async def test_a_redirect_is_not_followed(line: Line) -> None:
    line.far_end.answers(307, None, Location="/elsewhere")
    assert (await failed(line)).reason == "refused"
    assert len(line.far_end.sent) == 1


async def test_nothing_is_sent_to_a_host_that_is_not_on_the_list(line: Line) -> None:
    line.where = replace(line.where, service_url="https://evil.example/")
    assert (await failed(line)).reason == "service_url_not_allowed"


async def test_every_request_passes_the_gate_also_a_repeated_one(line: Line) -> None:
    line.far_end.answers(429)
    line.far_end.answers(401)
    await line.send()
    await line.update()
    await line.connector.delete(line.where.service_url, "a:1", "message-1")
    assert line.gate.entered == [0, 1, 2, 3, 4]


async def test_without_a_token_no_request_enters_the_gate(line: Line) -> None:
    line.tokens.failure = ServiceFailure("entra", FailureReason.SIGN_IN_FAILED)
    await failed(line)
    assert line.gate.entered == []


async def test_send_once_passes_its_own_gate(line: Line) -> None:
    gate = Gate(line.far_end)
    assert await post_once(line, gate) == "message-1"
    assert (gate.entered, line.gate.entered) == ([0], [])


async def test_a_request_that_the_gate_refuses_is_not_sent(line: Line) -> None:
    class Closed(Exception):
        pass

    async def turn_away() -> None:
        raise Closed

    with pytest.raises(Closed):
        await line.connector.send_once(line.where.service_url, "a:1", {}, turn_away)
    assert line.far_end.sent == []
