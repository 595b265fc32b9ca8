from dataclasses import replace
from typing import Any

import pytest

from cards.render import result_card
from cards.views import Button, CopyView, Details, Fact, Link, Mood, ResultView, Section

CHOOSE = Button("Use this one", "choose")
DETAILS = Details(
    "Details",
    (
        Section("Every copy", (), (Fact("SharePoint, large", "later"),)),
        Section("Checked", ("9:25",)),
    ),
)
SHAREPOINT = CopyView(
    place="SharePoint and OneDrive",
    state="A different photo",
    mood=Mood.BAD,
    picture="data:L",
    alternative="SharePoint and OneDrive: A different photo",
    width=120,
)
REPAIR = Button("Repair", "sync", {"card": "1"}, primary=True)
OTHERS = (Link("Open", "https://x.y"), Button("Again", "check"), Button("Why?", "explain"))
VIEW = ResultView(
    summary="Not the same. They differ.",
    title="Not the same",
    mood=Mood.BAD,
    lead="They differ.",
    microsoft_365=CopyView(
        "Teams and Outlook", "Your photo", Mood.NEUTRAL, "data:cloud", "Teams and Outlook", 120
    ),
    sharepoint=SHAREPOINT,
    explanations=("It is old.", "I can replace it."),
    buttons=(REPAIR, *OTHERS),
    details=DETAILS,
    footnote="Reference PB-1.",
)


def column_of(card: dict[str, Any], number: int) -> list[dict[str, Any]]:
    row = next(element for element in card["body"] if element["type"] == "ColumnSet")
    items: list[dict[str, Any]] = row["columns"][number]["items"]
    return items


def shown(actions: list[dict[str, Any]]) -> list[str]:
    return [each["title"] for each in actions if each.get("mode") != "secondary"]


def test_the_two_places_stand_side_by_side() -> None:
    card = result_card(VIEW)
    cloud, sharepoint = column_of(card, 0), column_of(card, 1)
    assert [each["url"] for each in cloud if each["type"] == "Image"] == ["data:cloud"]
    assert [each["url"] for each in sharepoint if each["type"] == "Image"] == ["data:L"]


def test_where_two_compete_each_picture_has_its_button_beneath_what_it_overwrites() -> None:
    chosen = replace(SHAREPOINT, remarks=("Replaces the other",), button=CHOOSE)
    above, buttons = column_of(result_card(replace(VIEW, sharepoint=chosen)), 1)
    *_, caption, remark = above["items"]
    # The buttons of both stand level, however many lines are above them.
    assert above["height"] == "stretch"
    assert (caption["text"], remark["text"]) == ("A different photo", "Replaces the other")
    assert [each["title"] for each in buttons["actions"]] == ["Use this one"]


def test_everything_that_is_to_be_said_at_once_is_said_in_order() -> None:
    body = result_card(VIEW)["body"]
    said = [element["text"] for element in body if element["type"] == "TextBlock"]
    assert said == ["Not the same", "They differ.", *VIEW.explanations, VIEW.footnote]


def test_the_details_are_folded_behind_one_button_and_hold_no_button() -> None:
    *_, buttons, folded = result_card(VIEW)["body"]
    (toggle,) = buttons["actions"]
    assert (toggle["type"], toggle["title"]) == ("Action.ToggleVisibility", "Details")
    assert toggle["targetElements"] == [folded["id"]]
    assert folded["isVisible"] is False
    assert [each["type"] for each in folded["items"]] == [
        *("TextBlock", "FactSet"),
        *("TextBlock", "TextBlock"),
    ]


def test_the_buttons_stand_in_the_order_of_the_view_and_the_fourth_is_in_the_menu() -> None:
    actions = result_card(VIEW)["actions"]
    assert [each["title"] for each in actions] == ["Repair", "Open", "Again", "Why?"]
    assert shown(actions) == ["Repair", "Open", "Again"]
    assert actions[3]["fallback"]["mode"] == "secondary"


@pytest.mark.parametrize("primary", [True, False])
def test_a_button_beneath_a_picture_is_one_of_the_three_in_sight(primary: bool) -> None:
    chosen = replace(SHAREPOINT, button=replace(CHOOSE, primary=primary))
    view = replace(VIEW, sharepoint=chosen, buttons=(replace(REPAIR, primary=not primary), *OTHERS))
    assert shown(result_card(view)["actions"]) == ["Repair", "Open"]


def test_answers_to_choose_from_are_all_in_sight() -> None:
    view = replace(VIEW, buttons=(Button("One", "one"), *OTHERS))
    assert shown(result_card(view)["actions"]) == ["One", "Open", "Again", "Why?"]
