"""Signing in by the window: Entra ID's page, its question, and what the chat shows afterwards."""

import socket
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.e2e.chat import Chat, Reply
from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import bot_process, connect, settings_for
from tests.scenarios.company import Company, open_company
from tests.simulation.world import BEN, DMITRI, GRACE

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

SIGN_IN = "Sign in to let me help"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def company(
    tmp_path_factory: pytest.TempPathFactory, postgres: str
) -> AsyncIterator[Company]:
    """A company that consented to nothing, whose bot has the pages of sign-in."""
    public = f"http://127.0.0.1:{_free_port()}"
    async with (
        open_company(tmp_path_factory.mktemp("company")) as company,
        database_like(TEMPLATE, postgres) as database,
    ):
        company.simulation.apps.bot.redirect_uris.append(f"{public}/auth/end")
        settings = settings_for(company.simulation, "reader") | {
            "DATABASE_URL": database,
            "PHOTOBOT_PORT": public.rpartition(":")[2],
            "PHOTOBOT_SIGN_IN": "true",
            "PHOTOBOT_PUBLIC_URL": public,
            "PHOTOBOT_TEAMS_JS": f"{company.simulation.channel.chat}teams-js/MicrosoftTeams.min.js",
        }
        async with bot_process(settings) as bot:
            connect(company.simulation, bot)
            yield company


@pytest_asyncio.fixture(loop_scope="session")
async def chat(company: Company, browser: Browser) -> AsyncIterator[Chat]:
    company.reset()
    context = await browser.new_context(ignore_https_errors=True)
    yield Chat(await context.new_page(), company.simulation.channel.chat)
    await context.close()


async def window_of(company: Company, chat: Chat, person: str, signs_in: str) -> Page:
    """Ask to sign in, and open the window of the card that Teams then shows; be somebody in it."""
    people = company.simulation.tenant.people
    await chat.open(people[person].upn.partition("@")[0])
    reply = await chat.say("my photo is wrong")
    await reply.press(SIGN_IN)
    button = chat.log.get_by_role("button", name="Sign in", exact=True)
    await expect(button).to_be_visible()
    async with chat.tab.expect_popup() as opened:
        await button.click()
    window = await opened.value
    await window.get_by_role("link", name=people[signs_in].display_name).click()
    return window


async def card_that_says(chat: Chat, words: str) -> Reply:
    message = chat.of_bot.filter(has_text=words)
    await expect(message.last).to_be_visible()
    return Reply(message.last)


async def test_who_consents_in_the_window_is_signed_in_and_their_photo_is_looked_at_again(
    company: Company, chat: Chat
) -> None:
    window = await window_of(company, chat, BEN, BEN)
    await expect(window.get_by_text("Permissions requested")).to_be_visible()
    await window.get_by_role("button", name="Accept").click()
    await card_that_says(chat, "You're signed in, but that isn't enough here")
    consents = company.simulation.entra.consents
    assert consents.scopes(company.simulation.apps.bot.client_id, BEN)


async def test_who_declines_in_the_window_is_told_what_that_means(
    company: Company, chat: Chat
) -> None:
    window = await window_of(company, chat, DMITRI, DMITRI)
    await window.get_by_role("button", name="Cancel").click()
    await card_that_says(chat, "You didn't let me act for you")


async def test_a_window_in_which_somebody_else_signs_in_changes_nothing(
    company: Company, chat: Chat
) -> None:
    window = await window_of(company, chat, GRACE, BEN)
    await window.get_by_role("button", name="Accept").click()
    await expect(window.get_by_text("That didn't work")).to_be_visible()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
