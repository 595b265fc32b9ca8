"""Each card of an employee is understood in five seconds: few words, few buttons, plain names.

The details that somebody unfolds, and the answer to “why?”, may be long.
"""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from bot.chat.language import load_languages
from bot.chat.surface import Card
from tests.cards.every_card import LANGUAGES, every_card
from tests.cards.first_look import details, elements, first_look

# For agents and administrators, who know the terms; “why?” is the place of the long texts.
FOR_EXPERTS = ("cases", "following", "helpdesk", "why")

WORDS = 40
SIGNS = {"ja": 125, "zh_Hant": 80}
"""Of title, lead and why together: English words, and signs of other scripts without Latin names.

Japanese says the same in more signs, as it has kana for endings and for words from English: its
whole catalogue has 1.56 times those of Chinese, and so has the bound.
"""
WORDS_OF_A_SENTENCE = 20
WORDS_OF_A_BUTTON = WORDS_OF_A_CAPTION = 6
SIGNS_OF_A_BUTTON = 14
IN_SIGHT, IN_ALL = 3, 6

# What is overwritten, or what is not known, is said whatever it takes.
NEVER_CUT = (
    "I can replace SharePoint's photo with your Microsoft 365 photo.",
    "I can make SharePoint take your photo again, and replace the one it has.",
    "I'll remove your Microsoft 365 photo and SharePoint's photo of you.",
    "I'll remove your Microsoft 365 photo.",
    "I'll remove SharePoint's photo of you.",
    "SharePoint's photo stays, because I can't remove it.",
    "Your Microsoft 365 photo stays, because I can't remove it.",
    "Both photos stay, because I can't remove them.",
    "This is about your own photo; I can't remove anybody else's.",
    "I couldn't read SharePoint just now, so I don't know what it shows.",
    "I couldn't read SharePoint, so I don't know what it shows.",
    "Pictures under another name are still in SharePoint.",
)
# What only builders say, and what makes a sentence hard to read.
BANNED = re.compile(
    r"Exchange Online|Entra|thumbnail|[Oo]verwrit|\b[SML]\b(?!\w)|[Ww]hoever|by itself|by myself"
    r"|such as|as far as|what is not|縮圖|覆寫"
)
# What no card of an employee says, in its details neither.
HARD = re.compile(
    r"[Ww]hoever|by itself|by myself|such as|as far as|what is not|[Ww]here you still|for how long"
)
# Han and kana.
SIGN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def employees(language: str) -> Iterator[tuple[str, Card]]:
    for name, card in every_card(language).items():
        if not name.startswith(FOR_EXPERTS):
            yield name, card


@cache
def never_cut(language: str) -> frozenset[str]:
    _ = load_languages().of(language).gettext
    return frozenset(_(each) for each in NEVER_CUT)


def counted(card: Card, language: str) -> str:
    """The words that count, which are all but those that are never cut."""
    exempt = never_cut(language)
    return " ".join(each for each in first_look(card).sentences if each not in exempt)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_that_is_never_cut_is_on_a_card(language: str) -> None:
    said = {text for _, card in employees(language) for text in first_look(card).sentences}
    assert never_cut(language) - said == set()


def test_title_lead_and_why_are_at_most_40_words() -> None:
    long = {name: counted(card, "en") for name, card in employees("en")}
    assert {name: words for name, words in long.items() if len(words.split()) > WORDS} == {}


@pytest.mark.parametrize(("language", "most"), SIGNS.items())
def test_title_lead_and_why_have_few_signs(language: str, most: int) -> None:
    long = {name: counted(card, language) for name, card in employees(language)}
    assert {name: words for name, words in long.items() if len(SIGN.findall(words)) > most} == {}


def test_sentences_are_short() -> None:
    for name, card in employees("en"):
        for sentence in first_look(card).sentences:
            assert len(sentence.split()) <= WORDS_OF_A_SENTENCE, (name, sentence)


def test_captions_are_at_most_six_words() -> None:
    for name, card in employees("en"):
        for caption in first_look(card).captions:
            assert len(caption.split()) <= WORDS_OF_A_CAPTION, (name, caption)


def test_buttons_are_at_most_six_words() -> None:
    for name, card in employees("en"):
        for button in first_look(card).buttons:
            assert len(button["title"].split()) <= WORDS_OF_A_BUTTON, (name, button["title"])


def test_every_language_has_a_bound() -> None:
    assert {"en", *SIGNS} == set(LANGUAGES)


@pytest.mark.parametrize("language", SIGNS)
def test_buttons_have_few_signs(language: str) -> None:
    for name, card in employees(language):
        for button in first_look(card).buttons:
            signs = SIGN.findall(button["title"])
            assert len(signs) <= SIGNS_OF_A_BUTTON, (name, button["title"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_beside_a_main_button_two_more_are_in_sight_and_six_in_all(language: str) -> None:
    for name, card in employees(language):
        look = first_look(card)
        main = [each for each in look.buttons if each.get("style") == "positive"]
        assert len(main) <= 1, name
        assert len(look.buttons) <= IN_ALL, name
        # What moves a picture is part of the picture.
        offers = [each for each in look.in_sight if each.get("verb") != "move_cut"]
        # Without a main button they are the answers to a question.
        assert len(offers) <= (IN_SIGHT if main else IN_ALL), name
        assert all(each in look.in_sight for each in main), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_result_has_one_main_button(language: str) -> None:
    for name, card in employees(language):
        if name.startswith(("checked", "choice", "act_result")):
            styles = [each.get("style") for each in first_look(card).buttons]
            assert styles.count("positive") == 1, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_builders_word_is_on_a_card_outside_its_details(language: str) -> None:
    for name, card in employees(language):
        look = first_look(card)
        titles = [each["title"] for each in look.buttons]
        for text in (*look.sentences, *look.captions, *titles):
            assert not BANNED.search(text), (name, text)


def test_no_phrase_of_details_is_hard_to_read() -> None:
    for name, card in employees("en"):
        for element in elements(details(card) or {}):
            assert not HARD.search(element.get("text", "")), (name, element["text"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_said_twice(language: str) -> None:
    for name, card in employees(language):
        sentences = first_look(card).sentences
        assert len(set(sentences)) == len(sentences), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_details_are_behind_one_button_and_hold_none(language: str) -> None:
    for name, card in every_card(language).items():
        toggles = [each for each in elements(card) if each["type"] == "Action.ToggleVisibility"]
        folded = details(card)
        assert len(toggles) == (1 if folded else 0), name
        if folded:
            assert toggles[0]["targetElements"] == [folded["id"]], name
            assert not [each for each in elements(folded) if each["type"].startswith("Action")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_overwritten_is_said_before_it_is_pressed(language: str) -> None:
    """Above the button, or beneath the picture that it is about."""
    _ = load_languages().of(language).gettext
    said = never_cut(language)
    remarks = {_("Replaces SharePoint's photo"), _("Replaces your Microsoft 365 photo")}
    nothing = {
        _("I can make SharePoint show your Microsoft 365 photo."),
        _("I can make SharePoint take your photo again."),
    }
    for name, card in employees(language):
        look = first_look(card)
        verbs = {each.get("verb") for each in look.buttons}
        # Whoever is told to wait, and to try again, was told before.
        if not verbs & {"sync", "use_sharepoint_picture", "remove"} or "under_way" in name:
            continue
        only_in_sharepoint = _("Only SharePoint has a photo of you") in look.sentences
        told = {*look.sentences, *look.captions}
        assert told & {*said, *remarks, *nothing} or only_in_sharepoint, name
