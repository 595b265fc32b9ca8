"""`python -m bot serve` with settings that can't work, as an administrator would meet it."""

import asyncio
import json
import socket
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from bot.about.pages import PATHS
from tests.app.vanishing import PASSWORD, vanishing
from tests.scenarios.bot_process import bot_process, start

APP = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
SECRET = "s3cr3t-that-nobody-may-read"
GOOD = {
    "MicrosoftAppId": APP,
    "MicrosoftAppPassword": SECRET,
    "MicrosoftAppTenantId": APP,
    "PHOTOBOT_PORT": "0",
}
WRONG: list[tuple[Mapping[str, str], tuple[str, ...]]] = [
    ({}, ("MicrosoftAppId:", "MicrosoftAppTenantId:", "MicrosoftAppPassword:")),
    ({**GOOD, "MicrosoftAppId": SECRET}, ("MicrosoftAppId: give a GUID",)),
    (
        {**GOOD, "PHOTOBOT_PORT": "70000", "PHOTOBOT_CLOUD": "moon"},
        ("PHOTOBOT_PORT:", "PHOTOBOT_CLOUD:"),
    ),
    ({**GOOD, "PHOTOBOT_TERMS_FILE": "/no.txt"}, ("PHOTOBOT_TERMS_FILE: there is no such file",)),
    ({**GOOD, "PHOTOBOT_CA_FILE": "/nowhere.pem"}, ("PHOTOBOT_CA_FILE: there is no such file",)),
    (
        {**GOOD, "PHOTOBOT_GRAPH": f"http://{SECRET}.example"},
        ("PHOTOBOT_GRAPH: give an https address",),
    ),
    (
        {"PHOTOBOT_ANONYMOUS": "true", "PHOTOBOT_HOST": "0.0.0.0"},
        ("PHOTOBOT_ANONYMOUS:", "PHOTOBOT_HOST"),
    ),
    (
        {**GOOD, "DATABASE_URL": f"postgresql://bot:{SECRET}@127.0.0.1:1/bot"},
        ("DATABASE_URL",),
    ),
    ({**GOOD, "DATABASE_URL": f"mysql:{SECRET}"}, ("DATABASE_URL",)),
]


async def refused(environment: Mapping[str, str], *command: str) -> str:
    """What a start that is refused writes."""
    process = await start(environment, *(command or ("serve",)))
    _, written = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 1, written.decode()
    return written.decode()


@pytest.mark.parametrize(("environment", "named"), WRONG, ids=[named[0] for _, named in WRONG])
async def test_wrong_settings_stop_the_start_and_are_named(
    environment: Mapping[str, str], named: tuple[str, ...]
) -> None:
    written = await refused(environment)
    assert [name for name in named if name not in written] == []
    assert "Traceback" not in written
    assert SECRET not in written


async def test_a_taken_port_is_named(postgres: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        written = await refused({**GOOD, "DATABASE_URL": postgres, "PHOTOBOT_PORT": str(port)})
    assert "PHOTOBOT_PORT" in written
    assert f"127.0.0.1:{port} (Address already in use)" in written
    assert "Traceback" not in written
    assert SECRET not in written


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.parametrize("after", [20, 60])
async def test_a_database_that_vanishes_during_the_start_is_named(
    empty_url: str, command: str, after: int
) -> None:
    async with vanishing(empty_url, after=after) as database:
        written = await refused({**GOOD, "DATABASE_URL": database.url}, command)
    *logged, last = written.splitlines()
    assert last.startswith("Photobot can't start: ")
    assert "database" in last
    # What libraries had to say before it are lines of the log.
    assert all(json.loads(line) for line in logged)
    assert PASSWORD not in written


async def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    written = await refused({**GOOD, "PHOTOBOT_FOLDER": str(tmp_path / "file" / "folder")})
    assert str(tmp_path / "file") in written
    assert "Traceback" not in written


async def test_anonymous_use_works_on_loopback(database_url: str) -> None:
    anonymous = {"PHOTOBOT_ANONYMOUS": "true", "PHOTOBOT_PORT": "0", "DATABASE_URL": database_url}
    async with bot_process(anonymous) as bot, aiohttp.ClientSession() as session:
        async with session.get(f"{bot.address}/readyz") as ready:
            assert (ready.status, (await ready.json())["status"]) == (200, "ready")
        async with session.post(f"{bot.address}/api/messages", json={}) as answer:
            assert answer.status == 400
        for path in PATHS:
            async with session.get(f"{bot.address}{path}") as page:
                assert (page.status, page.content_type) == (200, "text/html")
        assert await bot.stop() == 0
