"""The health check of the image."""

import asyncio
import json
import re
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.config.settings import Settings
from bot.web.health import HealthCheck
from bot.web.probe import is_healthy, where_it_listens
from bot.web.server import application, serving

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SERVE = ("python", "-m", "bot", "serve", "")
HERE = "127.0.0.1"
# Empty in a container without it.
_IPV6 = Path("/proc/net/if_inet6")
WITH_IPV6 = pytest.mark.skipif(
    not (_IPV6.exists() and _IPV6.read_text()), reason="this machine has no IPv6"
)


def instruction(name: str) -> str:
    found = re.search(rf"^{name} (.*)$", DOCKERFILE, re.MULTILINE)
    assert found
    return found[1]


def test_the_image_asks_by_the_probe() -> None:
    assert json.loads(instruction("HEALTHCHECK CMD")) == ["python", "-m", "bot.web.probe"]


def test_the_images_own_database_is_on_a_volume() -> None:
    assert instruction("VOLUME") == "/home/photobot/.photobot"
    # Docker gives a volume to whoever owns the folder in the image.
    made = DOCKERFILE.index("mkdir /home/photobot/.photobot")
    assert DOCKERFILE.index("USER photobot") < made < DOCKERFILE.index("VOLUME")


def test_whoever_starts_the_image_is_told_to_name_the_volume() -> None:
    assert f"docker run -v photobot:{instruction('VOLUME')}" in (ROOT / "README.md").read_text()


async def test_a_bot_is_healthy_while_it_answers_at_its_port(unused_tcp_port: int) -> None:
    assert not await asyncio.to_thread(is_healthy, SERVE, HERE, unused_tcp_port)
    async with TestServer(application([], {}), port=unused_tcp_port):
        assert await asyncio.to_thread(is_healthy, SERVE, HERE, unused_tcp_port)
        wrapped = ("/sbin/docker-init", "--", *SERVE)
        assert await asyncio.to_thread(is_healthy, wrapped, HERE, unused_tcp_port)
    assert not await asyncio.to_thread(is_healthy, SERVE, HERE, unused_tcp_port)


@pytest.mark.parametrize(
    "script",
    [
        "python -m bot serve",
        "exec python -m bot serve --no-worker",
        "cd /app\npython -m bot serve; echo over",
        "su photobot -c 'python -m bot serve'",
    ],
)
async def test_a_bot_that_a_shell_starts_is_asked_too(unused_tcp_port: int, script: str) -> None:
    command = ("/bin/sh", "-c", script, "")
    assert not await asyncio.to_thread(is_healthy, command, HERE, unused_tcp_port)
    async with TestServer(application([], {}), port=unused_tcp_port):
        assert await asyncio.to_thread(is_healthy, command, HERE, unused_tcp_port)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.2",
        "localhost",
        "0.0.0.0",
        pytest.param("::1", marks=WITH_IPV6),
        pytest.param("::", marks=WITH_IPV6),
    ],
)
async def test_a_bot_is_asked_where_it_listens(host: str) -> None:
    async with serving(application([], {}), host, 0) as address:
        port = int(address.rpartition(":")[2])
        assert await asyncio.to_thread(is_healthy, SERVE, host, port)


def test_where_it_listens_is_what_the_settings_say() -> None:
    given = {"PHOTOBOT_HOST": " 127.0.0.2\n", "PHOTOBOT_PORT": "8080"}
    assert where_it_listens(given) == ("127.0.0.2", 8080)
    blank = {"PHOTOBOT_HOST": " ", "PHOTOBOT_PORT": ""}
    settings = Settings()
    assert where_it_listens({}) == where_it_listens(blank) == (settings.host, settings.port)


async def test_what_is_not_the_bot_at_that_port_is_not_healthy() -> None:
    async with TestServer(web.Application()) as other:
        assert other.port
        assert not await asyncio.to_thread(is_healthy, SERVE, HERE, other.port)


async def test_a_bot_that_is_not_ready_lives(unused_tcp_port: int) -> None:
    async def broken() -> str:
        return "no_connection"

    checks = {"database": HealthCheck(broken)}
    async with TestServer(application([], checks), port=unused_tcp_port):
        assert await asyncio.to_thread(is_healthy, SERVE, HERE, unused_tcp_port)


@pytest.mark.parametrize("command", ["worker", "census"])
def test_what_serves_nobody_lives_as_long_as_its_process(
    unused_tcp_port: int, command: str
) -> None:
    assert is_healthy(("python", "-m", "bot", command, ""), HERE, unused_tcp_port)
