"""The pages on privacy, terms and support of a running bot, on a desk and on a phone."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.about.pages import PATHS
from bot.chat.language import load_languages
from tests.about.browsing import parsed
from tests.e2e.looks import FLAWS, FOLDER, READABLE, Look
from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import bot_process

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

LOOKS = [Look(theme, *size) for theme in ("light", "dark") for size in ((1280, 900), (360, 740))]
GROUP = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
OURS = """Contoso Ltd. is responsible for Photobot & its data.
Data protection officer: https://contoso.com/privacy/officers/of-the-company-and-its-subsidiaries

<b>Questions</b>: privacy@contoso.com
"""
# What a browser made of a page: another order than in its text tells of HTML that it had to mend.
ELEMENTS = "() => [...document.querySelectorAll('*')].map((each) => each.localName)"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> AsyncIterator[str]:
    """A bot with a helpdesk, a watch and words of its company."""
    file = tmp_path_factory.mktemp("words") / "privacy.txt"
    file.write_text(OURS, encoding="utf-8")
    async with database_like(TEMPLATE, postgres) as database:
        settings = {
            "DATABASE_URL": database,
            "PHOTOBOT_ANONYMOUS": "true",
            "PHOTOBOT_PORT": "0",
            "PHOTOBOT_WATCH": "shadow",
            "PHOTOBOT_HELPDESK_GROUPS": GROUP,
            "PHOTOBOT_PRIVACY_FILE": str(file),
            "PHOTOBOT_LINK_PRIVACY": "https://contoso.com/privacy",
            "PHOTOBOT_HELPDESK": "mailto:help@contoso.com?subject=Photo&body={diagnosis}",
            "PHOTOBOT_LINK_PHOTOBOT": "https://teams.microsoft.com/l/chat/0/0?users=28:x",
        }
        async with bot_process(settings) as running:
            yield running.address


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(locale="zh-TW")
    tab = await context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda said: complaints.append(said.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    await context.close()
    assert complaints == []


@pytest.mark.parametrize("language", [each.tag for each in load_languages().known.values()])
@pytest.mark.parametrize("path", PATHS)
async def test_a_page_is_readable_in_light_and_dark_on_a_desk_and_on_a_phone(
    bot: str, tab: Page, path: str, language: str
) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    await tab.goto(f"{bot}{path}?lang={language}")
    flaws = []
    for look in LOOKS:
        await tab.emulate_media(color_scheme=look.theme)
        await tab.set_viewport_size({"width": look.width, "height": look.height})
        name = f"about{path.replace('/', '-')}-{language}-{look.theme}-{look.width}"
        await tab.screenshot(path=FOLDER / f"{name}.png", full_page=True)
        flaws += [f"{name}: {flaw}" for flaw in await tab.evaluate(FLAWS, READABLE)]
    assert flaws == []


async def test_the_style_is_applied_although_scripts_and_other_styles_are_forbidden(
    bot: str, tab: Page
) -> None:
    await tab.emulate_media(color_scheme="dark")
    await tab.goto(f"{bot}/privacy")
    background = "() => getComputedStyle(document.body).backgroundColor"
    assert await tab.evaluate(background) == "rgb(27, 27, 31)"


@pytest.mark.parametrize("path", PATHS)
async def test_a_browser_has_nothing_to_mend(bot: str, tab: Page, path: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{bot}{path}?lang=en") as answer:
        written = [each.tag for each in parsed(await answer.text()).iter()]
    await tab.goto(f"{bot}{path}?lang=en")
    assert await tab.evaluate(ELEMENTS) == written
    assert await tab.evaluate("() => document.compatMode") == "CSS1Compat"


async def test_one_reads_on_in_the_language_that_one_chose(bot: str, tab: Page) -> None:
    await tab.goto(f"{bot}/privacy")
    assert await tab.title() == "隱私權 – Photobot"
    await tab.get_by_role("link", name="English").click()
    assert await tab.title() == "Privacy – Photobot"
    await tab.get_by_role("link", name="Terms of use").click()
    assert await tab.title() == "Terms of use – Photobot"
    await tab.get_by_role("link", name="Help", exact=True).click()
    assert await tab.get_by_role("link", name="Your helpdesk").get_attribute("href") == (
        "mailto:help@contoso.com?subject=Photo&body="
    )
    await tab.get_by_role("link", name="中文").click()
    assert await tab.title() == "說明 – Photobot"
