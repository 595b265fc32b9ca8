"""Every cause has what CONTRIBUTING.md says that it needs; each test names what is missing."""

import re
from pathlib import Path

import pytest

from bot.behaviours.explain import ruled_out
from bot.behaviours.tell_helpdesk.texts import administrator_words
from bot.photos.causes import NUMBERS, POSSIBILITIES, TABLE, Cause, Party
from bot.texts.causes import cause_words
from bot.texts.possibilities import possibility_words

FACTS = (Path(__file__).parents[1] / "docs" / "photo-sync.md").read_text()
ASSERTED = tuple(dict.fromkeys(row.cause for row in TABLE))
POSSIBLE = tuple(each.cause for each in POSSIBILITIES)
ADMINISTRATORS = tuple(
    dict.fromkeys(row.cause for row in TABLE if row.without_writing.actor is Party.ADMINISTRATOR)
)


def untranslated(words: str) -> str:
    return words


@pytest.mark.parametrize("cause", Cause)
def test_it_is_found_or_named_as_possible(cause: Cause) -> None:
    assert cause in ASSERTED + POSSIBLE


@pytest.mark.parametrize("cause", ASSERTED)
def test_a_found_cause_has_words(cause: Cause) -> None:
    assert cause_words(cause, untranslated)


@pytest.mark.parametrize("cause", POSSIBLE)
def test_a_possible_cause_has_words(cause: Cause) -> None:
    assert possibility_words(cause, untranslated)


@pytest.mark.parametrize("cause", ADMINISTRATORS)
def test_what_an_administrator_mends_has_words_for_the_helpdesk(cause: Cause) -> None:
    assert administrator_words(cause, untranslated)


@pytest.mark.parametrize("cause", Cause)
def test_a_check_can_say_whether_it_is_excluded(cause: Cause) -> None:
    assert cause in ruled_out.TABLE


@pytest.mark.parametrize("cause", Cause)
def test_the_facts_list_it_under_its_number(cause: Cause) -> None:
    assert re.search(rf"^\| {NUMBERS[cause]} \| `{cause.value}` \|", FACTS, re.MULTILINE)
