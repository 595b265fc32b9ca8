"""Fault injection: what goes wrong in the channel, when a test wants it."""

import random
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong: with which operation, how, and how often.

    Operations: `create`, `send`, `update`, `delete`, `members` and `attachment` are calls of the
    bot, `deliver` is a call to the bot. `chance` is between 0 and 1; `delay` is in seconds.
    """

    operation: str
    status: int = 0
    code: str = ""
    retry_after: int | None = None
    delivered: bool = False
    """Carry the operation out before failing."""
    reset: bool = False
    """Drop the connection without an answer."""
    twice: bool = False
    """`deliver` only: send the same activity again."""
    delay: float = 0.0
    times: int = 1
    chance: float = 1.0


@dataclass
class Faults:
    """The faults that have yet to happen."""

    random: random.Random
    pending: list[Fault] = field(default_factory=list)

    def tell(self, fault: Fault) -> None:
        """Add a fault, which happens when its operation comes."""
        self.pending.append(fault)

    def clear(self) -> None:
        """Drop all faults."""
        self.pending.clear()

    def take(self, operation: str) -> Fault | None:
        """Use up and return a fault for the operation, or None."""
        for index, fault in enumerate(self.pending):
            if fault.operation == operation and self.random.random() < fault.chance:
                self._use_up(index)
                return fault
        return None

    def _use_up(self, index: int) -> None:
        fault = self.pending[index]
        left = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
        self.pending[index : index + 1] = left
