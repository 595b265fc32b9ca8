"""The page's part in signing in: what its window said, and the library for pages of others."""

from simulation.page.files import TEAMS_JS
from tests.simulation.page.conftest import Page
from tests.simulation.world import AMARA


async def test_the_result_of_the_sign_in_window_goes_to_the_bot(page: Page) -> None:
    chat = page.teams.install(page.teams.personal(AMARA))
    posted = page.teams.channel.connector.bot_messages.post(
        page.teams.personal(AMARA), None, {"text": "Sign in"}
    )
    page.teams.bot.status = 412
    url = f"/api/as/{AMARA}/chats/{chat}/messages/{posted}/sign-in"
    answer = await page.browser.post(url, json={"state": "code-1"})
    assert (await answer.json())["status"] == 412
    await page.browser.post(url, json={})
    said, closed = page.teams.bot.heard
    assert (said["name"], said["value"]) == ("signin/verifyState", {"state": "code-1"})
    assert closed["value"] == {"state": "CancelledByUser"}


async def test_other_origins_may_load_teamsjs_and_nothing_else(
    page: Page,
) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:1"}
    library = await page.browser.get(TEAMS_JS, headers=foreign)
    assert library.status == 200
    assert library.content_type == "text/javascript"
    assert library.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert (await page.browser.get("/js/app.js", headers=foreign)).status == 403


async def test_the_number_of_open_clients_can_be_set(page: Page) -> None:
    answer = await page.browser.put(f"/control/clients/{AMARA}", json={"number": 2})
    assert answer.status == 204
    assert page.teams.channel.single_sign_on.clients == {AMARA: 2}
