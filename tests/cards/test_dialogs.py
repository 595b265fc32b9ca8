"""The dialogs of the helpdesk: every one in every language, as clients take them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.behaviours.check_photo import texts
from bot.behaviours.check_photo.texts import AskedPerson
from bot.behaviours.check_photo.view import state_view
from bot.chat.language import load_languages
from bot.chat.surface import Card
from bot.core.failures import FailureReason
from bot.photos.readings import NoAccount, NotRead
from bot.results.pictures import inline
from bot.results.plain_view import PlainViews
from bot.texts.extensions import no_such_member, nobody_chosen, refused_person, still_reading
from bot.use_cases.authorizer import RefusalReason
from bot.use_cases.ports import Person
from cards.dialogs import dialog_of
from tests.cards.every_card import LANGUAGES, LINKS, every_check_result
from tests.cards.every_sending import every_sending
from tests.cards.first_look import elements
from tests.cards.test_every_card import (
    KNOWN,
    LARGEST,
    of_type,
    validator,
    without_pictures,
)
from tests.cards.test_languages import NAMES, SENTENCE, TRANSLATED
from tests.cards.test_languages import words as shown_words
from tests.photos.examples import ACCOUNT

INPUTS = {"Input.Text", "Input.ChoiceSet", "Data.Query"}
# Inputs have labels since 1.3, and a people picker since 1.6.
AS_KNOWN = KNOWN - {"Action.Execute"} | INPUTS
COMMAND_LINE = "python -m bot sync"


@pytest.fixture(scope="module", params=LANGUAGES)
def dialogs(request: pytest.FixtureRequest) -> dict[str, Card]:
    return dict(every_dialog(request.param))


def every_dialog(language: str) -> Iterator[tuple[str, Card]]:
    reader = load_languages().reader(ACCOUNT.id, language, "Asia/Taipei")
    _, asked = reader.gettext, AskedPerson(ACCOUNT.id, ACCOUNT.upn)
    yield "form", dialog_of(texts.form(AskedPerson(), reader))
    again = texts.again_button(asked.name, _("Look again"))
    yield "reading", dialog_of(still_reading((again,), _))
    why_not = {"nobody_chosen": nobody_chosen(_)}
    why_not |= {why.value: refused_person(why, _) for why in RefusalReason}
    guest = Person("1", "guest@fabrikam.com", guest=True)
    found = (NoAccount(), guest, NotRead(FailureReason.TIMED_OUT))
    why_not |= {type(each).__name__: no_such_member(each, _) for each in found}
    for name, notice in why_not.items():
        yield name, dialog_of(texts.form(asked, reader, notice))
    pictures = PlainViews(inline, LINKS).picture_of
    for name, check_result in every_check_result():
        yield f"{name}-state", dialog_of(state_view(check_result, None, reader, may_sync=True))
        yield (
            f"{name}-pictures",
            dialog_of(state_view(check_result, pictures, reader, may_sync=True)),
        )
    yield from every_sending(every_check_result(), reader)


def bare(card: dict[str, Any]) -> dict[str, Any]:
    """A dialog without what the schema of 1.5 does not know: a picker, and that it is searched."""
    newer = ("choices.data", "style")
    body = [
        {k: v for k, v in each.items() if k not in newer or each["type"] != "Input.ChoiceSet"}
        for each in card["body"]
    ]
    return {**card, "version": "1.5", "body": body}


def test_every_dialog_follows_the_schema_and_is_small_enough(dialogs: dict[str, Card]) -> None:
    for name, card in dialogs.items():
        assert [error.message for error in validator().iter_errors(bare(card))] == [], name
        assert len(json.dumps(without_pictures(card)).encode()) < LARGEST, name


def test_every_dialog_has_elements_that_are_drawn_in_one(dialogs: dict[str, Card]) -> None:
    for name, card in dialogs.items():
        used = {element["type"] for element in elements(card)}
        assert used <= AS_KNOWN, name
        assert card["version"] == ("1.6" if "Data.Query" in used else "1.5"), name
        assert card["body"][0]["style"] == "heading", name
        assert all(each["type"] == "Action.Submit" for each in card["actions"]), name


def test_every_picker_has_a_line_to_write_in_beside_it(dialogs: dict[str, Card]) -> None:
    for name, picker in of_type(dialogs, "Input.ChoiceSet"):
        assert [each["id"] for each in dialogs[name]["body"] if each["type"] == "Input.Text"]
        assert picker["label"]


def test_words_are_filled_in_and_pictures_described(dialogs: dict[str, Card]) -> None:
    for name, card in dialogs.items():
        for said in shown_words(card):
            assert said.strip(), name
            assert "{" not in said, name
    for name, picture in of_type(dialogs, "Image"):
        assert picture["altText"].strip(), name


def test_without_pictures_a_dialog_says_the_same(dialogs: dict[str, Card]) -> None:
    for name, card in dialogs.items():
        if not name.endswith("-state"):
            continue
        with_pictures = dialogs[name.replace("-state", "-pictures")]
        assert "data:image" not in json.dumps(card), name
        parts = [each for each in with_pictures["body"] if each["type"] != "ColumnSet"]
        assert parts == card["body"], name


def test_an_agent_is_never_spoken_to_as_if_the_photo_were_theirs() -> None:
    for name, card in every_dialog("en"):
        if name.endswith("-state"):
            told = " ".join(shown_words(card)).lower()
            assert " your " not in told.replace("in your organisation", ""), (name, told)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_is_left_in_a_dialog_of_another_language(language: str) -> None:
    left = {
        f"{name}: {said}"
        for name, card in every_dialog(language)
        for said in shown_words(card)
        if SENTENCE.search(NAMES.sub(" | ", said.replace(COMMAND_LINE, "|")))
    }
    assert left == set()


def test_every_language_has_the_same_dialogs() -> None:
    first, *others = (
        {name: [each["type"] for each in elements(card)] for name, card in every_dialog(language)}
        for language in LANGUAGES
    )
    assert all(each == first for each in others)
