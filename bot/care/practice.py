"""The use cases together, as whoever runs them gets them."""

from dataclasses import dataclass

from bot.care.check import Check
from bot.care.people import People
from bot.care.ports import Capabilities
from bot.care.sync import Sync


@dataclass(frozen=True)
class Practice:
    """Everything that can be done about one person's photo."""

    people: People
    check: Check
    sync: Sync
    capabilities: Capabilities
