from typing import Any

from cards.render import result_card
from cards.views import Button, CopyView, Fact, Link, Mood, ResultView

SMALL, MEDIUM, LARGE = (
    CopyView(
        place=f"SharePoint {size}",
        state="Another picture",
        mood=Mood.BAD,
        detail="",
        picture=f"data:{size}",
        alternative=f"SharePoint {size}: Another picture",
        width=width,
    )
    for size, width in (("S", 48), ("M", 72), ("L", 120))
)
VIEW = ResultView(
    summary="Not the same. They differ.",
    title="Not the same",
    mood=Mood.BAD,
    lead="They differ.",
    microsoft_365=CopyView(
        "Microsoft 365", "A photo", Mood.NEUTRAL, "240 × 240", "data:cloud", "Microsoft 365", 120
    ),
    sharepoint=(LARGE, MEDIUM, SMALL),
    explanations=("It is old.", "Do this."),
    facts_title="When",
    facts=(Fact("Teams", "later"),),
    buttons=(Button("Repair", "sync", {"card": "1"}, primary=True), Link("Open", "https://x.y")),
    footnote="Read just now.",
)


def column_of(card: dict[str, Any], number: int) -> list[dict[str, Any]]:
    row = next(element for element in card["body"] if element["type"] == "ColumnSet")
    items: list[dict[str, Any]] = row["columns"][number]["items"]
    return items


def test_the_large_copies_stand_side_by_side() -> None:
    card = result_card(VIEW)
    cloud, sharepoint = column_of(card, 0), column_of(card, 1)
    assert [each["url"] for each in cloud if each["type"] == "Image"] == ["data:cloud"]
    assert [each["url"] for each in sharepoint if each["type"] == "Image"] == ["data:L"]


def test_a_small_copy_stands_below_the_large_one_with_its_own_words() -> None:
    below = [each for each in column_of(result_card(VIEW), 1) if each["type"] == "ColumnSet"]
    pictures = [row["columns"][0]["items"][0]["url"] for row in below]
    words = [[each["text"] for each in row["columns"][1]["items"]] for row in below]
    assert pictures == ["data:M", "data:S"]
    assert words == [
        ["SharePoint M", "Another picture"],
        ["SharePoint S", "Another picture"],
    ]


def test_everything_that_is_to_be_said_is_said_in_order() -> None:
    body = result_card(VIEW)["body"]
    said = [element["text"] for element in body if element["type"] == "TextBlock"]
    assert said == ["Not the same", "They differ.", "It is old.", "Do this.", "When", VIEW.footnote]
    facts = [element["facts"] for element in body if element["type"] == "FactSet"]
    assert facts == [[{"title": "Teams", "value": "later"}]]


def test_the_buttons_stand_in_the_order_of_the_view() -> None:
    assert [each["title"] for each in result_card(VIEW)["actions"]] == ["Repair", "Open"]
