"""Exchanges under way and done: each of a person's clients sends the same one."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

MOST_REMEMBERED = 2000


@dataclass
class Exchange:
    """One offer to sign in; held locked by the client that is being answered."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    done: bool = False
    told: bool = False


class Exchanges:
    """Remembers the latest exchanges, by their ids."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Exchange] = OrderedDict()

    def of(self, exchange_id: str) -> Exchange:
        """What is known of an exchange that was offered."""
        found = self._known.setdefault(exchange_id, Exchange())
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return found
