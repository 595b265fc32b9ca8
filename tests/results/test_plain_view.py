"""What a result says, and what its buttons name."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.failures import FailureReason
from bot.photos.causes import POSSIBILITIES, TABLE, Cause, Remedy
from bot.photos.copies import CopyState
from bot.photos.diagnose import diagnose, explain
from bot.photos.readings import NoPhoto, NotRead, Size
from bot.photos.verdict import Verdict
from bot.results import sync_texts as syncs
from bot.results.change_texts import Change
from bot.results.pictures import hidden, inline
from bot.results.plain_view import sync_title
from bot.texts import copies, verdicts
from bot.texts.causes import cause_headline, cause_words
from bot.texts.possibilities import possibility_words
from bot.texts.remedies import remedy_words, what_helps
from bot.texts.short_causes import short_cause
from bot.use_cases.check import CheckResult
from bot.use_cases.sync import Ending
from bot.use_cases.write import Step, WriteOutcome
from cards.views import Button, Link, Mood
from tests.cards.every_card import LINKS, PERSON
from tests.photos.examples import (
    EVERYTHING,
    findings,
    photo,
    readings,
    showing,
    thumbnails_of,
)
from tests.results.shown import (
    CARD,
    CHECKUPS,
    ENGLISH,
    REPLACES,
    SYNCED,
    VIEWS,
    shown,
    told_in,
    unchanged,
    unfolded,
)

SAME, DIFFERS, MISSING = CopyState.SAME, CopyState.DIFFERS, CopyState.MISSING


def test_everything_that_can_be_found_has_words_of_its_own() -> None:
    said = [
        *(verdicts.verdict_title(verdict, unchanged) for verdict in Verdict),
        *{short_cause(row.cause, unchanged) for row in TABLE},
        *{cause_words(row.cause, unchanged) for row in TABLE},
        *(possibility_words(each.cause, unchanged) for each in POSSIBILITIES),
        *(copies.state_words(state, unchanged) for state in CopyState),
        *(copies.why_words(NotRead(why), unchanged) for why in FailureReason),
        *(syncs.ending_title(ending, unchanged) for ending in Ending),
        *(syncs.ending_lead(ending, unchanged) for ending in Ending),
        *(syncs.step_words(Step("sharepoint:L", outcome), unchanged) for outcome in WriteOutcome),
    ]
    assert all(words.strip() for words in said)
    assert len(set(said)) == len(said)


def test_everything_that_can_be_found_has_a_colour() -> None:
    assert set(verdicts.MOODS) == set(Verdict)
    assert set(copies.MOODS) == set(CopyState)
    assert set(syncs.MOODS) == set(Ending)


def test_every_remedy_says_who_applies_it() -> None:
    for remedy in Remedy:
        whose = "What I can do" if remedy is Remedy.REPAIR else "What you can do"
        assert remedy_words(remedy, LINKS, unchanged).startswith(f"**{whose}:**")


def test_the_first_cause_is_explained_in_full_and_the_others_in_short() -> None:
    first, *others = CHECKUPS["many-reader"].diagnosis.causes
    assert shown("many-reader").explanations[0] == short_cause(first, unchanged)
    told = unfolded(shown("many-reader"))["What I know"].paragraphs
    assert told[0] == cause_words(first, unchanged)
    assert len(others) > 2
    assert told[1].splitlines()[2:] == [f"- {cause_headline(cause, unchanged)}" for cause in others]


def test_a_headline_is_one_sentence_without_stars() -> None:
    for row in TABLE:
        headline = cause_headline(row.cause, unchanged)
        assert headline.endswith("."), headline
        assert "*" not in headline
        assert cause_words(row.cause, unchanged).startswith(f"**{headline}**")


def test_what_no_service_shows_is_offered_and_not_asserted() -> None:
    for each in POSSIBILITIES:
        assert possibility_words(each.cause, unchanged).startswith(("Perhaps", "If"))
    view = shown("no_photo_in_the_directory_either-writer")
    assert "too large to be copied" in told_in(view, "What it may also be")


def test_an_old_picture_beside_right_copies_is_likely_a_cache_and_may_be_something_else() -> None:
    view = shown("changed_in_both-writer")
    assert "That app probably still has a saved copy." in view.explanations[0]
    perhaps = told_in(view, "What it may also be")
    assert "keeps a new one from showing there" in perhaps
    assert "your organisation's own directory, which" in perhaps


def test_a_repair_comes_before_any_guess() -> None:
    assert CHECKUPS["old-writer"].diagnosis.possible == (Cause.PICTURE_NOT_EDITABLE,)
    assert "What it may also be" not in unfolded(shown("old-writer"))
    assert "What it may also be" in unfolded(shown("old-reader"))


def test_no_wait_is_named_for_what_the_bot_does_at_once() -> None:
    told = told_in(shown("old-writer"), "What I know")
    assert "24 hours before" not in told
    assert "isn't known" not in told


def test_the_links_are_those_of_the_settings() -> None:
    add, visit = (
        remedy_words(remedy, LINKS, unchanged)
        for remedy in (Remedy.ADD_PHOTO, Remedy.VISIT_SHAREPOINT)
    )
    assert f"({LINKS.my_account})" in add
    assert f"({LINKS.add_photo})" in add
    assert f"({LINKS.about_sync})" in visit


def test_of_three_sizes_the_largest_that_is_wrong_is_shown() -> None:
    view = shown("partly_old-reader")
    assert (view.sharepoint.state, view.sharepoint.width) == ("A different photo", 120)
    assert "only in places" in view.title
    right = readings(stored={**thumbnails_of(1), Size.S: thumbnails_of(2)[Size.S]})
    check_result = CheckResult(PERSON, right, diagnose(right, EVERYTHING))
    assert VIEWS.of_check(check_result, CARD, ENGLISH).sharepoint.width == 48


def test_a_right_picture_is_called_so_only_in_places_where_others_are_missing() -> None:
    partly = readings(stored={**thumbnails_of(1), Size.S: NoPhoto()})
    check_result = CheckResult(PERSON, partly, diagnose(partly, EVERYTHING))
    shown = VIEWS.of_check(check_result, CARD, ENGLISH).sharepoint
    assert (shown.state, shown.width) == ("The same only in places", 120)


@pytest.mark.parametrize(
    ("stored_at", "words"),
    [
        (datetime(2026, 3, 31, 9, tzinfo=UTC), ("There since March 31 (UTC)",)),
        (datetime(2024, 3, 31, 9, tzinfo=UTC), ("There since Mar 31, 2024 9:00\xa0AM UTC",)),
        (None, ()),
    ],
)
def test_a_date_stands_beneath_a_picture_only_where_it_was_read(
    stored_at: datetime | None, words: tuple[str, ...]
) -> None:
    for number, shown_words in ((2, words), (1, ())):
        stored = {
            size: replace(file, stored_at=stored_at) for size, file in thumbnails_of(number).items()
        }
        read = readings(stored=stored)
        check_result = CheckResult(PERSON, read, diagnose(read, EVERYTHING))
        # Beside the same photo it would only make people wonder.
        assert VIEWS.of_check(check_result, CARD, ENGLISH).sharepoint.remarks == shown_words


def test_every_result_can_be_checked_again_and_asked_for_its_reasons() -> None:
    for name in CHECKUPS:
        verbs = [button.verb for button in shown(name).buttons if isinstance(button, Button)]
        assert {"check", "explain"} <= set(verbs), name


def test_a_repair_is_a_button_only_where_it_is_the_remedy() -> None:
    for name, check_result in CHECKUPS.items():
        verbs = {button.verb for button in shown(name).buttons if isinstance(button, Button)}
        assert ("sync" in verbs) == (check_result.diagnosis.remedy is Remedy.REPAIR), name


def test_the_buttons_carry_the_card_and_nothing_else() -> None:
    for button in shown("old-writer").buttons:
        assert isinstance(button, Button)
        assert button.data == {"card": str(CARD)}


def test_where_a_photo_must_be_added_a_link_leads_there() -> None:
    links = [button.url for button in shown("no_photo-writer").buttons if isinstance(button, Link)]
    assert links == [LINKS.my_account]


def test_where_sharepoint_must_be_visited_the_first_button_shows_the_steps() -> None:
    for name, check_result in CHECKUPS.items():
        first = shown(name).buttons[0]
        guided = isinstance(first, Button) and first.verb == "guide" and first.primary
        assert guided == (check_result.diagnosis.remedy is Remedy.VISIT_SHAREPOINT), name


def test_only_a_written_photo_comes_with_where_and_when_it_shows() -> None:
    for name, act_result in SYNCED.items():
        told = unfolded(VIEWS.of_act(Change.SYNC, act_result, CARD, ENGLISH))
        assert ("When you'll see it" in told) == (act_result.ending is Ending.FIXED), name
    assert not any("When you'll see it" in unfolded(shown(name)) for name in CHECKUPS)


@pytest.mark.parametrize(
    ("stored", "title", "above"),
    [
        ((DIFFERS,) * 3, "Update SharePoint", REPLACES),
        ((DIFFERS, SAME, MISSING), "Update SharePoint", REPLACES),
        ((CopyState.PLACEHOLDER,) * 3, "Update SharePoint", REPLACES),
        ((MISSING,) * 3, "Add it to SharePoint", "I can make SharePoint take your photo again."),
        (
            (SAME,) * 3,
            "Let SharePoint take it again",
            "I can make SharePoint take your photo again.",
        ),
    ],
)
def test_what_a_repair_overwrites_stands_above_its_button(
    stored: tuple[CopyState, CopyState, CopyState], title: str, above: str
) -> None:
    diagnosis = explain(findings(thumbnails=stored, profile=showing(sync_state="0")), EVERYTHING)
    assert sync_title(diagnosis.copies, diagnosis.causes, unchanged) == title
    assert what_helps(diagnosis, unchanged, may_send=False) == above


def test_where_all_is_the_same_but_the_next_photo_stays_out_an_administrator_is_needed() -> None:
    view = shown("frozen_in_sync-reader")
    assert view.title == "Your next photo won't reach SharePoint"
    assert view.mood is Mood.WARNING
    assert view.buttons[0].title == "Tell my helpdesk"
    assert "private browser window" not in told_in(view, "What I know")


def test_who_may_switch_the_sync_on_again_is_told_the_same_and_offered_that() -> None:
    view = shown("frozen_in_sync-writer")
    assert view.title == "Your next photo won't reach SharePoint"
    assert view.buttons[0].title == "Let SharePoint take it again"


def test_a_photo_that_is_there_and_not_shown_is_not_said_to_be_missing() -> None:
    view = shown("hidden-writer")
    assert view.lead == "It's set to show a placeholder instead."
    assert view.explanations == ("I can make SharePoint show your Microsoft 365 photo.",)


def test_who_has_no_photo_at_all_is_only_told_how_to_add_one() -> None:
    assert shown("no_photo-writer").explanations == ("Add one in My Account, then check again.",)
    never_back = "Photos go from Microsoft 365 to SharePoint, never back."
    only_sharepoint = [
        shown(name) for name in CHECKUPS if "Only SharePoint has" in shown(name).title
    ]
    assert any(never_back in view.explanations for view in only_sharepoint)


def test_a_repair_lists_each_step_with_its_outcome() -> None:
    view = VIEWS.of_act(Change.SYNC, SYNCED["not_fixed_with_steps"], CARD, ENGLISH)
    told = told_in(view, "What I did")
    assert told.splitlines()[:2] == [
        "- SharePoint, small: written and read back",
        "- SharePoint, small: accepted by SharePoint, but it still gives the old one",
    ]
    assert "SharePoint's link to the picture: not tried" in told


def test_a_repair_that_was_not_possible_says_why() -> None:
    view = VIEWS.of_act(Change.SYNC, SYNCED["not_possible_why"], CARD, ENGLISH)
    assert view.explanations[0] == "Your company hasn't let me do that."
    assert "Sites.Read.All" in told_in(view, "What I did")


@pytest.mark.parametrize("change", Change)
def test_what_could_not_be_checked_is_no_failure_and_is_looked_at_again(change: Change) -> None:
    unread = replace(SYNCED["not_fixed_with_steps"], ending=Ending.UNCHECKED)
    view = VIEWS.of_act(change, unread, CARD, ENGLISH)
    assert (view.title, view.mood) == ("I couldn't check everything yet", Mood.WARNING)
    assert view.buttons[0].title == "Check later and tell me"


def test_a_fixed_photo_has_no_remedy_left() -> None:
    view = VIEWS.of_act(Change.SYNC, SYNCED["fixed"], CARD, ENGLISH)
    assert (view.title, view.explanations) == ("Done! SharePoint now has this photo", ())


def test_a_picture_is_a_small_jpeg_inside_the_card_or_none() -> None:
    assert inline(photo().picture.preview).startswith("data:image/jpeg;base64,/9j/")
    assert hidden(photo().picture.preview) is None  # type: ignore[func-returns-value]  # that is its answer
