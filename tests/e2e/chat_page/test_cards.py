"""Cards in the chat page: Microsoft's own renderer and client of Universal Actions."""

from typing import Any

import pytest
from playwright.async_api import expect

from simulation.channel import identity
from tests.e2e.chat_page.conftest import ADAPTIVE, Visit, card, text
from tests.e2e.looks import PHONE, flaws_of
from tests.simulation.channel.teams import APP_ID
from tests.simulation.world import AMARA, BEN

pytestmark = pytest.mark.e2e

SYNC = {"type": "Action.Execute", "title": "Sync", "verb": "sync", "data": {"k": 1}}
NOTE = {"type": "Input.Text", "id": "note", "label": "Note"}
REFRESH = {"action": {"type": "Action.Execute", "title": "Again", "verb": "refresh"}}


async def test_a_pressed_button_carries_its_inputs_and_its_answer_replaces_the_card(
    visit: Visit,
) -> None:
    visit.bot_answers(ADAPTIVE, card(text("Done! SharePoint now has this photo")))
    visit.bot_says(content=card(text("Stale"), NOTE, actions=(SYNC,)))
    await visit.last.get_by_label("Note").fill("hello")
    await visit.last.get_by_role("button", name="Sync").click()
    await expect(visit.last.locator(".ac-adaptiveCard")).to_have_text(
        "Done! SharePoint now has this photo"
    )
    (invoke,) = visit.heard("invoke")
    assert invoke["value"]["trigger"] == "manual"
    assert invoke["value"]["action"]["verb"] == "sync"
    assert invoke["value"]["action"]["data"] == {"k": 1, "note": "hello"}


async def test_a_changed_message_changes_its_card_in_place(visit: Visit) -> None:
    message = visit.bot_says(content=card(text("Checking")))
    await expect(visit.last.locator(".ac-adaptiveCard")).to_have_text("Checking")
    visit.bot_changes(message, card(text("Checked")))
    await expect(visit.last.locator(".ac-adaptiveCard")).to_have_text("Checked")
    assert await visit.log.locator("[data-activity-id]").count() == 1


@pytest.mark.parametrize(
    ("kind", "value", "status", "shown"),
    [
        ("application/vnd.microsoft.activity.message", "Noted", 200, "Noted"),
        ("application/vnd.microsoft.error", {"code": "x", "message": "Too late"}, 400, "Too late"),
        ("unknown", None, 200, "Something went wrong. Please try again."),
    ],
)
async def test_an_answer_in_words_is_shown_below_the_card(
    visit: Visit, kind: str, value: Any, status: int, shown: str
) -> None:
    visit.bot_answers(kind, value, status)
    visit.bot_says(content=card(text("Stale"), actions=(SYNC,)))
    await visit.last.get_by_role("button", name="Sync").click()
    await expect(visit.last.locator(".card-status")).to_have_text(shown)
    await expect(visit.last.locator(".ac-adaptiveCard")).to_contain_text("Stale")


async def test_a_bot_that_does_not_answer_is_out_of_reach(visit: Visit) -> None:
    visit.bot_says(content=card(text("Stale"), actions=(SYNC,)))
    await expect(visit.last.locator(".ac-adaptiveCard")).to_be_visible()
    visit.teams.channel.delivery.endpoint = None
    await visit.last.get_by_role("button", name="Sync").click()
    await expect(visit.last.locator(".card-status.error")).to_contain_text("Unable to reach app")


async def test_an_older_client_uses_the_fallback(visit: Visit) -> None:
    fallback = {"type": "Action.Submit", "title": "Sync", "data": {"verb": "sync"}}
    visit.bot_says(content=card(NOTE, actions=(SYNC | {"fallback": fallback},)))
    await visit.tab.get_by_label("Options", exact=True).click()
    await visit.tab.get_by_label("As an older client").check()
    await visit.tab.keyboard.press("Escape")
    await visit.last.get_by_label("Note").fill("hello")
    await visit.last.get_by_role("button", name="Sync").click()
    await expect(visit.last.locator(".card-status")).to_have_text(
        "Your response was sent to the app"
    )
    (submitted,) = visit.heard("message")
    assert submitted["value"] == {"verb": "sync", "note": "hello"}
    assert "text" not in submitted


async def test_a_link_opens_in_its_own_tab(visit: Visit) -> None:
    link = {"type": "Action.OpenUrl", "title": "Open", "url": "about:blank#there"}
    visit.bot_says(content=card(text("x"), actions=(link,)))
    async with visit.tab.context.expect_page() as opened:
        await visit.last.get_by_role("link", name="Open").click()
    assert (await opened.value).url == "about:blank#there"


async def test_a_card_refreshes_itself_when_it_is_seen(visit: Visit) -> None:
    visit.bot_answers(ADAPTIVE, card(text("For you"), refresh=REFRESH))
    visit.bot_says(content=card(text("For all"), refresh=REFRESH))
    await expect(visit.last.locator(".ac-adaptiveCard")).to_have_text("For you")
    assert [invoke["value"]["trigger"] for invoke in visit.heard("invoke")] == ["automatic"]


async def test_a_card_that_was_just_used_does_not_refresh_again(visit: Visit) -> None:
    visit.bot_answers(ADAPTIVE, card(text("For you")))
    visit.bot_says(content=card(text("For all"), refresh=REFRESH))
    await expect(visit.last.locator(".ac-adaptiveCard")).to_have_text("For you")
    await visit.tab.get_by_role("button", name="Project kick-off").click()
    await visit.tab.get_by_role("button", name="Personal chat").click()
    await expect(visit.last.locator(".ac-adaptiveCard")).to_have_text("For all")
    assert len(visit.heard("invoke")) == 1


async def test_a_card_refreshes_only_for_the_people_that_it_names(visit: Visit) -> None:
    visit.bot_answers(ADAPTIVE, card(text("For you")))
    others = REFRESH | {"userIds": [identity.user_id(APP_ID, BEN)]}
    visit.bot_says(content=card(text("For Ben"), refresh=others))
    await expect(visit.last.locator(".ac-adaptiveCard")).to_have_text("For Ben")
    mine = REFRESH | {"userIds": [identity.user_id(APP_ID, AMARA)]}
    visit.bot_says(content=card(text("For Amara"), refresh=mine))
    await expect(visit.last.locator(".ac-adaptiveCard")).to_have_text("For you")
    assert len(visit.heard("invoke")) == 1


async def test_a_search_in_another_dataset_goes_to_the_bot(visit: Visit) -> None:
    search = {
        "type": "Input.ChoiceSet",
        "id": "team",
        "label": "Team",
        "style": "filtered",
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": "teams"},
    }
    visit.bot_answers(
        "application/vnd.microsoft.search.searchResponse",
        {"results": [{"title": "Berlin", "value": "b"}]},
    )
    visit.bot_says(content=card(search, version="1.6"))
    await visit.last.locator("input").press_sequentially("be")
    await visit.last.get_by_text("Berlin").click()
    asked = visit.heard("invoke")[-1]
    assert (asked["name"], asked["value"]["queryText"]) == ("application/search", "be")
    assert asked["value"]["dataset"] == "teams"


async def test_words_in_a_card_are_markdown_without_scripts(visit: Visit) -> None:
    visit.bot_says(content=card(text("**bold** <img src=x onerror='window.pwned=1'>")))
    await expect(visit.last.locator("strong")).to_have_text("bold")
    assert await visit.last.locator(".ac-adaptiveCard img").count() == 0
    assert await visit.tab.evaluate("window.pwned") is None


async def test_facts_wrap_on_a_phone_and_what_a_table_hides_is_noticed(visit: Visit) -> None:
    address = "somebody.with.a.rather.long.name@contoso.onmicrosoft.com"
    facts = [{"title": "Person", "value": address}, {"title": "Note to them", "value": "7"}]
    visit.bot_says(content=card({"type": "FactSet", "facts": facts}))
    await expect(visit.last).to_contain_text(address)
    assert await flaws_of(visit.tab, "facts", (PHONE,)) == []
    value = visit.last.locator(".ac-fact-value .ac-textBlock").first
    await value.evaluate("(e) => e.style.setProperty('overflow-wrap', 'normal', 'important')")
    flaws = await flaws_of(visit.tab, "facts-hidden", (PHONE,))
    assert [flaw for flaw in flaws if "cut off: somebody" in flaw]
