"""What a result says, and what its buttons name."""

from dataclasses import replace
from uuid import UUID

import pytest

from bot.chat.language import load_languages
from bot.core.failures import FailureReason
from bot.photos.causes import POSSIBILITIES, TABLE, Cause, Remedy
from bot.photos.copies import CopyState
from bot.photos.diagnose import explain
from bot.photos.readings import NotRead
from bot.photos.verdict import Verdict
from bot.results import sync_texts as syncs
from bot.results.change_texts import Change
from bot.results.pictures import hidden, inline
from bot.results.plain_view import PlainViews, sync_title
from bot.texts import copies, verdicts
from bot.texts.causes import cause_headline, cause_words
from bot.texts.possibilities import possibility_words
from bot.texts.remedies import remedy_words
from bot.use_cases.sync import Ending
from bot.use_cases.write import Step, WriteOutcome
from cards.views import Button, Link, Mood, ResultView
from tests.cards.every_card import LINKS, every_act_result, every_check_result
from tests.photos.examples import ACCOUNT, EVERYTHING, findings, photo, showing

CARD = UUID(int=1)
ENGLISH = load_languages().reader(ACCOUNT.id, "en", None)
VIEWS = PlainViews(hidden, LINKS)
CHECKUPS = dict(every_check_result())
SYNCED = dict(every_act_result())

OVERWRITE = "Overwrite SharePoint with Microsoft 365"
SAME, DIFFERS, MISSING = CopyState.SAME, CopyState.DIFFERS, CopyState.MISSING


def unchanged(words: str) -> str:
    return words


def shown(name: str) -> ResultView:
    return VIEWS.of_check(CHECKUPS[name], CARD, ENGLISH)


def test_everything_that_can_be_found_has_words_of_its_own() -> None:
    said = [
        *(verdicts.verdict_title(verdict, unchanged) for verdict in Verdict),
        *(verdicts.verdict_lead(verdict, unchanged, repairable=False) for verdict in Verdict),
        verdicts.verdict_lead(Verdict.IN_SYNC, unchanged, repairable=True),
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
    told = shown("many-reader").explanations
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
    told = shown("no_photo_in_the_directory_either-writer").explanations[-1]
    assert told.startswith("What it may also be:")
    assert "too large to be taken over" in told


def test_an_old_picture_beside_right_copies_is_likely_a_cache_and_may_be_something_else() -> None:
    told = shown("changed_in_both-writer").explanations
    assert "probably shows one that it kept" in told[0]
    assert "keeps a new one from being shown there" in told[-1]
    assert "your organisation's own directory, which" in told[-1]


def test_a_repair_comes_before_any_guess() -> None:
    assert CHECKUPS["old-writer"].diagnosis.possible == (Cause.PICTURE_NOT_EDITABLE,)
    assert not any("may also be" in told for told in shown("old-writer").explanations)
    assert any("may also be" in told for told in shown("old-reader").explanations)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("old-reader", "Give it up to 24 hours before you look again."),
        ("blocked-reader", "How long it takes after that is not documented."),
    ],
)
def test_how_long_to_wait_is_said_as_far_as_it_is_documented(name: str, words: str) -> None:
    assert words in shown(name).explanations


def test_no_wait_is_named_for_what_the_bot_does_at_once() -> None:
    told = "".join(shown("old-writer").explanations)
    assert "24 hours before" not in told
    assert "not documented" not in told


def test_the_links_are_those_of_the_settings() -> None:
    add, visit = (
        remedy_words(remedy, LINKS, unchanged)
        for remedy in (Remedy.ADD_PHOTO, Remedy.VISIT_SHAREPOINT)
    )
    assert f"({LINKS.my_account})" in add
    assert f"({LINKS.add_photo})" in add
    assert f"({LINKS.about_sync})" in visit


def test_what_was_not_read_names_the_permission_that_would_help() -> None:
    words = copies.why_words(NotRead(FailureReason.NOT_PERMITTED, "Sites.Read.All"), unchanged)
    assert "Sites.Read.All" in words


def test_the_microsoft_365_copy_says_that_two_stores_were_read_together() -> None:
    assert shown("old-reader").microsoft_365.detail == (
        "Exchange Online and Entra ID, read together"
    )


def test_the_copies_of_sharepoint_stand_from_large_to_small() -> None:
    assert [(copy.place, copy.width) for copy in shown("old-reader").sharepoint] == [
        ("SharePoint", 120),
        ("SharePoint, medium", 72),
        ("SharePoint, small", 48),
    ]


def test_a_card_says_when_it_was_read() -> None:
    assert shown("old-reader").footnote == "Read on May 4, 2026 12:00\xa0PM UTC."


def test_every_result_can_be_checked_again_and_asked_for_its_reasons() -> None:
    for name in CHECKUPS:
        verbs = [button.verb for button in shown(name).buttons if isinstance(button, Button)]
        assert verbs[-2:] == ["check", "explain"], name


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
        told = VIEWS.of_act(Change.SYNC, act_result, CARD, ENGLISH).facts
        assert bool(told) == (act_result.ending is Ending.FIXED), name
    assert not any(shown(name).facts for name in CHECKUPS)


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ((DIFFERS,) * 3, OVERWRITE),
        ((DIFFERS, SAME, MISSING), OVERWRITE),
        ((CopyState.PLACEHOLDER,) * 3, OVERWRITE),
        ((MISSING,) * 3, "Put my Microsoft 365 photo into SharePoint"),
        ((SAME,) * 3, "Let SharePoint follow my photo again"),
    ],
)
def test_the_repair_button_names_what_it_overwrites(
    stored: tuple[CopyState, CopyState, CopyState], words: str
) -> None:
    diagnosis = explain(findings(thumbnails=stored, profile=showing(sync_state="0")), EVERYTHING)
    assert sync_title(diagnosis.copies, unchanged) == words


def test_where_all_is_the_same_but_the_next_photo_stays_out_an_administrator_is_needed() -> None:
    view = shown("frozen_in_sync-reader")
    assert "your next photo won't arrive in SharePoint" in view.lead
    assert view.mood is Mood.WARNING
    assert view.buttons[0].title == "Tell my helpdesk"
    assert not any("private browser window" in words for words in view.explanations)


def test_who_may_switch_the_sync_on_again_is_told_the_same_and_offered_that() -> None:
    view = shown("frozen_in_sync-writer")
    assert "your next photo won't arrive in SharePoint" in view.lead
    assert view.buttons[0].title == "Let SharePoint follow my photo again"


def test_a_repair_lists_each_step_with_its_outcome() -> None:
    told = VIEWS.of_act(Change.SYNC, SYNCED["not_fixed_with_steps"], CARD, ENGLISH).explanations[0]
    assert told.splitlines()[:2] == [
        "- SharePoint picture S: written and read back",
        "- SharePoint picture S: accepted by SharePoint, but it still gives the old one",
    ]
    assert "SharePoint's link to the picture: not tried" in told


def test_a_repair_that_was_not_possible_says_why() -> None:
    explanations = VIEWS.of_act(Change.SYNC, SYNCED["not_possible_why"], CARD, ENGLISH).explanations
    assert "Sites.Read.All" in explanations[0]


@pytest.mark.parametrize("change", Change)
def test_what_could_not_be_checked_is_no_failure_and_is_looked_at_again(change: Change) -> None:
    unread = replace(SYNCED["not_fixed_with_steps"], ending=Ending.UNCHECKED)
    view = VIEWS.of_act(change, unread, CARD, ENGLISH)
    assert (view.title, view.mood) == ("I couldn't check everything yet", Mood.WARNING)
    assert view.buttons[0].title == "Look again by yourself and tell me"


def test_a_fixed_photo_has_no_remedy_left() -> None:
    view = VIEWS.of_act(Change.SYNC, SYNCED["fixed"], CARD, ENGLISH)
    assert (view.title, view.explanations) == ("Fixed", ())


def test_a_picture_is_a_small_jpeg_inside_the_card_or_none() -> None:
    assert inline(photo().picture.preview).startswith("data:image/jpeg;base64,/9j/")
    assert hidden(photo().picture.preview) is None  # type: ignore[func-returns-value]  # that is its answer
