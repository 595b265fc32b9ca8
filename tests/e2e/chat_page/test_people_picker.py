"""The people picker of cards, for which the client searches the directory."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.chat_page.conftest import Visit, card
from tests.simulation.channel.manifests import manifest
from tests.simulation.world import AMARA, BEN, MAYA

pytestmark = pytest.mark.e2e

PICKER: dict[str, Any] = {
    "type": "Input.ChoiceSet",
    "id": "who",
    "label": "Who",
    "style": "filtered",
    "choices": [],
    "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
}
SEND = {"type": "Action.Execute", "title": "Next", "verb": "next"}


def shown(visit: Visit, picker: dict[str, Any], version: str = "1.6") -> Locator:
    visit.bot_says(content=card(picker, actions=(SEND,), version=version))
    return visit.last.locator("input")


async def submitted(visit: Visit) -> dict[str, Any]:
    await visit.last.get_by_role("button", name="Next").click()
    await visit.teams.bot.has_heard(1, "invoke")
    (invoke,) = visit.heard("invoke")
    data: dict[str, Any] = invoke["value"]["action"]["data"]
    return data


async def test_the_directory_is_searched_and_the_persons_id_is_sent(visit: Visit) -> None:
    box = shown(visit, PICKER)
    await box.press_sequentially("lindq")
    await visit.last.get_by_text("Ben Lindqvist").click()
    assert await submitted(visit) == {"who": BEN}


async def test_somebody_is_chosen_by_the_keyboard(visit: Visit) -> None:
    box = shown(visit, PICKER)
    await box.press_sequentially("ben.lin")
    await expect(visit.last.get_by_text("Ben Lindqvist")).to_be_visible()
    await box.press("ArrowDown")
    await box.press("Enter")
    assert await submitted(visit) == {"who": BEN}


async def test_somebody_who_is_chosen_already_is_shown_by_name(visit: Visit) -> None:
    box = shown(visit, PICKER | {"value": BEN})
    await expect(box).to_have_value("Ben Lindqvist (ben.lindqvist@contoso.onmicrosoft.com)")
    assert await submitted(visit) == {"who": BEN}


async def test_words_that_name_nobody_are_no_choice(visit: Visit) -> None:
    box = shown(visit, PICKER)
    await box.press_sequentially("nobody at all")
    await expect(visit.last.get_by_text("No results found")).to_be_visible()
    await box.blur()
    await expect(box).to_have_value("")
    assert "who" not in {name for name, value in (await submitted(visit)).items() if value}


async def test_guests_find_nobody(visit: Visit) -> None:
    await visit.go(MAYA)
    content = card(PICKER, actions=(SEND,), version="1.6")
    visit.bot_says(content=content, where=visit.teams.personal(MAYA))
    await visit.last.locator("input").press_sequentially("ben")
    await expect(visit.last.get_by_text("No results found")).to_be_visible()


async def test_only_members_of_the_chat_are_found_where_the_card_says_so(visit: Visit) -> None:
    members = "graph.microsoft.com/users?scope=currentContext"
    box = shown(visit, PICKER | {"choices.data": {"type": "Data.Query", "dataset": members}})
    await box.press_sequentially("ben")
    await expect(visit.last.get_by_text("No results found")).to_be_visible()
    await box.fill("amara")
    await visit.last.get_by_text("Amara Okafor").click()
    assert await submitted(visit) == {"who": AMARA}


async def test_a_card_below_version_1_6_finds_nobody(visit: Visit) -> None:
    asked: list[str] = []
    visit.tab.on("request", lambda request: asked.append(request.url))
    box = shown(visit, PICKER, version="1.5")
    await box.press_sequentially("ben")
    # What is typed is asked a quarter of a second later.
    shown(visit, PICKER)
    await expect(visit.log.locator("[data-activity-id]")).to_have_count(2)
    async with visit.tab.expect_response("**/people?**"):
        await visit.last.locator("input").press_sequentially("ama")
    assert [url.rpartition("=")[2] for url in asked if "/people?" in url] == ["ama"]


async def test_a_dialog_has_a_people_picker_too(visit: Visit) -> None:
    visit.teams.channel.extensions.manifest = manifest()
    button = {"type": "Action.Submit", "title": "Next"}
    content = card(PICKER | {"value": AMARA}, actions=(button,), version="1.6")
    task = {"type": "continue", "value": {"title": "Send help", "card": content}}
    visit.teams.bot.answers = {"composeExtension/fetchTask": {"task": task}}
    await visit.go()
    await visit.tab.get_by_role("button", name="Actions and apps").click()
    await visit.tab.get_by_role("menuitem", name="Send help").click()
    dialog = visit.tab.get_by_role("dialog")
    who = dialog.get_by_role("textbox", name="Who")
    await expect(who).to_have_value("Amara Okafor (amara.okafor@contoso.onmicrosoft.com)")
    await who.fill("ben")
    await dialog.get_by_text("Ben Lindqvist").click()
    await dialog.get_by_role("button", name="Next").click()
    await visit.teams.bot.has_heard(2, "invoke")
    assert visit.heard("invoke")[-1]["value"]["data"] == {"who": BEN}
