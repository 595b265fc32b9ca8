"""Exchanges under way and done: each of a person's clients sends the same one."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from uuid import UUID

MOST_REMEMBERED = 2000


@dataclass
class Exchange:
    """One offer to sign in; held locked by the client that is being answered."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    done: bool = False
    told: bool = False


class Exchanges:
    """Remembers the latest exchanges, by the offers that they answer."""

    def __init__(self) -> None:
        self._known: OrderedDict[UUID, Exchange] = OrderedDict()

    def of(self, offer: UUID) -> Exchange:
        """What is known of the exchange for an offer."""
        found = self._known.setdefault(offer, Exchange())
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return found
