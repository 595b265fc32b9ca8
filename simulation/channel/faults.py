"""Faults that the channel commits when it is told to, and only then."""

import random
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Fault:
    """What goes wrong, with which operation, and how often.

    Operations: `create`, `send`, `update`, `delete`, `members`, `attachment` are the bot's calls,
    `deliver` is a call to the bot. `chance` is between 0 and 1; `delay` is in seconds.
    """

    operation: str
    status: int = 0
    code: str = ""
    retry_after: int | None = None
    delivered: bool = False
    """Carry the operation out first, and answer with the fault all the same."""
    reset: bool = False
    """Close the connection without an answer."""
    twice: bool = False
    """`deliver` only: send the same activity again."""
    delay: float = 0.0
    times: int = 1
    chance: float = 1.0


@dataclass
class Faults:
    """The faults that are still to come."""

    random: random.Random
    pending: list[Fault] = field(default_factory=list)

    def tell(self, fault: Fault) -> None:
        """Commit this fault when its operation comes."""
        self.pending.append(fault)

    def clear(self) -> None:
        """Behave from now on."""
        self.pending.clear()

    def take(self, operation: str) -> Fault | None:
        """The fault to commit now, if any."""
        for index, fault in enumerate(self.pending):
            if fault.operation == operation and self.random.random() < fault.chance:
                self._use_up(index)
                return fault
        return None

    def _use_up(self, index: int) -> None:
        fault = self.pending[index]
        left = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
        self.pending[index : index + 1] = left
