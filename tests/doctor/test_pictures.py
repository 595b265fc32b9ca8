"""How cards show pictures, as the doctor judges it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.config.settings import Settings
from bot.doctor.finding import Finding
from bot.doctor.permissions import TO_READ, Granted
from bot.doctor.pictures import PICTURES, picture_findings
from bot.http.session import open_session
from bot.pictures.routes import CHECK_AGAIN, picture_routes
from bot.web.server import application
from simulation.listening import loopback_tls
from tests.m365.fakes import Reply, Service
from tests.pictures.sealing import replica
from tests.pictures.test_reader import Stored

READER = Granted(
    frozenset(each.permission for each in TO_READ), frozenset(each.permission for each in TO_READ)
)


@pytest.fixture
async def bot() -> AsyncIterator[str]:
    """The address of a bot that serves pictures, below a path of a proxy."""
    routes = picture_routes((await replica()).addresses, Stored().reader)
    outer = web.Application()
    outer.add_subapp("/photobot", application(routes, {}))
    async with TestServer(outer) as server:
        yield str(server.make_url("/photobot"))


async def judged(
    session: aiohttp.ClientSession, granted: Granted = READER, **values: Any
) -> Finding:
    settings = Settings.model_validate({f"PHOTOBOT_{name}": values[name] for name in values})
    [finding] = await picture_findings(session, settings, granted)
    assert finding.name == PICTURES
    return finding


async def test_addresses_are_recommended_since_some_clients_drop_pictures_inside_cards(
    session: aiohttp.ClientSession,
) -> None:
    finding = await judged(session)
    assert finding.state == "warning"
    assert "drop them" in finding.what
    assert "PHOTOBOT_PICTURES to https" in finding.remedy
    assert "PHOTOBOT_PUBLIC_URL" in finding.remedy


async def test_no_pictures_are_an_administrators_choice(session: aiohttp.ClientSession) -> None:
    assert (await judged(session, PICTURES="none")).state == "fine"


async def test_pictures_that_a_client_gets_are_good_on_this_machine_alone_without_https(
    session: aiohttp.ClientSession, bot: str
) -> None:
    finding = await judged(session, PICTURES="https", PUBLIC_URL=bot)
    assert (finding.state, finding.what) == (
        "warning",
        "clients on this machine alone can fetch them",
    )


async def test_pictures_that_a_client_gets_over_https_are_fine(tmp_path: Path) -> None:
    ca_file = tmp_path / "ca.pem"
    routes = picture_routes((await replica()).addresses, Stored().reader)
    server = TestServer(application(routes, {}), scheme="https")
    await server.start_server(ssl=loopback_tls(ca_file))
    async with server, open_session(ca_file) as trusting:
        public = str(server.make_url("")).rstrip("/")
        finding = await judged(trusting, PICTURES="https", PUBLIC_URL=public)
    assert (finding.state, finding.what) == ("fine", f"clients can fetch them from {public}")


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        (Reply(404), "is answered 404"),
        (Reply(302, headers={"Location": "https://login.example"}), "is answered 302"),
        (Reply(200, b"<title>Sign in</title>"), "by something else"),
        (Reply(200, CHECK_AGAIN + b"more"), "by something else"),
    ],
)
async def test_what_stands_before_the_pictures_is_a_problem(
    session: aiohttp.ClientSession, service: Service, reply: Reply, what: str
) -> None:
    service.answer("/pictures/2000-01-01/doctor", reply)
    finding = await judged(session, PICTURES="https", PUBLIC_URL=service.address)
    assert (finding.state, what in finding.what) == ("problem", True)
    assert "/pictures/ on to the bot" in finding.remedy


async def test_what_cannot_be_reached_from_here_is_not_known(
    session: aiohttp.ClientSession,
) -> None:
    public = f"http://127.0.0.1:{unused_port()}"
    assert (await judged(session, PICTURES="https", PUBLIC_URL=public)).state == "unknown"
    assert (await judged(session, PICTURES="https")).state == "unknown"


async def test_a_bot_that_reads_with_peoples_own_rights_alone_shows_no_addresses(
    session: aiohttp.ClientSession, bot: str
) -> None:
    nothing = Granted(frozenset(), frozenset())
    finding = await judged(session, nothing, PICTURES="https", PUBLIC_URL=bot)
    assert (finding.state, "can't read them again" in finding.what) == ("warning", True)
