"""Cards whose pictures are at addresses: which ones are, and how small such a card is."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.chat.language import Reader, load_languages
from bot.results.pictures import PictureAddress, SealedAddress, hidden, inline
from bot.results.plain_view import PlainViews
from bot.use_cases.check import CheckResult
from cards.render import card_of
from tests.behaviours.replace.sending import SENT, sent
from tests.behaviours.stage import Stage
from tests.cards.every_card import CARD, LANGUAGES, LINKS, every_check_result
from tests.photos.examples import ACCOUNT
from tests.pictures.sealing import PUBLIC, replica

CHECKED = dict(every_check_result())
# docs/teams.md, "Sizes": so small is a card without pictures; this one has all of them.
LARGEST = 28 * 1024


@pytest.fixture
async def sealed() -> SealedAddress:
    return (await replica()).addresses


def card(
    found: CheckResult,
    picture: PictureAddress,
    sealed: SealedAddress | None = None,
    language: str = "en",
) -> dict[str, Any]:
    views = PlainViews(picture, LINKS, sealed)
    return card_of(views.of_check(found, CARD, reader(language)))


def reader(language: str = "en") -> Reader:
    return load_languages().reader(ACCOUNT.id, language, "Asia/Taipei")


def urls(found: object) -> Iterator[str]:
    """The addresses of all pictures of a card."""
    if isinstance(found, dict):
        if found.get("type") == "Image":
            yield found["url"]
        found = list(found.values())
    if isinstance(found, list):
        for each in found:
            yield from urls(each)


@pytest.mark.parametrize("name", CHECKED)
def test_every_copy_that_was_read_has_an_address_and_no_card_holds_a_picture(
    name: str, sealed: SealedAddress
) -> None:
    found = CHECKED[name]
    shown = list(urls(card(found, inline, sealed)))
    assert len(shown) == len(list(urls(card(found, inline))))
    assert all(each.startswith(f"{PUBLIC}/pictures/") for each in shown)
    assert all(len(each) < 200 for each in shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_with_addresses_is_below_the_limit_with_all_its_pictures(
    language: str, sealed: SealedAddress
) -> None:
    for name, found in CHECKED.items():
        size = len(json.dumps(card(found, inline, sealed, language), ensure_ascii=False).encode())
        bare = len(json.dumps(card(found, hidden, None, language), ensure_ascii=False).encode())
        assert size < LARGEST, name
        assert size - bare < 2 * 1024, name


def test_what_took_a_persons_own_rights_to_read_is_inside_the_card(sealed: SealedAddress) -> None:
    found = replace(CHECKED["old-writer"], own_rights=True)
    shown = list(urls(card(found, inline, sealed)))
    assert len(shown) == 2
    assert all(each.startswith("data:image/jpeg;base64,") for each in shown)


async def test_a_picture_that_waits_for_an_answer_is_inside_its_card(
    sealed: SealedAddress,
) -> None:
    stage = Stage(picture=inline, sealed=sealed)
    stage.pictures.data = SENT
    shown = await stage.play(sent())
    assert shown is not None
    in_two_sizes = list(urls(shown.card))
    assert len(in_two_sizes) == 2
    assert all(each.startswith("data:image/") for each in in_two_sizes)
