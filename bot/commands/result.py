"""What a command ends with: 0 done, 1 could not be done; argparse itself exits with 2."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self, TextIO

from bot.texts.written import seen


@dataclass(frozen=True)
class CommandResult:
    """One JSON object and the same in lines of text; `error` says why it could not be done."""

    found: dict[str, Any]
    lines: tuple[str, ...]
    error: str | None = None

    @classmethod
    def failed(cls, found: dict[str, Any], reason: str, *lines: str) -> Self:
        """Make a result of what could not be done; `lines` say more, below the reason."""
        return cls(found, (reason, *lines), reason)

    @property
    def status(self) -> int:
        """The exit status."""
        return 1 if self.error else 0

    def show(self, *, as_json: bool) -> int:
        """Print the object, or the lines (to standard error after a failure); return the status."""
        if as_json:
            error = {"error": self.error} if self.error else {}
            # In ASCII: a terminal would obey what is not seen, and any encoding holds it.
            print(json.dumps({**self.found, **error}))
        else:
            print_lines(self.lines, sys.stderr if self.error else sys.stdout)
        return self.status


def print_lines(lines: Iterable[str], file: TextIO) -> None:
    """Print text without what is not seen, and a terminal would obey."""
    for line in lines:
        print(seen(line), file=file)
