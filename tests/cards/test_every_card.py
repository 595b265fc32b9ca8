import copy
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from jsonschema_rs import Draft6Validator

from bot.chat.surface import Card
from bot.photos.causes import POSSIBILITIES, TABLE, Cause, Remedy
from bot.photos.verdict import Verdict
from cards.elements import action
from cards.views import Link
from tests.cards.every_card import LANGUAGES, every_card, every_check_result
from tests.cards.first_look import elements

# Of version 1.2 or older, but for Action.Execute, whose fallback is.
KNOWN = {
    "AdaptiveCard",
    "TextBlock",
    "Image",
    "ColumnSet",
    "Column",
    "FactSet",
    "Action.Execute",
    "Action.Submit",
    "Action.OpenUrl",
    # Of a message from the helpdesk: a quote, and a field for an answer.
    "Container",
    "RichTextBlock",
    "TextRun",
    "Action.ShowCard",
    # Beneath pictures, and what unfolds the details.
    "ActionSet",
    "Action.ToggleVisibility",
    "Input.Text",
}
LARGEST = 28 * 1024
ASSERTED = {row.cause for row in TABLE}
POSSIBLE = {each.cause for each in POSSIBILITIES}


@pytest.fixture(scope="session", params=LANGUAGES)
def cards(request: pytest.FixtureRequest) -> dict[str, Card]:
    return every_card(request.param)


@cache
def validator() -> Draft6Validator:
    schema = files("adaptive_cards") / "schemas/schema-1.5.json"
    return Draft6Validator(json.loads(schema.read_text()))


def of_type(cards: dict[str, Card], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every element of one type, with the name of its card."""
    for name, card in cards.items():
        yield from ((name, element) for element in elements(card) if element["type"] == kind)


def without_pictures(card: dict[str, Any]) -> dict[str, Any]:
    bare = copy.deepcopy(card)
    for element in elements(bare):
        if element["type"] == "Image":
            element["url"] = ""
    return bare


def test_the_schema_refuses_what_is_not_a_card(cards: dict[str, Card]) -> None:
    wrong = {**cards["welcome"], "body": [{"type": "TextBlock", "txt": "hello"}]}
    assert not validator().is_valid(wrong)


def test_every_verdict_cause_and_remedy_is_on_a_card() -> None:
    diagnoses = [check_result.diagnosis for _, check_result in every_check_result()]
    assert {diagnosis.verdict for diagnosis in diagnoses} == set(Verdict)
    assert {cause for diagnosis in diagnoses for cause in diagnosis.causes} == ASSERTED
    assert {cause for diagnosis in diagnoses for cause in diagnosis.possible} == POSSIBLE
    assert set(Cause) == ASSERTED | POSSIBLE
    assert {diagnosis.remedy for diagnosis in diagnoses} == set(Remedy)


def test_every_card_follows_the_schema(cards: dict[str, Card]) -> None:
    for name, card in cards.items():
        errors = [error.message for error in validator().iter_errors(card)]
        assert errors == [], name


def test_every_card_is_small_enough_for_teams(cards: dict[str, Card]) -> None:
    for name, card in cards.items():
        assert len(json.dumps(without_pictures(card)).encode()) < LARGEST, name


def test_every_card_uses_only_what_phones_draw_reliably(cards: dict[str, Card]) -> None:
    for name, card in cards.items():
        assert {element["type"] for element in elements(card)} <= KNOWN, name


def test_every_picture_has_words_for_who_cannot_see_it(cards: dict[str, Card]) -> None:
    for name, element in of_type(cards, "Image"):
        assert element["altText"].strip(), name


def test_no_text_is_empty_or_left_with_a_placeholder(cards: dict[str, Card]) -> None:
    for name, element in of_type(cards, "TextBlock"):
        assert element["text"].strip(), name
        assert "{" not in element["text"], name


def test_no_fact_is_empty_or_left_with_a_placeholder(cards: dict[str, Card]) -> None:
    for name, element in of_type(cards, "FactSet"):
        words = [word for fact in element["facts"] for word in (fact["title"], fact["value"])]
        assert all(word.strip() and "{" not in word for word in words), name


def test_every_button_works_in_clients_without_action_execute(cards: dict[str, Card]) -> None:
    for name, button in of_type(cards, "Action.Execute"):
        fallback = button["fallback"]
        assert fallback["type"] == "Action.Submit", name
        assert (fallback["title"], fallback["data"]) == (button["title"], button["data"]), name
        assert fallback["data"]["verb"] == button["verb"], name


def test_every_card_has_one_primary_button_at_the_most(cards: dict[str, Card]) -> None:
    for name, card in cards.items():
        buttons = [each for each in elements(card["body"]) if each["type"] == "ActionSet"]
        actions = [*card.get("actions", ()), *(each["actions"][0] for each in buttons)]
        assert [each.get("style") for each in actions].count("positive") <= 1, name


def test_every_card_begins_with_a_heading(cards: dict[str, Card]) -> None:
    for name, card in cards.items():
        assert card["body"][0]["style"] == "heading", name


def test_results_show_pictures_and_make_sense_without_them(cards: dict[str, Card]) -> None:
    for name, card in cards.items():
        images = [each for each in elements(card) if each["type"] == "Image"]
        if name.endswith("-no_pictures"):
            assert images == []
            shown = cards[name.replace("-no_pictures", "-pictures")]
            texts = [each["text"] for each in elements(card) if each["type"] == "TextBlock"]
            assert texts == [
                each["text"] for each in elements(shown) if each["type"] == "TextBlock"
            ]
        elif name.startswith("checked-in_sync"):
            assert len(images) == 2
            assert all(each["url"].startswith("data:image/jpeg;base64,") for each in images)


def test_a_link_opens_an_address_and_needs_no_fallback() -> None:
    assert action(Link("Open", "https://contoso.com")) == {
        "type": "Action.OpenUrl",
        "title": "Open",
        "url": "https://contoso.com",
    }
