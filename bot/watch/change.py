"""A photo change that a sweep noticed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ChangeKind(StrEnum):
    """What became of somebody's Microsoft 365 photo between two sweeps."""

    NEW = "new"
    CHANGED = "changed"
    VANISHED = "vanished"


@dataclass(frozen=True)
class PhotoChange:
    """One noticed change; a later one of the same subject takes its place.

    Attributes:
        subject: Entra object id of the person whose photo it is.
        noticed_at: when the sweep first saw it (UTC).
        etag: Graph's etag of the photo; None where it vanished.
        nudges: how often the person was written to about it.
    """

    id: UUID
    subject: str
    kind: ChangeKind
    noticed_at: datetime
    etag: str | None
    nudges: int = 0
