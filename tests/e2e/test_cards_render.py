"""Every card in the renderer that Teams' own is made from."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.cards.every_card import LANGUAGES, every_card
from tests.cards.first_look import details, first_look
from tests.e2e.renderer import Renderer, open_renderer

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

BROKEN_PICTURE = "data:image/jpeg;base64,AAAA"


@pytest_asyncio.fixture(loop_scope="session")
async def renderer(browser: Browser) -> AsyncIterator[Renderer]:
    renderer = await open_renderer(browser)
    yield renderer
    await renderer.page.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_renderer_has_nothing_against_any_card(renderer: Renderer, language: str) -> None:
    for name, card in every_card(language).items():
        drawn = await renderer.draw(card)
        assert drawn.complaints == [], name
        assert drawn.broken == 0, name
        assert drawn.images == len(list(elements(card, "Image"))), name
        look = first_look(card)
        in_menu = len(look.buttons) > len(look.in_sight)
        unfolds = details(card) is not None
        assert drawn.buttons == len(look.in_sight) + in_menu + unfolds, name


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_card_says_all_its_words_without_its_pictures(
    renderer: Renderer, language: str
) -> None:
    for name, card in every_card(language).items():
        if name.endswith("-pictures"):
            continue
        drawn = await renderer.draw(unfolded(without_pictures(card)))
        assert drawn.images == 0, name
        shown = " ".join(drawn.text.split())
        for text in elements(card, "TextBlock"):
            assert " ".join(text["text"].split()) in shown, name


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "TextBlox", "text": "unknown element"},
        {"type": "TextBlock", "text": "unknown colour", "color": "purple"},
        {"type": "ColumnSet", "columns": [{"type": "Colum"}]},
    ],
    ids=str,
)
async def test_a_broken_card_is_noticed(renderer: Renderer, broken: dict[str, str]) -> None:
    card = {"type": "AdaptiveCard", "version": "1.5", "body": [broken]}
    drawn = await renderer.draw(card)
    assert drawn.complaints


async def test_a_broken_picture_is_noticed(renderer: Renderer) -> None:
    image = {"type": "Image", "altText": "broken", "url": BROKEN_PICTURE}
    drawn = await renderer.draw({"type": "AdaptiveCard", "version": "1.5", "body": [image]})
    assert drawn.broken == 1


def elements(node: Any, kind: str) -> Iterator[dict[str, Any]]:
    """Everything of one type in a card."""
    if isinstance(node, dict):
        if node.get("type") == kind:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from elements(inner, kind)


def unfolded(card: Any) -> Any:
    """The card after somebody unfolded its details."""
    body = [{**each, "isVisible": True} if "id" in each else each for each in card["body"]]
    return {**card, "body": body}


def without_pictures(node: Any) -> Any:
    """The card as a client shows it that drops pictures."""
    if isinstance(node, dict):
        return {name: without_pictures(value) for name, value in node.items()}
    if isinstance(node, list):
        return [without_pictures(each) for each in node if not is_picture(each)]
    return node


def is_picture(node: Any) -> bool:
    return isinstance(node, dict) and node.get("type") == "Image"
