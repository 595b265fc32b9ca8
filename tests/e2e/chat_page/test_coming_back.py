"""The chat page is left, opened again, and come back to."""

import pytest
from playwright.async_api import expect

from tests.e2e.chat_page.conftest import Visit

pytestmark = pytest.mark.e2e

# More than the connections that a browser opens to one host.
OFTEN = 9


async def test_a_page_that_was_left_keeps_no_connection(visit: Visit) -> None:
    visit.bot_says("Here I am")
    for _ in range(OFTEN):
        await visit.go()
        await expect(visit.last).to_contain_text("Here I am")


async def test_who_comes_back_sees_what_was_said_meanwhile_and_hears_what_follows(
    visit: Visit,
) -> None:
    await visit.go()
    visit.bot_says("Before")
    await expect(visit.last).to_contain_text("Before")
    await visit.tab.goto("about:blank")
    visit.bot_says("Meanwhile")
    # Playwright's own way back waits for a page that loads anew, and this one does not.
    await visit.tab.evaluate("void setTimeout(() => history.back())")
    await expect(visit.last).to_contain_text("Meanwhile")
    visit.bot_says("Afterwards")
    await expect(visit.last).to_contain_text("Afterwards")
