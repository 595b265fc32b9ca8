"""What Microsoft 365 holds, beside the chat; and the page on small and dark screens."""

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.chat_page.conftest import Visit, card, text
from tests.simulation.world import DMITRI

pytestmark = pytest.mark.e2e


def stored(visit: Visit, store: str) -> Locator:
    return visit.tab.locator(f"[data-store={store}]")


async def test_stored_pictures_are_shown_at_their_true_sizes(visit: Visit) -> None:
    for store, side in (("L", 200), ("M", 72), ("S", 48)):
        picture = stored(visit, store).get_by_role("img")
        await expect(picture).to_be_visible()
        box = await picture.bounding_box()
        assert box
        assert (round(box["width"]), round(box["height"])) == (side, side)
        await expect(stored(visit, store)).to_contain_text(f"{side} × {side}")


async def test_a_missing_picture_is_said_to_be_missing(visit: Visit) -> None:
    await visit.go(DMITRI)
    await expect(stored(visit, "L")).to_contain_text("none")
    assert await stored(visit, "L").locator("img").count() == 0


async def test_a_change_by_anybody_is_seen_without_reloading(visit: Visit) -> None:
    await expect(stored(visit, "cloud").locator("img")).to_be_visible()
    visit.teams.tenant.remove_photo(visit.chat.members[0])
    await expect(stored(visit, "cloud")).to_contain_text("none")


async def test_one_changes_ones_photo_and_sharepoint_follows_when_one_looks(visit: Visit) -> None:
    old = await stored(visit, "L").locator("img").get_attribute("src")
    await visit.tab.get_by_role("button", name="Change my photo").click()
    await visit.tab.get_by_role("button", name="Photograph 2").click()
    await expect(visit.tab.locator("#toast")).to_contain_text("photo has changed")
    await expect(stored(visit, "L").locator("img")).to_have_attribute("src", old or "")
    await visit.tab.get_by_role("button", name="Open SharePoint as myself").click()
    await expect(stored(visit, "L").locator("img")).not_to_have_attribute("src", old or "")


async def test_a_day_passes_at_the_press_of_a_button(visit: Visit) -> None:
    before = visit.teams.tenant.clock.now()
    await visit.tab.get_by_role("button", name="Let 24 hours pass").click()
    await expect(visit.tab.locator("#toast")).to_contain_text("24 hours have passed")
    assert (visit.teams.tenant.clock.now() - before).days == 1


async def test_a_wide_screen_shows_everything_at_once(visit: Visit) -> None:
    await expect(stored(visit, "L").locator("img")).to_be_in_viewport()
    await expect(visit.tab.get_by_role("button", name="Amara Okafor")).to_be_in_viewport()
    for name in ("Chats and people", "Stored pictures", "Close"):
        await expect(visit.tab.get_by_role("button", name=name)).not_to_be_visible()


async def test_a_small_screen_keeps_lists_and_pictures_at_hand(visit: Visit) -> None:
    await visit.tab.set_viewport_size({"width": 420, "height": 860})
    await expect(stored(visit, "L")).not_to_be_visible()
    await visit.tab.get_by_role("button", name="Stored pictures").click()
    await expect(stored(visit, "L").locator("img")).to_be_in_viewport()
    await visit.tab.keyboard.press("Escape")
    await expect(stored(visit, "L")).not_to_be_visible()
    await visit.tab.get_by_role("button", name="Chats and people").click()
    await visit.tab.get_by_role("button", name="Dmitri Petrov").click()
    await expect(visit.tab.get_by_text("App · you are Dmitri Petrov")).to_be_visible()
    width = await visit.tab.evaluate("document.documentElement.scrollWidth")
    assert width == 420


async def test_the_theme_can_be_chosen_and_cards_follow_it(visit: Visit) -> None:
    visit.bot_says(content=card(text("Words")))
    words = visit.last.get_by_text("Words")
    await expect(words).to_have_css("color", "rgb(36, 36, 36)")
    await visit.tab.get_by_label("Options", exact=True).click()
    await visit.tab.get_by_label("Dark").check()
    await expect(visit.last.get_by_text("Words")).to_have_css("color", "rgb(255, 255, 255)")


async def test_everything_can_be_reached_with_the_keyboard(visit: Visit) -> None:
    await visit.tab.get_by_role("textbox", name="Message").press_sequentially("hello")
    await visit.tab.keyboard.press("Enter")
    await expect(visit.last).to_contain_text("hello")
    await visit.tab.get_by_role("button", name="Project kick-off").focus()
    await visit.tab.keyboard.press("Enter")
    await expect(visit.tab.get_by_role("heading", name="Project kick-off")).to_be_visible()
