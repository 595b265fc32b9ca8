"""Signing in from a card: the window, and what its page says through TeamsJS."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import expect

from simulation.channel.single_sign_on import OAUTH_CARD
from simulation.page.files import TEAMS_JS
from tests.e2e.chat_page.conftest import Visit
from tests.simulation.world import AMARA

pytestmark = pytest.mark.e2e

PAGE = """<!doctype html><script src="{library}"></script><script>
const teams = window.microsoftTeams;
teams.app.initialize().then(() => teams.app.getContext()).then((context) => {{
  document.body.append(context.user.id);
  {then}
}});
</script><body></body>"""


@pytest.fixture
async def bot_pages(visit: Visit) -> AsyncIterator[str]:
    """The address of the bot's pages, which are another origin."""
    library = visit.address.rstrip("/") + TEAMS_JS
    endings = {
        "success": "teams.authentication.notifySuccess('code-' + context.user.id);",
        "failure": "teams.authentication.notifyFailure('access_denied');",
        "nothing": "",
    }

    async def show(request: web.Request) -> web.Response:
        then = endings[request.match_info["ending"]]
        text = PAGE.format(library=library, then=then)
        return web.Response(text=text, content_type="text/html")

    app = web.Application()
    app.router.add_get("/auth/{ending}", show)
    async with TestServer(app) as server:
        yield str(server.make_url("/auth"))


def ask(visit: Visit, address: str) -> None:
    button = {"type": "signin", "title": "Sign in", "value": address}
    content: dict[str, Any] = {"text": "Please sign in", "buttons": [button]}
    attachment = {"contentType": OAUTH_CARD, "content": content}
    visit.teams.channel.connector.bot_messages.post(visit.chat, None, {"attachments": [attachment]})


@pytest.mark.parametrize(
    ("ending", "state", "left"),
    [("success", f"code-{AMARA}", 0), ("failure", "access_denied", 1)],
)
async def test_what_the_page_says_is_what_the_bot_hears(
    visit: Visit, bot_pages: str, ending: str, state: str, left: int
) -> None:
    ask(visit, f"{bot_pages}/{ending}")
    await visit.last.get_by_role("button", name="Sign in").click()
    await visit.teams.bot.has_heard(1, "invoke")
    (invoke,) = visit.heard("invoke")
    assert (invoke["name"], invoke["value"]) == ("signin/verifyState", {"state": state})
    await expect(visit.log.get_by_role("button", name="Sign in")).to_have_count(left)


async def test_a_window_that_is_closed_cancels(visit: Visit, bot_pages: str) -> None:
    ask(visit, f"{bot_pages}/nothing")
    async with visit.tab.expect_popup() as opened:
        await visit.last.get_by_role("button", name="Sign in").click()
    popup = await opened.value
    await expect(popup.locator("body")).to_contain_text(AMARA)
    await popup.close()
    await visit.teams.bot.has_heard(1, "invoke")
    (invoke,) = visit.heard("invoke")
    assert invoke["value"] == {"state": "CancelledByUser"}
    await expect(visit.last.get_by_role("button", name="Sign in")).to_be_visible()
