"""What the worker needs of the rest."""

from datetime import datetime, timedelta
from typing import Protocol


class SweepLedger(Protocol):
    """When each sweep ran last, for all processes together."""

    async def begin(self, name: str, every: timedelta, now: datetime) -> bool:
        """Whether the sweep is due; of all who ask, one is told so."""

    async def end(self, name: str, now: datetime) -> None:
        """Note that the sweep was done."""
