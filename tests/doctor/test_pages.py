"""The pages on privacy, terms and support, as the doctor opens them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.about.pages import PATHS, about_routes
from bot.chat.language import load_languages
from bot.config.settings import Settings
from bot.doctor.pages import PAGES, SUPPORT, open_page_findings, page_findings
from bot.texts.links import Links
from bot.web.server import application
from tests.doctor.findings import named, not_fine
from tests.m365.fakes import Reply, Service

SIGN_IN = b"<!doctype html><title>Sign in</title>"


@pytest.fixture
async def bot() -> AsyncIterator[str]:
    """The address of a bot that is reached below a path of a proxy."""
    settings = Settings()
    routes = about_routes(settings, Links.of(settings, ""), load_languages())
    outer = web.Application()
    outer.add_subapp("/photobot", application(routes, {}))
    async with TestServer(outer) as server:
        yield str(server.make_url("/photobot"))


async def test_pages_that_open_are_fine(session: aiohttp.ClientSession, bot: str) -> None:
    [finding] = await open_page_findings(session, bot)
    assert (finding.name, finding.state) == (PAGES, "fine")
    assert bot in finding.what


async def test_without_a_public_address_it_says_what_to_set(
    session: aiohttp.ClientSession,
) -> None:
    [finding] = await open_page_findings(session, None)
    assert (finding.state, "PHOTOBOT_PUBLIC_URL" in finding.what) == ("warning", True)


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        (Reply(404), "is answered 404"),
        (Reply(401, SIGN_IN), "is answered 401"),
        (Reply(302, headers={"Location": "https://login.example"}), "is answered 302"),
        (Reply(200, SIGN_IN), "is answered by something else"),
        (Reply(200, b"x" * 100_000), "is answered by something else"),
        (Reply(200, {"status": "alive"}), "is answered by something else"),
    ],
)
async def test_what_stands_before_a_page_is_a_problem_of_that_page(
    session: aiohttp.ClientSession, service: Service, bot: str, reply: Reply, what: str
) -> None:
    async with session.get(f"{bot}/privacy") as answer:
        page = Reply(200, await answer.read(), {"Content-Type": "text/html"})
    service.answer("/privacy", page)
    service.answer("/support", page)
    service.answer("/terms", reply)
    [finding] = await open_page_findings(session, service.address)
    assert (finding.name, finding.state) == (f"{service.address}/terms", "problem")
    assert finding.what == what
    assert "/terms on to the bot" in finding.remedy


async def test_pages_that_cannot_be_reached_from_here_are_not_known(
    session: aiohttp.ClientSession,
) -> None:
    public = f"http://127.0.0.1:{unused_port()}"
    findings = await open_page_findings(session, public)
    assert [each.name for each in findings] == [f"{public}{path}" for path in PATHS]
    assert {each.state for each in findings} == {"unknown"}
    assert all(each.what.startswith("not opened from here") for each in findings)


def judged(**values: Any) -> list[Any]:
    return list(page_findings(Settings.model_validate(values)))


def test_a_page_for_help_that_names_nobody_is_a_warning() -> None:
    finding = named(judged(), SUPPORT)
    assert (finding.state, "PHOTOBOT_SUPPORT_FILE" in finding.remedy) == ("warning", True)


def test_whoever_a_setting_names_can_be_asked(tmp_path: Path) -> None:
    text = tmp_path / "support.txt"
    text.write_text("Call 1234.")
    for values in (
        {"PHOTOBOT_HELPDESK": "mailto:help@contoso.com"},
        {"PHOTOBOT_LINK_SUPPORT": "https://help.contoso.com"},
        {"PHOTOBOT_SUPPORT_FILE": str(text)},
    ):
        assert not_fine(judged(**values)) == []


@pytest.mark.parametrize("page", ["PRIVACY", "TERMS", "SUPPORT"])
def test_a_link_that_only_this_machine_can_open_is_a_warning(page: str) -> None:
    name = f"PHOTOBOT_LINK_{page}"
    finding = named(judged(**{name: "http://127.0.0.1/page"}), name)
    assert (finding.state, finding.area) == ("warning", "Settings")
