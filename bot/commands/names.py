"""Names of people in what commands print."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.failures import ServiceFailure
from bot.m365.names import GraphNames

# Whose names are looked up together.
PAGE = 100


@dataclass
class Names:
    """User principal names, until they can't be read; then there are only object ids."""

    graph: GraphNames
    are_readable: bool = True

    async def of(self, people: Sequence[str]) -> Mapping[str, str]:
        """Return the names that could be read."""
        if not self.are_readable:
            return {}
        try:
            return await self.graph.of(people)
        except ServiceFailure as failure:
            self.are_readable = False
            print(f"Names can't be read ({failure}), so there are object ids.", file=sys.stderr)
            return {}
