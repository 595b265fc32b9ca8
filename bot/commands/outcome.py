"""What a command ends with: 0 done, 1 it could not be done; 2, wrong usage, is argparse's own."""

import json
import sys
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Outcome:
    """Exit status, one JSON object, and the same as lines of text."""

    status: int
    found: dict[str, Any]
    lines: tuple[str, ...]

    @classmethod
    def failed(cls, found: dict[str, Any], reason: str) -> Self:
        """It could not be done, and why."""
        return cls(1, {**found, "error": reason}, (reason,))

    def tell(self, *, as_json: bool) -> int:
        """Print it: JSON alone on standard output, text where its kind belongs."""
        if as_json:
            print(json.dumps(self.found, ensure_ascii=False))
        else:
            print("\n".join(self.lines), file=sys.stdout if self.status == 0 else sys.stderr)
        return self.status
