"""Leases: the right of one process to work on a row for a while."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Lease:
    """The process that works on a row, and until when (UTC) no other may."""

    owner: str
    until: datetime
