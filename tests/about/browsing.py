"""The pages about Photobot as a browser gets them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from xml.etree import ElementTree

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.about.pages import PATHS, about_routes
from bot.chat.language import load_languages
from bot.config.settings import Settings
from bot.texts.links import Links
from bot.web.server import application

Client = TestClient[web.Request, web.Application]
LANGUAGES = load_languages()
PAGES = tuple(path.removeprefix("/") for path in PATHS)


@asynccontextmanager
async def browsing(**values: Any) -> AsyncIterator[Client]:
    """A client of a bot with these settings."""
    settings = Settings.model_validate(values)
    routes = about_routes(settings, Links.of(settings, ""), LANGUAGES)
    async with TestClient(TestServer(application(routes, {}))) as client:
        yield client


async def read(path: str, language: str = "en", **values: Any) -> str:
    """The HTML of a page."""
    async with browsing(**values) as client, client.get(f"{path}?lang={language}") as answer:
        assert answer.status == 200
        return await answer.text()


async def words(path: str, language: str = "en", **values: Any) -> str:
    """What a person reads on a page, without the way to the others."""
    main = parsed(await read(path, language, **values)).find("body/main")
    assert main is not None
    return "\n".join(main.itertext())


def parsed(page: str) -> ElementTree.Element:
    """The elements of a page; raises ParseError where it is not closed or escaped properly."""
    start, _, rest = page.partition("\n")
    assert start == "<!DOCTYPE html>"
    return ElementTree.fromstring(rest)


async def language_of(answer: ClientResponse) -> tuple[str | None, Mapping[str, str]]:
    """The language that a page names, and the headers that it came with."""
    return parsed(await answer.text()).get("lang"), answer.headers
