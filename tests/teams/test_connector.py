"""Writing into conversations: what is sent, what is sent again, and what never is."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import aiohttp
import pytest
from aiohttp.test_utils import TestServer, unused_port

from bot.chat.conversation import ConversationReference
from bot.chat.surface import NotDelivered
from bot.core.failures import FailureReason, ServiceFailure
from bot.http.retry import Bounds, Retries
from bot.teams.connector import Connector
from bot.teams.settings import ChannelSettings
from bot.teams.surfaces import ChatSurface
from tests.http.issuer import APP_ID, ISSUER, TENANT
from tests.teams.fakes import FarEnd, Time, Tokens, card

SETTINGS = ChannelSettings(
    app_id=APP_ID,
    tenant_id=TENANT,
    issuer=ISSUER,
    openid_metadata="https://login.botframework.com/openid",
    allowed_service_hosts=("127.0.0.1",),
    scope="https://api.botframework.com/.default",
)


@dataclass
class Gate:
    """Counts how often somebody entered, and how much had been sent by then."""

    far_end: FarEnd
    entered: list[int] = field(default_factory=list)

    async def enter(self) -> None:
        self.entered.append(len(self.far_end.sent))


@dataclass
class Line:
    """A connector, and the far end that it writes to."""

    connector: Connector
    far_end: FarEnd
    tokens: Tokens
    time: Time
    gate: Gate
    where: ConversationReference

    async def send(self) -> str:
        return await ChatSurface(self.connector, self.where).show(card("Hello"), "Hello")

    async def update(self, words: str = "Hello", message_id: str = "message-1") -> None:
        chat = ChatSurface(self.connector, self.where)
        await chat.update(message_id, card(words), words)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    far_end, time, tokens = FarEnd(), Time(), Tokens()
    async with TestServer(far_end.app()) as server, aiohttp.ClientSession() as session:
        where = ConversationReference(
            person_id="p",
            conversation_id="19:a/b@thread;messageid=1",
            service_url=str(server.make_url("/teams/")),
            tenant_id=TENANT,
            bot_id="28:bot",
            user_id="29:alice",
            locale="en-US",
        )
        retries = Retries(Bounds(), sleep=time.sleep, random=lambda: 0.5, clock=time)
        gate = Gate(far_end)
        connector = Connector(session, tokens, SETTINGS, retries, gate.enter)
        yield Line(connector, far_end, tokens, time, gate, where)


async def failed(line: Line, *, updating: bool = False) -> NotDelivered:
    with pytest.raises(NotDelivered) as failure:
        await (line.update() if updating else line.send())
    return failure.value


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


@pytest.mark.parametrize("status", [412, 429, 503])
async def test_a_message_that_was_not_delivered_is_sent_again(line: Line, status: int) -> None:
    line.far_end.answers(status)
    assert await line.send() == "message-2"


@pytest.mark.parametrize("status", [502, 504])
async def test_a_message_that_may_have_arrived_is_never_sent_again(line: Line, status: int) -> None:
    line.far_end.answers(status)
    assert (await failed(line)).reason == "unconfirmed"
    assert len(line.far_end.sent) == 1


async def test_a_lost_answer_is_unconfirmed(line: Line) -> None:
    line.far_end.breaks_off()
    assert (await failed(line)).reason == "unconfirmed"
    assert len(line.far_end.sent) == 1


async def test_a_message_without_an_id_in_the_answer_is_unconfirmed(line: Line) -> None:
    line.far_end.answers(201, {})
    assert (await failed(line)).reason == "unconfirmed"


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
async def test_an_update_may_be_repeated(line: Line, status: int) -> None:
    line.far_end.answers(status)
    await line.update()
    assert len(line.far_end.sent) == 2


async def test_an_update_that_is_repeated_replaces_no_later_one(line: Line) -> None:
    line.far_end.answers(429, Retry_After="1")
    await asyncio.gather(
        line.update("It isn't fixed yet"), line.update("Done! SharePoint now has this photo")
    )
    written = [sent.body["summary"] for sent in line.far_end.sent]
    assert written == [
        "It isn't fixed yet",
        "It isn't fixed yet",
        "Done! SharePoint now has this photo",
    ]


async def test_an_update_does_not_wait_for_that_of_another_message(line: Line) -> None:
    line.far_end.answers(429, Retry_After="1")
    await asyncio.gather(
        line.update("It isn't fixed yet"),
        line.update("Done! SharePoint now has this photo", "message-2"),
    )
    written = [sent.body["summary"] for sent in line.far_end.sent]
    assert written == [
        "It isn't fixed yet",
        "Done! SharePoint now has this photo",
        "It isn't fixed yet",
    ]


async def test_an_update_whose_answer_was_lost_is_repeated(line: Line) -> None:
    line.far_end.breaks_off()
    await line.update()
    assert len(line.far_end.sent) == 2


@pytest.mark.parametrize("updating", [False, True])
async def test_an_error_of_the_service_is_never_repeated(line: Line, updating: bool) -> None:
    line.far_end.answers(500)
    assert (await failed(line, updating=updating)).reason == "service_error"
    assert len(line.far_end.sent) == 1


async def test_the_service_says_how_long_to_wait(line: Line) -> None:
    line.far_end.answers(429, None, Retry_After="7")
    await line.send()
    assert 7 <= line.time.pauses[0] <= 8


async def test_without_retry_after_the_pauses_grow_and_end(line: Line) -> None:
    for _ in range(10):
        line.far_end.answers(429)
    failure = await failed(line)
    assert (failure.reason, failure.status) == ("throttled", 429)
    assert len(line.far_end.sent) == 4
    assert line.time.pauses == sorted(set(line.time.pauses))


async def test_a_retry_after_of_an_hour_is_not_waited_for(line: Line) -> None:
    line.far_end.answers(429, None, Retry_After="3600")
    assert (await failed(line)).reason == "throttled"
    assert line.time.pauses == []


async def test_a_host_that_takes_no_connection_is_tried_again(line: Line) -> None:
    line.where = replace(line.where, service_url=f"http://127.0.0.1:{unused_port()}")
    assert (await failed(line)).reason == "unreachable"
    assert len(line.time.pauses) == 3


async def test_a_proxy_that_refuses_the_tunnel_means_nothing_was_sent(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as proxy:
        port = proxy.sockets[0].getsockname()[1]
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("no_proxy", "")
        line.where = replace(line.where, service_url="https://127.0.0.1/teams")
        assert (await failed(line)).reason == "unreachable"


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


async def post_once(line: Line, gate: Gate) -> str:
    where = line.where
    return await line.connector.send_once(
        where.service_url, where.conversation_id, {"type": "message"}, gate.enter
    )


async def test_send_once_passes_its_own_gate(line: Line) -> None:
    gate = Gate(line.far_end)
    assert await post_once(line, gate) == "message-1"
    assert (gate.entered, line.gate.entered) == ([0], [])


@pytest.mark.parametrize("status", [412, 429, 503, 504])
async def test_send_once_is_not_repeated(line: Line, status: int) -> None:
    line.far_end.answers(status, None, Retry_After="7")
    with pytest.raises(NotDelivered) as refusal:
        await post_once(line, Gate(line.far_end))
    assert (refusal.value.status, refusal.value.retry_after) == (status, 7.0)
    assert len(line.far_end.sent) == 1


async def test_a_request_that_the_gate_refuses_is_not_sent(line: Line) -> None:
    class Closed(Exception):
        pass

    async def turn_away() -> None:
        raise Closed

    with pytest.raises(Closed):
        await line.connector.send_once(line.where.service_url, "a:1", {}, turn_away)
    assert line.far_end.sent == []
