from collections.abc import Iterable

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from yarl import URL

from bot.doctor.finding import Finding
from bot.doctor.readiness import readiness_findings
from tests.m365.fakes import Reply, Service


async def found(session: aiohttp.ClientSession, service: Service, host: str = "") -> Finding:
    url = URL(service.address)
    findings: Iterable[Finding] = await readiness_findings(
        session, host or str(url.host), int(url.port or 0)
    )
    [finding] = findings
    return finding


@pytest.mark.parametrize(("status", "state"), [("ready", "fine"), ("not ready", "warning")])
async def test_a_running_bot_is_asked_whether_it_is_ready(
    session: aiohttp.ClientSession, service: Service, status: str, state: str
) -> None:
    service.answer("/readyz", Reply(body={"status": status}))
    for host in ("127.0.0.1", "localhost", "0.0.0.0"):
        finding = await found(session, service, host)
        assert (finding.state, "0.0.0.0" in finding.name) == (state, False)


async def test_a_bot_that_is_not_ready_says_which_part_is_not(
    session: aiohttp.ClientSession, service: Service
) -> None:
    reasons = {"database": "disk_full", "sign-in": "AADSTS7000215", "keys": "<b>\n", "x": 7}
    service.answer("/readyz", Reply(503, {"status": "not ready", "reasons": reasons}))
    finding = await found(session, service)
    assert finding.state == "warning"
    what = "the bot is running, and not ready: database (disk_full), sign-in (AADSTS7000215), x (7)"
    assert finding.what == what


@pytest.mark.parametrize("reasons", [None, [], "x", {}, {"a\n": "b"}])
async def test_reasons_that_cannot_be_read_are_left_out(
    session: aiohttp.ClientSession, service: Service, reasons: object
) -> None:
    service.answer("/readyz", Reply(503, {"status": "not ready", "reasons": reasons}))
    assert (await found(session, service)).what == "the bot is running, and not ready"


@pytest.mark.parametrize(
    "reply", [Reply(404, b"not found"), Reply(body=[]), Reply(body=b"[" * 9999), Reply(body={})]
)
async def test_another_program_on_the_port_is_a_problem(
    session: aiohttp.ClientSession, service: Service, reply: Reply
) -> None:
    service.answer("/readyz", reply)
    finding = await found(session, service)
    assert (finding.state, "PHOTOBOT_PORT" in finding.remedy) == ("problem", True)


async def test_when_nothing_listens_the_bot_is_not_running(session: aiohttp.ClientSession) -> None:
    [finding] = await readiness_findings(session, "127.0.0.1", unused_port())
    assert (finding.state, finding.remedy) == ("unknown", "start it: python -m bot serve")


async def test_the_proxy_is_bypassed_for_this_machine(
    session: aiohttp.ClientSession, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{unused_port()}")
    service.answer("/readyz", Reply(body={"status": "ready"}))
    assert (await found(session, service)).state == "fine"


async def test_port_0_is_unknown(session: aiohttp.ClientSession) -> None:
    [finding] = await readiness_findings(session, "127.0.0.1", 0)
    assert finding.state == "unknown"
