"""The HTTP server around the bot's own routes."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.health import HealthCheck
from bot.web.server import application, serving
from tests.waiting import until

Look = Callable[[], Awaitable[str | None]]
Client = TestClient[web.Request, web.Application]


async def yes() -> str | None:
    return None


async def no() -> str | None:
    return "disk_full"


async def broken() -> str | None:
    raise RuntimeError("postgres://user:password@host")


async def hang() -> str | None:
    await asyncio.Event().wait()
    return None


async def hello(_: web.Request) -> web.Response:
    return web.Response(text="hello")


async def fail(_: web.Request) -> web.Response:
    raise RuntimeError("Alice Ames")


async def swallow(request: web.Request) -> web.Response:
    return web.json_response(len(await request.read()))


def client(**looks: Look) -> Client:
    checks = {name: HealthCheck(look) for name, look in looks.items()}
    routes = [web.get("/hello", hello), web.get("/fail", fail), web.post("/swallow", swallow)]
    return TestClient(TestServer(application(routes, checks)))


async def test_healthz_answers_while_a_check_fails() -> None:
    async with client(database=no) as there, there.get("/healthz") as response:
        assert (response.status, await response.json()) == (200, {"status": "alive"})


async def test_readyz_answers_200_when_every_check_passes() -> None:
    async with client(database=yes, keys=yes) as there, there.get("/readyz") as response:
        assert response.status == 200
        answer = await response.json()
    assert answer["checks"] == {"database": True, "keys": True}
    assert answer["reasons"] == {}


@pytest.mark.parametrize(("check", "why"), [(no, "disk_full"), (broken, "failed")])
async def test_readyz_answers_503_and_why_when_one_check_fails(check: Look, why: str) -> None:
    async with client(database=check, keys=yes) as there, there.get("/readyz") as response:
        assert response.status == 503
        answer = await response.json()
    assert answer["checks"] == {"database": False, "keys": True}
    assert answer["reasons"] == {"database": why}


async def test_a_check_that_hangs_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.health.ANSWER_SECONDS", 0.01)
    async with client(database=hang) as there, there.get("/readyz") as response:
        assert response.status == 503
        assert (await response.json())["reasons"] == {"database": "no_answer"}


async def test_what_is_not_ready_is_logged_once(capsys: pytest.CaptureFixture[str]) -> None:
    async with client(database=no) as there:
        for _ in range(3):
            async with there.get("/readyz") as response:
                assert response.status == 503
    written = "".join(capsys.readouterr())
    assert written.count("readiness_changed") == 1
    assert "disk_full" in written


@dataclass
class Counted:
    """A part that is looked at, and how often."""

    reasons: list[str | None]
    looks: int = 0
    now: float = 1000.0

    async def look(self) -> str | None:
        self.looks += 1
        await asyncio.sleep(0)
        return self.reasons[0] if len(self.reasons) == 1 else self.reasons.pop(0)

    @property
    def check(self) -> HealthCheck:
        return HealthCheck(self.look, seconds_kept=3.0, clock=lambda: self.now)


async def test_many_who_ask_cause_one_look() -> None:
    part = Counted([None])
    check = part.check
    assert set(await asyncio.gather(*(check.reason() for _ in range(500)))) == {None}
    for _ in range(500):
        await check.reason()
    assert part.looks == 1


async def test_a_part_that_fails_and_works_again_is_seen_after_some_seconds() -> None:
    part = Counted(["read_only", None])
    check = part.check
    assert await check.reason() == "read_only"
    part.now += 2.9
    assert await check.reason() == "read_only"
    part.now += 0.1
    assert await check.reason() is None


async def test_a_look_that_hangs_is_not_repeated_while_it_hangs_and_then_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.web.health.ANSWER_SECONDS", 0.01)
    monkeypatch.setattr("bot.web.health.LOOK_SECONDS", 0.5)
    begun = 0

    async def hang_once() -> str | None:
        nonlocal begun
        begun += 1
        return await hang() if begun == 1 else None

    check = HealthCheck(hang_once, seconds_kept=0)
    assert [await check.reason() for _ in range(3)] == ["no_answer"] * 3
    assert begun == 1

    async def works() -> bool:
        return await check.reason() is None

    await until(works)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("DELETE", "/hello", 405, "method_not_allowed"),
        ("GET", "/fail", 500, "internal_error"),
    ],
)
async def test_errors_are_json(method: str, path: str, status: int, code: str) -> None:
    async with client() as there, there.request(method, path) as response:
        assert response.status == status
        answer = await response.json()
        assert answer["error"] == code
        assert "Alice" not in json.dumps(answer)


async def test_a_body_that_is_too_large_is_an_error_in_json() -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 65536

    async with client() as there, there.post("/swallow", data=endless()) as response:
        assert response.status == 413
        assert (await response.json())["error"] == "request_entity_too_large"


@pytest.mark.parametrize("path", ["/hello", "/nowhere", "/healthz", "/fail"])
async def test_every_response_has_security_headers(path: str) -> None:
    async with client() as there, there.get(path) as response:
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["Server"] == "photobot"


async def test_the_access_log_names_the_route_and_no_person(
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = application([web.get("/people/{name}", hello)], {})
    async with serving(app, "127.0.0.1", 0) as address, aiohttp.ClientSession() as session:
        assert await _text(session, f"{address}/people/alice?token=secret") == "hello"
    logged = capsys.readouterr().out
    assert "/people/{name}" in logged
    assert "alice" not in logged
    assert "secret" not in logged


async def test_a_request_in_flight_is_finished_at_shutdown() -> None:
    begun, finish = asyncio.Event(), asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        begun.set()
        await finish.wait()
        return web.Response(text="finished")

    async with aiohttp.ClientSession() as session:
        async with serving(application([web.get("/", slow)], {}), "127.0.0.1", 0) as address:
            answer = asyncio.create_task(_text(session, address))
            await begun.wait()
            asyncio.get_running_loop().call_later(0.05, finish.set)
        assert await answer == "finished"


async def _text(session: aiohttp.ClientSession, address: str) -> str:
    async with session.get(address) as response:
        return await response.text()
