"""Pages that anybody can open: in which language, with which headers, as which HTML."""

import re
from base64 import b64decode
from hashlib import sha256

import pytest

from bot.about.pages import PATHS, STYLE, about_routes
from bot.config.settings import Settings
from bot.texts.links import Links
from bot.web.server import application, serving
from tests.about.browsing import LANGUAGES, browsing, language_of, parsed, read
from tests.web.raw import answer_to, request

TAGS = [language.tag for language in LANGUAGES.known.values()]
EVERY = [(path, tag) for path in PATHS for tag in TAGS]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("query", "accepted", "tag"),
    [
        ("", "", "en"),
        ("", "zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("", "en-GB,zh-TW;q=0.9", "en"),
        # Of what the browser would take, the best that there is.
        ("", "fr-FR,fr;q=0.9,zh-TW;q=0.5", "zh-Hant"),
        ("", "en;q=0.3, zh ; q=0.8", "zh-Hant"),
        ("", "zh;q=0,en", "en"),
        ("", "fr", "en"),
        ("?lang=zh-Hant", "en", "zh-Hant"),
        ("?lang=zh-TW", "en", "zh-Hant"),
        ("?lang=en", "zh-TW", "en"),
        # What is no language is as good as none.
        ("?lang=fr", "zh-TW", "zh-Hant"),
        ("?lang=%22%3E%3Cscript%3E", "zh-TW", "zh-Hant"),
        ("?lang=&lang=en", "zh-TW", "zh-Hant"),
    ],
)
async def test_a_page_is_in_the_chosen_language_else_in_the_browsers(
    path: str, query: str, accepted: str, tag: str
) -> None:
    sent = {"Accept-Language": accepted}
    async with browsing() as client, client.get(f"{path}{query}", headers=sent) as answer:
        found, headers = await language_of(answer)
    assert (found, headers["Content-Language"]) == (tag, tag)


@pytest.mark.parametrize(("path", "tag"), EVERY)
async def test_each_page_leads_to_itself_in_every_other_language_and_to_the_other_pages(
    path: str, tag: str
) -> None:
    async with browsing() as client:
        async with client.get(f"{path}?lang={tag}") as answer:
            addresses = [each.get("href") for each in parsed(await answer.text()).iter("a")]
        others = [f"?lang={each}" for each in TAGS if each != tag]
        pages = [f"{each.removeprefix('/')}?lang={tag}" for each in PATHS]
        assert {*others, *pages} <= set(addresses)
        for address in pages:
            async with client.get(f"/{address}") as answer:
                assert (await language_of(answer))[0] == tag


@pytest.mark.parametrize(("path", "tag"), EVERY)
async def test_each_page_is_closed_and_escaped_properly_with_an_outline(
    path: str, tag: str
) -> None:
    page = parsed(await read(path, tag, PHOTOBOT_HELPDESK="mailto:help@contoso.com?subject=a&b"))
    assert page.get("lang") == tag
    headings = [each.tag for each in page.iter() if each.tag in {"h1", "h2", "h3"}]
    assert headings[0] == "h1"
    assert set(headings[1:]) == {"h2"}
    title, heading = page.find("head/title"), page.find("body/main/h1")
    assert title is not None
    assert heading is not None
    assert title.text == f"{heading.text} – Photobot"
    for listing in page.iter("ul"):
        assert {each.tag for each in listing} == {"li"}
    assert all(each.get("href") and each.text for each in page.iter("a"))
    [current] = [each for each in page.iter("a") if each.get("aria-current") == "page"]
    assert current.get("href") == f"{path.removeprefix('/')}?lang={tag}"


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_but_the_pages_own_style_is_allowed(path: str) -> None:
    async with browsing() as client, client.get(path) as answer:
        text, headers = await answer.text(), answer.headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert set(policy) == {
        "default-src",
        "style-src",
        "base-uri",
        "form-action",
        "frame-ancestors",
    }
    assert "unsafe" not in str(policy)
    [style] = re.findall("<style>(.*)</style>", text, re.DOTALL)
    assert style == STYLE
    [named] = re.findall("'sha256-([^']*)'", policy["style-src"])
    assert b64decode(named) == sha256(style.encode()).digest()
    assert not re.search(r"<script|<img|<link|<iframe|<form| style=| on[a-z]+=", text)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", PATHS)
async def test_head_has_the_headers_alone_and_other_methods_are_refused(path: str) -> None:
    async with browsing() as client:
        async with client.get(path) as answer:
            length = answer.headers["Content-Length"]
        async with client.head(path) as answer:
            assert (answer.status, await answer.read()) == (200, b"")
            assert answer.headers["Content-Length"] == length
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            async with client.request(method, path) as answer:
                assert (answer.status, answer.headers["Allow"]) == (405, "GET,HEAD")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "header",
    [
        b"Accept-Language: \xff\xfe;;;q=\xe9",
        b"Accept-Language: " + b"z" * 8_000,
        b"Accept-Language: " + b"a;q=1," * 1_300,
        b"Accept-Language: zh;q=9,zh;q=-1,zh;q=nan,zh;q=1e9,<script>",
    ],
)
async def test_odd_bytes_of_a_browser_are_answered_with_the_english_page(
    path: str, header: bytes
) -> None:
    settings = Settings()
    app = application(about_routes(settings, Links.of(settings, ""), LANGUAGES), {})
    async with serving(app, "127.0.0.1", 0) as address:
        answer = await answer_to(address, request(f"GET {path}?lang=%00%ff".encode(), header))
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b'<html lang="en">' in answer
