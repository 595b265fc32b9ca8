"""What a command ends with: 0 done, 1 could not be done; argparse itself exits with 2."""

import json
import sys
from dataclasses import dataclass
from typing import Any, Self

from bot.texts.written import seen


@dataclass(frozen=True)
class CommandResult:
    """Exit status, one JSON object, and the same in lines of text."""

    status: int
    found: dict[str, Any]
    lines: tuple[str, ...]

    @classmethod
    def failed(cls, found: dict[str, Any], reason: str) -> Self:
        """Make a result with status 1, and the reason under `error`."""
        return cls(1, {**found, "error": reason}, (reason,))

    def show(self, *, as_json: bool) -> int:
        """Print the object, or the lines (to standard error after a failure); return the status."""
        if as_json:
            print(json.dumps(self.found, ensure_ascii=False))
        else:
            # A terminal would obey what is not seen.
            print(
                "\n".join(map(seen, self.lines)),
                file=sys.stdout if self.status == 0 else sys.stderr,
            )
        return self.status
