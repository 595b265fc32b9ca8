"""What is folded on a card."""

import pytest

from bot.core.failures import FailureReason
from bot.photos.readings import NotRead
from bot.texts import copies
from cards.views import Fact
from tests.results.shown import shown, unchanged, unfolded


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("old-reader", "Give it up to 24 hours before you look again."),
        ("blocked-reader", "How long it takes after that isn't known."),
    ],
)
def test_how_long_to_wait_is_said_as_far_as_it_is_documented(name: str, words: str) -> None:
    assert words in unfolded(shown(name))["What I know"].paragraphs


def test_what_was_not_read_names_the_permission_that_would_help() -> None:
    words = copies.why_words(NotRead(FailureReason.NOT_PERMITTED, "Sites.Read.All"), unchanged)
    assert "Sites.Read.All" in words


def test_places_are_called_what_people_see_there() -> None:
    view = shown("old-reader")
    assert view.microsoft_365.place == "Teams and Outlook"
    assert view.sharepoint.place == "SharePoint and OneDrive"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hidden-reader", "It is set to show a placeholder instead, whatever is stored there."),
        ("empty-reader", "It has none stored that it could show. It fetches your photo"),
    ],
)
def test_why_sharepoint_shows_nothing_is_said_as_it_was_read(name: str, words: str) -> None:
    told = unfolded(shown(name))["What I know"].paragraphs[0]
    assert told.startswith(f"**SharePoint shows no photo of you.** {words}")


def test_the_details_list_every_copy_from_large_to_small() -> None:
    assert unfolded(shown("old-reader"))["Every copy"].facts == (
        Fact("Microsoft 365", "A photo"),
        Fact("SharePoint, large", "A different photo: 200 × 200 pixels"),
        Fact("SharePoint, medium", "A different photo: 72 × 72 pixels"),
        Fact("SharePoint, small", "A different photo: 48 × 48 pixels"),
    )


def test_the_details_say_when_it_was_read() -> None:
    checked = unfolded(shown("old-reader"))["Checked"].paragraphs
    assert checked == ("Read on May 4, 2026 12:00\xa0PM UTC.",)
