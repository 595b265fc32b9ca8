"""Microsoft's own client for bots, in front of the bot as an administrator runs it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.e2e.demo import Demo
from tests.e2e.playground.page import PERSONAL, Playground
from tests.e2e.playground.proxy import SigningProxy, open_proxy
from tests.e2e.playground.server import configuration, run_playground
from tests.e2e.tenant import DOMAIN, Tenant, open_tenant
from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import BotProcess, bot_process, settings_of

SettingsFor = Callable[[str], dict[str, str]]
OpenPlayground = Callable[..., AbstractAsyncContextManager[Playground]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def company(demo: Demo) -> Any:
    """What the simulated services say of themselves."""
    async with open_tenant(demo.control) as tenant:
        return await tenant.describe()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def proxy(company: Any) -> AsyncIterator[SigningProxy]:
    """What signs for the playground."""
    async with open_proxy(company["apps"]["bot"]["client_id"]) as proxy:
        yield proxy


@pytest.fixture(scope="session")
def settings_for(company: Any, proxy: SigningProxy) -> SettingsFor:
    """The settings of a bot that sees the simulated services through one of their apps."""
    return lambda app: (
        settings_of(company, app)
        | {
            "PHOTOBOT_OPENID_METADATA": proxy.openid_metadata,
            "PHOTOBOT_SERVICE_HOSTS": "localhost",
            # It ignores that a message is for one person, and shows it to everybody.
            "PHOTOBOT_TARGETED": "off",
            "PHOTOBOT_HELPDESK_GROUPS": company["groups"]["helpdesk"],
            "PHOTOBOT_HELPDESK_EXCLUDED_GROUPS": company["groups"]["executives"],
        }
    )


# Each file has bots of its own: what is sent to a person in one, and tried again later, would
# arrive in the chat of the same person in another.
@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def writer(settings_for: SettingsFor, postgres: str) -> AsyncIterator[BotProcess]:
    """A bot that may repair everything."""
    async with _running(settings_for("writer"), postgres) as bot:
        yield bot


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def reader(settings_for: SettingsFor, postgres: str) -> AsyncIterator[BotProcess]:
    """A bot that may only look."""
    async with _running(settings_for("reader"), postgres) as bot:
        yield bot


@pytest.fixture
def open_playground(
    company: Any, proxy: SigningProxy, tenant: Tenant, browser: Browser, tmp_path: Path
) -> OpenPlayground:
    """Opens one person's Teams in front of a bot, in the language of their client."""

    @asynccontextmanager
    async def opened(
        bot: BotProcess, person: str, language: str = "en-US"
    ) -> AsyncIterator[Playground]:
        proxy.bot, proxy.language = bot.address, language
        configured = configuration(company, f"{person}@{DOMAIN}")
        async with run_playground(tmp_path, configured, proxy.endpoint) as address:
            tab = await browser.new_page(viewport={"width": 1300, "height": 1200})
            playground = Playground(tab)
            await tab.goto(address)
            await tab.get_by_title("Hide log panel").click()
            await playground.go_to(PERSONAL)
            yield playground
            await tab.close()
        assert playground.complaints == []

    return opened


@asynccontextmanager
async def _running(settings: dict[str, str], postgres: str) -> AsyncIterator[BotProcess]:
    async with (
        database_like(TEMPLATE, postgres) as database,
        bot_process(settings | {"DATABASE_URL": database}) as bot,
    ):
        yield bot
        assert await bot.stop() == 0
        assert [event for event in bot.events if event["level"] == "error"] == []
