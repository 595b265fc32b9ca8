"""A message that nobody asked for is short, and asks for nothing that phishing asks for."""

import json
import re

import pytest

from bot.chat.surface import Card
from tests.cards.every_card import LANGUAGES, every_card
from tests.cards.first_look import details, first_look

WORDS, SIGNS = 40, 80


@pytest.fixture(params=LANGUAGES)
def nudges(request: pytest.FixtureRequest) -> dict[str, Card]:
    cards = every_card(request.param)
    return {name: card for name, card in cards.items() if name.startswith("nudge-old")}


def test_title_lead_and_reason_are_read_in_five_seconds(nudges: dict[str, Card]) -> None:
    for name, card in nudges.items():
        # The last small paragraph says why it comes; titles of places are short captions.
        said = " ".join(first_look(card).sentences)
        signs = re.findall(r"[\u4e00-\u9fff]", said)
        assert len(signs) <= SIGNS, (name, said)
        assert len(said.split()) <= WORDS + 10 * name.endswith("not_fixed"), (name, said)


def test_no_unasked_card_leads_to_a_sign_in(nudges: dict[str, Card]) -> None:
    for name, card in nudges.items():
        words = json.dumps({**card, "refresh": None})
        assert "sign_in" not in words, name
        assert "Action.OpenUrl" not in words, name


def test_every_one_offers_to_put_it_off_and_to_stop(nudges: dict[str, Card]) -> None:
    assert nudges
    for name, card in nudges.items():
        verbs = [action["verb"] for action in card["actions"]]
        assert verbs[1:] == ["not_now", "not_now", "stop"], name
        assert len(card["actions"]) <= 6


def test_every_one_has_a_reference_and_refreshes_for_its_reader_alone(
    nudges: dict[str, Card],
) -> None:
    for name, card in nudges.items():
        *_, small = (each["text"] for each in card["body"] if each["type"] == "TextBlock")
        assert "PB-7K3M9QX" in small, name
        assert card["refresh"]["userIds"] == ["29:amara"], name
        assert card["refresh"]["action"]["type"] == "Action.Execute"


def test_places_and_photos_are_called_what_their_owner_calls_them() -> None:
    assert captions("nudge-old-writer-changed-None") == [
        ["Teams and Outlook", "Your Microsoft 365 photo"],
        ["SharePoint and OneDrive", "A different photo"],
    ]
    assert captions("nudge-empty-writer-new-None")[1] == ["SharePoint and OneDrive", "No photo"]
    assert captions("nudge-synced-in_sync-writer")[1] == [
        "SharePoint and OneDrive",
        "The same photo",
    ]


def test_sizes_of_sharepoint_are_told_apart_in_the_details() -> None:
    card = every_card("en")["nudge-partly_old-writer-changed-None"]
    assert captions("nudge-partly_old-writer-changed-None")[1] == [
        *("SharePoint and OneDrive", "A different photo"),
    ]
    assert "SharePoint, medium" in json.dumps(details(card))


def test_where_sharepoint_has_no_photo_none_is_said_to_be_replaced() -> None:
    words = json.dumps(every_card("en")["nudge-empty-writer-new-None"]["body"])
    assert "I can make SharePoint show your Microsoft 365 photo." in words
    assert "replace" not in words


def captions(name: str) -> list[list[str]]:
    """The words below each place, column by column."""
    [row] = [each for each in every_card("en")[name]["body"] if each["type"] == "ColumnSet"]
    return [re.findall(r'"text": "([^"]+)"', json.dumps(column)) for column in row["columns"]]
