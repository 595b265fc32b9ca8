"""The window of sign-in: where it leads, what it hands over, and what it can't be made to do."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.auth.pages import NotSignedIn, Pages
from bot.chat.language import load_languages
from bot.web.server import application, serving
from tests.web.raw import answer_to, request

OFFER = UUID(int=7)
HASH = "sha384-" + "A" * 64
TEAMS_JS = "https://res.cdn.test/MicrosoftTeams.min.js"
LOGIN = "https://login.test/tenant/oauth2/v2.0/authorize?state=s"
Client = TestClient[web.Request, web.Application]


@dataclass
class Flow:
    failure: Exception | None = None
    answers: list[Mapping[str, str]] = field(default_factory=list)
    ticket: str = "a-ticket"

    async def begin(self, offer: UUID) -> str:
        if self.failure:
            raise self.failure
        if offer != OFFER:
            raise NotSignedIn("unknown_offer")
        return LOGIN

    async def finish(self, answer: Mapping[str, str]) -> str:
        self.answers.append(answer)
        if self.failure:
            raise self.failure
        return self.ticket


@pytest.fixture
def flow() -> Flow:
    return Flow()


@pytest.fixture
async def client(flow: Flow) -> AsyncIterator[Client]:
    app = application(Pages(flow, load_languages(), TEAMS_JS, HASH).routes(), {})
    async with TestClient(TestServer(app)) as client:
        yield client


async def read(client: Client, path: str, **headers: str) -> tuple[int, str, Mapping[str, str]]:
    async with client.get(path, allow_redirects=False, headers=headers) as answer:
        return answer.status, await answer.text(), answer.headers


async def test_the_start_page_redirects_an_offer_to_entra_id(client: Client) -> None:
    status, _, headers = await read(client, f"/auth/start?offer={OFFER}")
    assert (status, headers["Location"]) == (302, LOGIN)
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "query", ["", "offer=", "offer=7", f"offer={UUID(int=8)}", "offer=https://evil.test"]
)
async def test_the_start_page_redirects_nothing_but_a_known_offer(
    client: Client, query: str
) -> None:
    status, text, headers = await read(client, f"/auth/start?{query}&next=https://evil.test")
    assert status == 200
    assert "Location" not in headers
    assert "took too long" in text
    assert "evil.test" not in text


async def test_the_answer_of_entra_id_is_exchanged_for_a_ticket(client: Client, flow: Flow) -> None:
    _, text, _ = await read(client, "/auth/end?code=c&state=s")
    assert flow.answers == [{"code": "c", "state": "s"}]
    assert 'data-outcome="done"' in text
    assert 'data-ticket="a-ticket"' in text


async def test_a_declined_consent_is_no_error_and_exchanges_nothing(
    client: Client, flow: Flow
) -> None:
    _, text, _ = await read(client, "/auth/end?error=access_denied&state=s")
    assert 'data-outcome="declined"' in text
    assert 'data-declined="CancelledByUser"' in text
    assert flow.answers == []


async def test_a_failed_sign_in_hands_teams_no_ticket(client: Client, flow: Flow) -> None:
    flow.failure = NotSignedIn("somebody_elses_token")
    with capture_logs() as logs:
        _, text, _ = await read(client, "/auth/end?code=c0de&state=s")
    assert 'data-outcome="failed"' in text
    assert 'data-ticket=""' in text
    assert "somebody_elses_token" not in text
    assert [each["error"] for each in logs] == ["somebody_elses_token"]
    assert "c0de" not in str(logs)


@pytest.mark.parametrize("path", [f"/auth/start?offer={OFFER}", "/auth/end?code=c0de&state=s"])
async def test_an_exception_shows_a_failed_page_and_logs_where_it_was_raised(
    client: Client, flow: Flow, path: str
) -> None:
    flow.failure = RuntimeError("Alice Ames")
    with capture_logs() as logs:
        status, text, _ = await read(client, path)
    assert status == 200
    assert 'data-outcome="failed"' in text
    assert [each["error"] for each in logs] == ["RuntimeError"]
    assert not [word for word in ("Alice", "c0de", str(OFFER)) if word in str(logs) + text]


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS"])
@pytest.mark.parametrize("path", [f"/auth/start?offer={OFFER}", "/auth/end?code=c&state=s"])
async def test_only_a_get_request_uses_up_an_offer_or_a_state(
    client: Client, flow: Flow, method: str, path: str
) -> None:
    async with client.request(method, path, allow_redirects=False) as answer:
        assert answer.status == 405
        assert "Location" not in answer.headers
    assert flow.answers == []


async def test_nothing_from_the_request_becomes_part_of_the_page(
    client: Client, flow: Flow
) -> None:
    flow.ticket = '"><script>alert(1)</script>'
    _, text, _ = await read(client, "/auth/end?code=<script>&state=<script>")
    assert "<script>alert" not in text


async def test_only_our_script_and_teams_js_run(client: Client) -> None:
    _, text, headers = await read(client, "/auth/end?code=c&state=s")
    policy = headers["Content-Security-Policy"]
    assert f"script-src 'self' {TEAMS_JS};" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert text.count("<script ") == text.count("<script src=") == 2
    assert f'<script src="{TEAMS_JS}" integrity="{HASH}" crossorigin="anonymous"></script>' in text
    status, script, named = await read(client, "/auth/end.js")
    assert (status, named["Content-Type"].split(";")[0]) == (200, "text/javascript")
    assert "notifySuccess" in script


async def test_teams_js_from_an_address_whose_file_is_not_known_has_no_hash() -> None:
    app = application(Pages(Flow(), load_languages(), TEAMS_JS, None).routes(), {})
    async with TestClient(TestServer(app)) as client:
        _, text, _ = await read(client, "/auth/end?code=c&state=s")
    assert f'<script src="{TEAMS_JS}"></script>' in text


@pytest.mark.parametrize(
    "raw",
    [
        request(b"GET /auth/end?code=c&state=s", b"Accept-Language: \xff\xfe;;;q=\xe9"),
        request(b"GET /auth/end?code=c&state=s", b"Accept-Language: " + b"z" * 8_000),
        request(b"GET /auth/start?offer=%00%ff%zz&offer=[]"),
        request(b"GET /auth/end?%ff=%00&code=%zz&state=" + b"s" * 8_000),
    ],
)
async def test_odd_bytes_of_a_browser_are_answered_with_a_page(raw: bytes) -> None:
    app = application(Pages(Flow(), load_languages(), TEAMS_JS, None).routes(), {})
    with capture_logs() as logs:
        async with serving(app, "127.0.0.1", 0) as address:
            answer = await answer_to(address, raw)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b'<html lang="en">' in answer
    assert "error" not in {each["log_level"] for each in logs}


async def test_the_page_is_in_the_language_of_the_browser(client: Client) -> None:
    _, english, _ = await read(client, "/auth/end?code=c&state=s", **{"Accept-Language": "de-DE"})
    _, chinese, _ = await read(
        client, "/auth/end?code=c&state=s", **{"Accept-Language": "zh-TW,zh;q=0.9"}
    )
    _, second, _ = await read(
        client, "/auth/end?code=c&state=s", **{"Accept-Language": "de-DE,de;q=0.9,zh-TW;q=0.8"}
    )
    assert '<html lang="en">' in english
    assert '<html lang="zh-Hant">' in chinese
    assert '<html lang="zh-Hant">' in second
