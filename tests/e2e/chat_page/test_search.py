"""Search commands of the message extension."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.chat_page.conftest import ADAPTIVE, Visit, card, text
from tests.simulation.channel.manifests import manifest
from tests.simulation.page.conftest import Page

pytestmark = pytest.mark.e2e

QUERY, SELECT = "composeExtension/query", "composeExtension/selectItem"
THUMBNAIL = "application/vnd.microsoft.card.thumbnail"


@pytest.fixture
def server(server: Page) -> Page:
    """The page of an app that has a message extension."""
    server.teams.channel.extensions.manifest = manifest()
    return server


def found(*titles: str, **more: Any) -> dict[str, Any]:
    attachments = [
        {
            "contentType": ADAPTIVE,
            "content": card(text(f"The whole of {title}")),
            "preview": {
                "contentType": THUMBNAIL,
                "content": {"title": title, "text": "open since noon"} | more,
            },
        }
        for title in titles
    ]
    return {
        "composeExtension": {
            "type": "result",
            "attachmentLayout": "list",
            "attachments": attachments,
        }
    }


async def open_search(visit: Visit, body: Any) -> Locator:
    visit.teams.bot.answers[QUERY] = body
    await visit.tab.get_by_role("button", name="Actions and apps").click()
    await visit.tab.get_by_role("menuitem", name="Find a case").click()
    return visit.tab.get_by_role("dialog")


def asked(visit: Visit) -> list[dict[str, Any]]:
    return [heard["value"] for heard in visit.heard("invoke") if heard["name"] == QUERY]


async def test_the_search_starts_with_what_the_bot_offers(visit: Visit) -> None:
    dialog = await open_search(visit, found("PB-ONE", "PB-TWO"))
    await expect(dialog.get_by_role("listitem")).to_have_count(2)
    await expect(dialog.get_by_role("button", name="PB-ONE")).to_contain_text("open since noon")
    assert asked(visit)[0]["parameters"] == [{"name": "initialRun", "value": "true"}]


async def test_typing_asks_once_and_a_result_goes_into_the_box(visit: Visit) -> None:
    dialog = await open_search(visit, found())
    await expect(dialog.get_by_role("status")).to_have_text("We couldn’t find any results.")
    visit.teams.bot.answers[QUERY] = found("PB-ONE")
    await dialog.get_by_label("Who").press_sequentially("ben", delay=20)
    await dialog.get_by_role("button", name="PB-ONE").click()
    await expect(dialog).to_have_count(0)
    await expect(visit.tab.locator(".composed")).to_contain_text("The whole of PB-ONE")
    assert [each["parameters"] for each in asked(visit)[1:]] == [[{"name": "who", "value": "ben"}]]


async def test_more_results_come_at_the_end_of_the_list(visit: Visit) -> None:
    dialog = await open_search(visit, found(*(f"PB-{number}" for number in range(25))))
    await expect(dialog.get_by_role("listitem")).to_have_count(25)
    visit.teams.bot.answers[QUERY] = found("PB-LAST")
    await dialog.get_by_role("button", name="PB-24").scroll_into_view_if_needed()
    await expect(dialog.get_by_role("listitem")).to_have_count(26)
    assert [each["queryOptions"]["skip"] for each in asked(visit)] == [0, 25]


async def test_a_tapped_result_is_asked_for(visit: Visit) -> None:
    tap = {"type": "invoke", "value": {"case": 7}}
    dialog = await open_search(visit, found("PB-ONE", tap=tap))
    hero = {"contentType": "application/vnd.microsoft.card.hero", "content": {"title": "Case 7"}}
    visit.teams.bot.answers[SELECT] = {
        "composeExtension": {"type": "result", "attachments": [hero]}
    }
    await dialog.get_by_role("button", name="PB-ONE").click()
    await expect(visit.tab.locator(".composed")).to_contain_text("Case 7")
    assert visit.heard("invoke")[-1]["value"] == {"case": 7}
    await visit.tab.get_by_role("button", name="Send", exact=True).click()
    await expect(visit.last.locator(".ac-adaptiveCard")).to_have_text("Case 7")


async def test_words_of_the_bot_stand_in_place_of_results(visit: Visit) -> None:
    body = {"composeExtension": {"type": "message", "text": "This is for the helpdesk."}}
    dialog = await open_search(visit, body)
    await expect(dialog.get_by_role("status")).to_have_text("This is for the helpdesk.")


async def test_a_bot_that_fails_is_out_of_reach(visit: Visit) -> None:
    visit.teams.bot.status = 500
    dialog = await open_search(visit, found("PB-ONE"))
    await expect(dialog.get_by_role("status")).to_contain_text("Unable to reach app")
    await expect(dialog.get_by_role("listitem")).to_have_count(0)
