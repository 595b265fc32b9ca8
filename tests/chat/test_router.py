"""Which behaviour answers what people say and press, alone and where others read."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.chat.buttons import CardButton
from bot.chat.router import Handler, Router
from bot.chat.turn import (
    Edited,
    Event,
    Joined,
    Left,
    PictureKind,
    PictureReference,
    Pressed,
    Said,
    Turn,
)
from tests.behaviours.fakes import turn

PICTURE = PictureReference(PictureKind.INLINE, "https://smba.trafficmanager.net/1")

Heard = list[str]


@dataclass(frozen=True)
class Check(CardButton, verb="check", aliases=("look",)):
    """Of this test alone."""


@dataclass(frozen=True)
class Help(CardButton, verb="help"):
    """Of this test alone."""


def saying(words: str) -> Callable[[Turn, Heard], Awaitable[None]]:
    async def behaviour(_: Turn, heard: Heard) -> None:
        heard.append(words)

    return behaviour


def composed() -> Router[Heard]:
    checks, talk = Router[Heard](), Router[Heard]()
    checks.press(Check)(saying("check"))
    checks.sends_picture()(saying("picture"))
    talk.says("help", "hint")(saying("help"))
    talk.press(Help, in_public=True)(saying("public help"))
    talk.joins()(saying("joined"))
    talk.joins(in_public=True)(saying("joined a group"))
    talk.leaves()(saying("left"))
    talk.otherwise()(saying("otherwise"))
    return Router(checks, talk)


async def heard(event: Event, intent: str, *, in_public: bool = False) -> Heard:
    """Which behaviour answers, as the dispatcher asks for it."""
    router, words = composed(), Heard()
    handler = router.find(event, intent, in_public=in_public)
    handler = handler or router.fallback(event, in_public=in_public)
    if handler:
        await handler(turn(event), words)
    return words


@pytest.mark.parametrize(
    ("event", "intent", "words"),
    [
        (Said("help me"), "help", ["help"]),
        (Said("a hint"), "hint", ["help"]),
        (Edited("help me"), "help", ["help"]),
        (Said("what?"), "", ["otherwise"]),
        (Said("sing"), "unknown intent", ["otherwise"]),
        (Edited("what?"), "", []),
        (Said("help me", (PICTURE,)), "help", ["picture"]),
        (Pressed("check", {}, None), "", ["check"]),
        (Pressed("look", {}, None), "", ["check"]),
        (Pressed("never offered", {}, None), "", ["otherwise"]),
        (Pressed("help", {}, None), "", ["otherwise"]),
        (Pressed("joins", {}, None), "", ["otherwise"]),
        (Joined(), "", ["joined"]),
        (Left(), "", ["left"]),
    ],
)
async def test_every_event_reaches_the_behaviour_that_was_meant(
    event: Event, intent: str, words: Heard
) -> None:
    assert await heard(event, intent) == words


@pytest.mark.parametrize(
    ("event", "intent", "words"),
    [
        (Pressed("help", {}, None), "", ["public help"]),
        (Pressed("check", {}, None), "", []),
        (Said("help me"), "help", []),
        (Said("what?"), "", []),
        (Joined(), "", ["joined a group"]),
        (Left(), "", []),
    ],
)
async def test_in_public_only_handlers_registered_for_it_answer(
    event: Event, intent: str, words: Heard
) -> None:
    assert await heard(event, intent, in_public=True) == words


def test_one_behaviour_may_answer_words_and_buttons() -> None:
    router = Router[Heard]()

    @router.says("check")
    @router.press(Check)
    async def check(_: Turn, heard: Heard) -> None:
        heard.append("check")

    assert router.find(Said("check"), "check") is check
    assert router.find(Pressed("check", {}, None), "") is check


@pytest.mark.parametrize(
    "register",
    [
        lambda router: router.says("help"),
        lambda router: router.press(Help),
        lambda router: router.joins(),
        lambda router: router.leaves(),
        lambda router: router.sends_picture(),
        lambda router: router.otherwise(),
    ],
)
def test_two_behaviours_cannot_answer_the_same(
    register: Callable[[Router[Heard]], Callable[[Handler[Heard]], Handler[Heard]]],
) -> None:
    router = Router[Heard]()
    register(router)(saying("one"))
    with pytest.raises(ValueError, match="two behaviours answer"):
        register(router)(saying("another"))


def test_two_packages_cannot_answer_the_same() -> None:
    one, another = Router[Heard](), Router[Heard]()
    one.press(Check)(saying("one"))
    another.press(Check)(saying("another"))
    with pytest.raises(ValueError, match="two behaviours answer"):
        Router(one, another)


def test_an_alias_cannot_be_the_verb_of_another_button() -> None:
    @dataclass(frozen=True)
    class Look(CardButton, verb="look"):
        """Of this test alone."""

    router = Router[Heard]()
    router.press(Check)(saying("check"))
    with pytest.raises(ValueError, match="two behaviours answer"):
        router.press(Look)(saying("look"))
