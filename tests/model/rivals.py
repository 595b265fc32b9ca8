"""Two acts of one person at the same time, on two cards of two processes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bot.chat.turn import PictureKind, PictureReference, Said, Turn
from bot.use_cases.audit import Effect
from tests.behaviours.fakes import pressed, turn
from tests.behaviours.memory import FakeEffects, FakeLeases
from tests.model.screen import Screen
from tests.model.state import Rival

PICTURE = PictureReference(PictureKind.INLINE, "https://smba.example/picture")
UNDER_WAY = "Your photo is being changed already"
CUT_OFF = "I can't say how this ended"


@dataclass
class WatchedEffects(FakeEffects):
    """The audit of an act; somebody else does something before each of its writes."""

    before_each: Callable[[], Awaitable[None]] | None = None

    async def begin(self, effect: Effect, lease: UUID) -> bool:
        if self.before_each:
            await self.before_each()
        return await super().begin(effect, lease)


@dataclass
class RivalPresses:
    """The card of the rival, and what its presses show.

    Attributes:
        show: plays a turn in the rival's process.
        leases: those of all processes.
        writes: how many writes of the other act the rival saw begin.
        has_taken: whether the rival pressed under the lease that the other act had.
    """

    rival: Rival
    show: Callable[[Turn], Awaitable[Screen]]
    leases: FakeLeases
    screens: list[Screen] = field(default_factory=list)
    writes: int = 0
    has_taken: bool = False

    async def ask(self) -> None:
        """Get the card."""
        pictures = (PICTURE,) if not self.rival.words else ()
        self.screens.append(await self.show(turn(Said(self.rival.words, pictures), "rival asks")))

    async def at_a_write(self) -> None:
        """Press; where the other act stands still, its lease runs out before that."""
        self.writes += 1
        if self.rival.stall == 0:
            await self.press()
        elif self.rival.stall == self.writes and self._offer:
            self.leases.owners.clear()
            self.has_taken = True
            await self.press()

    async def press(self) -> None:
        """Press what the newest card offers, if it offers that still."""
        if offer := self._offer:
            activity = f"rival press {len(self.screens)}"
            self.screens.append(await self.show(pressed(offer["verb"], offer["data"], activity)))

    @property
    def _offer(self) -> Mapping[str, Any] | None:
        return self.screens[-1].offer(self.rival.verb) if self.screens else None
