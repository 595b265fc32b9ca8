import pytest

from bench.soak.screens import UNSETTLED_SECONDS
from bench.soak.verdicts import Wait
from tests.bench.soak.known import BEN, CHAT, GROUP, Clock, KnownTruth, card, screens


@pytest.mark.parametrize(
    "title",
    [
        "Done! SharePoint now has this photo",
        "完成\uff01SharePoint 已有這張相片",
        "Your photo is the same everywhere",
    ],
)
def test_a_card_that_says_right_of_what_is_not_makes_a_false_claim(title: str) -> None:
    wrong, right = screens(KnownTruth(in_sync=False)), screens(KnownTruth())
    for each in (wrong, right):
        each.take(CHAT, "1", card(title))
    assert (len(wrong.false), wrong.claims) == (1, 1)
    assert (len(right.false), right.claims) == (0, 1)


@pytest.mark.parametrize("title", ["You don't have a photo yet", "完成\uff01您的相片已移除"])
def test_a_card_that_says_that_there_is_none_is_held_against_every_copy(title: str) -> None:
    wrong, right = screens(KnownTruth(copies={"L": "a photo"})), screens(KnownTruth())
    for each in (wrong, right):
        each.take(CHAT, "1", card(title))
    assert (len(wrong.false), len(right.false)) == (1, 0)


def test_a_claim_about_a_photo_that_was_just_changed_is_not_judged() -> None:
    clock = Clock()
    seen = screens(KnownTruth(in_sync=False), clock)
    seen.photo_changed(BEN)
    seen.take(CHAT, "1", card("Done! SharePoint now has this photo"))
    assert (seen.false, seen.unsettled) == ([], 1)
    clock.moment += UNSETTLED_SECONDS + 1
    seen.take(CHAT, "1", card("Done! SharePoint now has this photo"))
    assert len(seen.false) == 1


@pytest.mark.parametrize("title", ["Checking your photo…", "正在檢查您的相片…"])
def test_a_card_waits_from_its_first_words_to_its_result(title: str) -> None:
    clock = Clock()
    seen = screens(KnownTruth(), clock)
    seen.take(CHAT, "1", card(title))
    clock.moment += 5
    seen.take(CHAT, "1", card(title))
    seen.take(CHAT, "2", card("Hello"))
    assert seen.waits_in(CHAT)
    assert len(list(seen.still_waiting())) == 1
    seen.take(CHAT, "1", card("Done! SharePoint now has this photo"))
    assert not seen.waits_in(CHAT)
    assert seen.waited == [Wait("card", 1000, 1005)]


def test_what_is_no_card_counts_as_words_alone() -> None:
    seen = screens(KnownTruth())
    seen.take(CHAT, "1", None)
    seen.take(GROUP, "2", card("Done! SharePoint now has this photo"))
    assert (seen.claims, set(seen.spoken)) == (0, {CHAT, GROUP})


def test_a_name_may_stand_in_ones_own_chat_and_not_where_others_read() -> None:
    seen = screens(KnownTruth())
    seen.take(CHAT, "1", card("Hello, Ben Lindqvist"))
    assert seen.overheard == []
    seen.take(GROUP, "2", card("Hello, Ben Lindqvist"))
    assert len(seen.overheard) == 1


def test_what_one_person_sees_where_others_read_may_tell_of_them_and_is_judged() -> None:
    seen = screens(KnownTruth(in_sync=False))
    seen.take(GROUP, "1", card("Ben Lindqvist, your photo"), BEN)
    assert seen.overheard == []
    seen.take(GROUP, "1", card("Done! SharePoint now has this photo"), BEN)
    assert len(seen.false) == 1
    seen.take(GROUP, "2", card("Ben Lindqvist, your photo"))
    assert len(seen.overheard) == 1
