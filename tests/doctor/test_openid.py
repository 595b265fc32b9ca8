"""OpenID metadata, also from a hostile host."""

import asyncio
from collections.abc import Iterable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.config.settings import Settings
from bot.doctor.finding import Area, Finding
from bot.doctor.openid import MAX_BYTES, TokenIssuer, bot_framework_issuer, openid_findings
from tests.doctor.findings import states
from tests.http.issuer import ISSUER, Key, jwk, new_key
from tests.m365.fakes import Reply, Service


@pytest.fixture(scope="module")
def key() -> Key:
    return new_key()


def serve(service: Service, key: Key, metadata: dict[str, Any], **of_key: Any) -> None:
    service.answer("/keys", Reply(body={"keys": [jwk(key, "one", **of_key)]}))
    service.answer("/openid", Reply(body={"jwks_uri": f"{service.address}/keys", **metadata}))


async def found(session: aiohttp.ClientSession, service: Service) -> Iterable[Finding]:
    values = {"PHOTOBOT_OPENID_METADATA": f"{service.address}/openid"}
    return await openid_findings(session, bot_framework_issuer(Settings.model_validate(values)))


async def test_good_metadata_and_keys_are_fine(
    session: aiohttp.ClientSession, service: Service, key: Key
) -> None:
    serve(service, key, {"issuer": ISSUER})
    findings = await found(session, service)
    assert states(findings) == {"OpenID metadata": "fine", "signing keys": "fine"}


async def test_another_issuer_is_named(
    session: aiohttp.ClientSession, service: Service, key: Key
) -> None:
    serve(service, key, {"issuer": "https://api.botframework.us"})
    findings = list(await found(session, service))
    assert states(findings) == {"OpenID metadata": "warning", "signing keys": "fine"}
    assert "PHOTOBOT_ISSUER" in findings[0].remedy


async def test_keys_without_the_endorsement_are_a_problem(
    session: aiohttp.ClientSession, service: Service, key: Key
) -> None:
    serve(service, key, {}, endorsements=["webchat"])
    assert states(await found(session, service))["signing keys"] == "problem"


@pytest.mark.parametrize("address", ["https://evil.example/keys", "file:///etc/passwd", 7, None])
async def test_keys_of_another_host_are_not_fetched(
    session: aiohttp.ClientSession, service: Service, key: Key, address: Any
) -> None:
    serve(service, key, {"jwks_uri": address})
    assert states(await found(session, service)) == {"OpenID metadata": "problem"}
    assert service.paths == ["/openid"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"<html>\x1b[2J</html>"),
        Reply(body=b"\xff\xfe\x00"),
        Reply(body=b"[" * 100_000),
        Reply(body=[1, 2]),
        Reply(302, headers={"Location": "/keys"}),
        Reply(body=b"not gzip", headers={"Content-Encoding": "gzip"}),
    ],
)
async def test_garbage_is_a_problem_with_a_remedy(
    session: aiohttp.ClientSession, service: Service, reply: Reply
) -> None:
    service.answer("/openid", reply)
    [finding] = await found(session, service)
    assert (finding.state, bool(finding.remedy)) == ("problem", True)
    assert finding.what.isprintable()
    assert len(finding.what) < 200
    assert service.paths == ["/openid"]


async def test_an_error_response_is_not_parsed(
    session: aiohttp.ClientSession, service: Service, key: Key
) -> None:
    serve(service, key, {})
    service.answer("/openid", Reply(500, {"jwks_uri": f"{service.address}/keys"}))
    [finding] = await found(session, service)
    assert (finding.state, finding.what) == ("problem", "answers with status 500")


async def test_an_endless_body_is_not_read(
    trusting: aiohttp.ClientSession, service: Service
) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" " * MAX_BYTES)
            sent += MAX_BYTES

    service.answer("/openid", endless)
    [finding] = await found(trusting, service)
    assert (finding.state, finding.what) == ("problem", f"answers more than {MAX_BYTES} bytes")
    assert sent < 100 * MAX_BYTES


async def test_credentials_in_an_address_are_not_disclosed(
    session: aiohttp.ClientSession, unused_tcp_port: int
) -> None:
    address = f"http://bot:s3cr3t@127.0.0.1:{unused_tcp_port}/openid"
    [finding] = await openid_findings(
        session, TokenIssuer(Area.TEAMS, address, ISSUER, "correct it")
    )
    assert finding.state == "problem"
    assert f"127.0.0.1:{unused_tcp_port}" in finding.remedy
    assert "s3cr3t" not in str(finding)


async def test_a_hanging_host_times_out(service: Service) -> None:
    ended, soon = asyncio.Event(), aiohttp.ClientTimeout(total=0.2)

    async def hang(_: web.Request) -> web.StreamResponse:
        await ended.wait()
        return web.Response()

    service.answer("/openid", hang)
    async with aiohttp.ClientSession(timeout=soon) as impatient:
        [finding] = await found(impatient, service)
    ended.set()
    assert (finding.state, finding.what) == ("problem", "no answer in time")
