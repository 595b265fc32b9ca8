"""What is known of a card from its presses: that it was opened, and that it was tapped."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

import pytest

from bot.chat.turn import Pressed, Said, Scope
from tests.behaviours.fakes import CHAT, title, turn
from tests.behaviours.stage import Stage

CARD = UUID(int=5)
DATA = {"card": str(CARD)}


@dataclass
class Presses:
    """Keeps what is noted, or fails."""

    noted: list[tuple[UUID, str, bool]] = field(default_factory=list)
    breaks: bool = False

    async def note_press(self, card: UUID, reader: str, now: datetime, *, automatic: bool) -> None:
        if self.breaks:
            raise OSError
        self.noted.append((card, reader, automatic))


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.mark.parametrize(
    ("press", "automatic"),
    [
        (Pressed("check", DATA, "message"), False),
        (Pressed("check", DATA, "message", automatic=True), True),
        # Not every client says that it refreshed a card by itself.
        (Pressed("nudge_look", DATA, "message"), True),
        (Pressed("delete everything", DATA, "message"), False),
    ],
)
async def test_a_press_tells_that_the_card_was_opened_and_mostly_that_it_was_tapped(
    stage: Stage, press: Pressed, automatic: bool
) -> None:
    presses = Presses()
    await replace(stage.dispatcher, presses=presses)(turn(press))
    assert presses.noted == [(CARD, CHAT.person_id, automatic)]


@pytest.mark.parametrize("data", [{}, {"card": 5}, {"card": "x"}, {"card": "0" * 10_000}])
async def test_a_press_that_names_no_card_tells_nothing(stage: Stage, data: dict[str, str]) -> None:
    presses = Presses()
    await replace(stage.dispatcher, presses=presses)(turn(Pressed("help", data, "message")))
    assert presses.noted == []


async def test_neither_words_nor_a_press_where_others_read_tell_anything(stage: Stage) -> None:
    presses = Presses()
    dispatcher = replace(stage.dispatcher, presses=presses)
    await dispatcher(turn(Said("help")))
    await dispatcher(turn(Pressed("help", DATA, "message"), scope=Scope.GROUP))
    assert presses.noted == []


async def test_who_presses_is_answered_though_it_can_not_be_noted(stage: Stage) -> None:
    dispatcher = replace(stage.dispatcher, presses=Presses(breaks=True))
    reply = await stage.play(turn(Pressed("help", DATA, "message")), by=dispatcher)
    assert title(reply) == "I can fix your profile photo"
