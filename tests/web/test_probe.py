"""The health check of the image."""

import asyncio
import json
import re
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.web.health import HealthCheck
from bot.web.probe import is_healthy
from bot.web.server import application

DOCKERFILE = (Path(__file__).parents[2] / "Dockerfile").read_text()
SERVE = ("python", "-m", "bot", "serve", "")


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


async def test_a_bot_is_healthy_while_it_answers_at_its_port(unused_tcp_port: int) -> None:
    assert not await asyncio.to_thread(is_healthy, SERVE, unused_tcp_port)
    async with TestServer(application([], {}), port=unused_tcp_port):
        assert await asyncio.to_thread(is_healthy, SERVE, unused_tcp_port)
        wrapped = ("/sbin/docker-init", "--", *SERVE)
        assert await asyncio.to_thread(is_healthy, wrapped, unused_tcp_port)
    assert not await asyncio.to_thread(is_healthy, SERVE, unused_tcp_port)


async def test_what_is_not_the_bot_at_that_port_is_not_healthy() -> None:
    async with TestServer(web.Application()) as other:
        assert other.port
        assert not await asyncio.to_thread(is_healthy, SERVE, other.port)


async def test_a_bot_that_is_not_ready_lives(unused_tcp_port: int) -> None:
    async def broken() -> str:
        return "no_connection"

    checks = {"database": HealthCheck(broken)}
    async with TestServer(application([], checks), port=unused_tcp_port):
        assert await asyncio.to_thread(is_healthy, SERVE, unused_tcp_port)


@pytest.mark.parametrize("command", ["worker", "census"])
def test_what_serves_nobody_lives_as_long_as_its_process(
    unused_tcp_port: int, command: str
) -> None:
    assert is_healthy(("python", "-m", "bot", command, ""), unused_tcp_port)
