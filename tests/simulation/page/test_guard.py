"""Another website that is open in the same browser cannot drive the page."""

import pytest

from tests.simulation.page.conftest import Page
from tests.simulation.world import AMARA

MESSAGES = f"/api/as/{AMARA}/chats/x/messages"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.test"},
        {"Host": "evil.test:80"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
    ],
)
async def test_a_foreign_request_is_refused(page: Page, headers: dict[str, str]) -> None:
    assert (await page.browser.post(MESSAGES, json={"text": "x"}, headers=headers)).status == 403
    assert (await page.browser.get("/api/people", headers=headers)).status == 403


async def test_a_foreign_form_cannot_post_even_by_navigating(page: Page) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert (await page.browser.post("/control/keys", headers=headers)).status == 403


async def test_a_link_from_elsewhere_opens_the_page(page: Page) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert (await page.browser.get("/", headers=headers)).status == 200


async def test_the_page_itself_and_programs_are_allowed(page: Page) -> None:
    origin = str(page.browser.make_url("/")).rstrip("/")
    own = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    assert (await page.browser.get("/api/people", headers=own)).status == 200
    assert (await page.browser.get("/api/people")).status == 200


async def test_no_script_of_another_origin_runs(page: Page) -> None:
    policy = (await page.browser.get("/")).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
