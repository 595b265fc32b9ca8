"""Whose work a row is, for a while."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Lease:
    """Which process works on a row, and until when (UTC) nobody else may."""

    owner: str
    until: datetime
