"""Bodies and activities that are turned away."""

import asyncio
import gzip
import io
import json
from typing import Any

import pytest

from tests.teams.channel import Channel, refused

pytestmark = pytest.mark.usefixtures("no_behaviour_runs")


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"hello", b"\xff\xfe", b'{"a": NaN}', b'{"a": 1e999}', b"[" * 8000]
)
async def test_a_body_that_is_not_json_is_refused(channel: Channel, raw: bytes) -> None:
    refused(await channel.post(raw), 400, "invalid_json")


@pytest.mark.parametrize("raw", [b"[]", b'"text"', b"null", b"7"])
async def test_a_body_that_is_not_an_object_is_refused(channel: Channel, raw: bytes) -> None:
    refused(await channel.post(raw), 400, "not_an_object")


async def test_a_body_nested_too_deeply_is_refused(channel: Channel) -> None:
    deep: dict[str, Any] = {}
    for _ in range(100):
        deep = {"deeper": deep}
    refused(await channel.post(channel.activity(value=deep)), 400, "too_deep")


@pytest.mark.parametrize(
    "value",
    [[[]] * 5000, [0] * 9000, {f"{each}": "" for each in range(5000)}, [""] * 9000, 10**4000],
)
async def test_a_body_of_too_many_values_is_refused(channel: Channel, value: object) -> None:
    padding = [10**4000, 10**4000]
    body = channel.activity(value=[value, padding])
    refused(await channel.post(body), 413, "too_many_values")


@pytest.mark.parametrize("raw", [b"[" * 100_000, b'"' * 100_000, b"[1" + b",1" * 50_000])
async def test_a_body_of_too_many_marks_is_refused_before_it_is_parsed(
    channel: Channel, raw: bytes
) -> None:
    refused(await channel.post(raw), 413, "too_many_values")


@pytest.mark.parametrize("text", ["\ud800", "\x00"])
async def test_text_that_no_database_can_hold_is_refused(channel: Channel, text: str) -> None:
    refused(await channel.post(channel.activity(text=text)), 400, "invalid_text")


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "x", "", "application/json" + "(" * 8000],
)
async def test_a_body_of_another_content_type_is_refused(channel: Channel, kind: str) -> None:
    refused(await channel.post(channel.activity(), **{"Content-Type": kind}), 415, "not_json")


async def test_a_body_without_a_content_type_is_refused(channel: Channel) -> None:
    raw = json.dumps(channel.activity()).encode()
    sent = {"Authorization": f"Bearer {channel.token()}"}
    async with channel.client.post(
        "/api/messages", data=raw, headers=sent, skip_auto_headers=["Content-Type"]
    ) as response:
        assert response.status == 415


async def test_a_body_announced_as_too_large_is_refused(channel: Channel) -> None:
    raw = io.BytesIO(json.dumps(channel.activity(text="x" * (1 << 20))).encode())
    sent = {"Content-Type": "application/json", "Authorization": f"Bearer {channel.token()}"}
    refused(await channel.send(raw, sent), 413, "too_large")


async def test_a_body_announced_as_too_large_is_not_waited_for(channel: Channel) -> None:
    server = channel.client.server
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(
        b"POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: 9999999\r\n\r\n"
    )
    assert (await reader.readline()).startswith(b"HTTP/1.1 413")
    writer.close()
    await writer.wait_closed()


async def test_a_body_that_turns_out_too_large_is_refused(channel: Channel) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b" " * 65536

    sent = {"Content-Type": "application/json", "Authorization": f"Bearer {channel.token()}"}
    refused(await channel.send(endless(), sent), 413, "too_large")


async def test_a_small_body_that_inflates_too_large_is_refused(channel: Channel) -> None:
    raw = gzip.compress(b" " * (8 << 20))
    refused(await channel.post(raw, **{"Content-Encoding": "gzip"}), 413, "too_large")


async def test_a_body_that_is_not_compressed_as_announced_is_refused(channel: Channel) -> None:
    answer = await channel.post(b"not gzip at all", **{"Content-Encoding": "gzip"})
    refused(answer, 400, "unreadable_body")


@pytest.mark.parametrize("field", ["type", "id", "channelId", "serviceUrl", "from", "conversation"])
@pytest.mark.parametrize("value", [None, "", 7, [], {}, "a\nb", "x" * 3000])
async def test_an_activity_with_a_missing_or_misshapen_field_is_refused(
    channel: Channel, field: str, value: object
) -> None:
    refused(await channel.post(channel.activity(**{field: value})), 400, "broken_activity")


@pytest.mark.parametrize(
    "changes",
    [
        {"text": {"a": 1}},
        {"entities": "mention"},
        {"entities": [None]},
        {"channelData": [1]},
        {"replyToId": 7, "value": {"verb": "check"}},
        {"replyToId": "7" * 3000, "value": {"verb": "check"}},
        {"type": "conversationUpdate", "membersAdded": [7]},
        {"type": "invoke"},
        {"type": "invoke", "name": "adaptiveCard/action", "value": None},
        {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"verb": 7}}},
        {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "value": {"action": {"verb": "check", "data": "x"}},
        },
    ],
)
async def test_a_value_of_a_wrong_shape_is_refused(
    channel: Channel, changes: dict[str, Any]
) -> None:
    refused(await channel.post(channel.activity(**changes)), 400, "broken_activity")
