"""What did not arrive is sent again in time, and what may have arrived is never sent again."""

import asyncio
from dataclasses import replace

import pytest
from aiohttp.test_utils import unused_port

from bot.chat.surface import NotDelivered
from tests.teams.line import Gate, Line, failed, post_once


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
    await asyncio.gather(line.update("Not fixed"), line.update("Fixed"))
    written = [sent.body["summary"] for sent in line.far_end.sent]
    assert written == ["Not fixed", "Not fixed", "Fixed"]


async def test_an_update_does_not_wait_for_that_of_another_message(line: Line) -> None:
    line.far_end.answers(429, Retry_After="1")
    await asyncio.gather(line.update("Not fixed"), line.update("Fixed", "message-2"))
    written = [sent.body["summary"] for sent in line.far_end.sent]
    assert written == ["Not fixed", "Fixed", "Not fixed"]


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


@pytest.mark.parametrize("status", [412, 429, 503, 504])
async def test_send_once_is_not_repeated(line: Line, status: int) -> None:
    line.far_end.answers(status, None, Retry_After="7")
    with pytest.raises(NotDelivered) as refusal:
        await post_once(line, Gate(line.far_end))
    assert (refusal.value.status, refusal.value.retry_after) == (status, 7.0)
    assert len(line.far_end.sent) == 1
