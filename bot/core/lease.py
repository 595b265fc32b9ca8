"""Leases: the right of one process to work on a row for a while.

A process renews its leases while it lives. So a lease that ran out belongs to a process that died
or hangs, and whoever looks next settles the row. All looks come within ten seconds of a death.
"""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

# Longer than a stall of the loop or of the database, and than clocks of two hosts differ.
LEASE = timedelta(seconds=6)
# Several renewals fit into a lease, so that a slow query doesn't lose it.
RENEWAL_SECONDS = 1.5
# Between two looks for leases that ran out.
LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Lease:
    """The process that works on a row, and until when (UTC) no other may."""

    owner: str
    until: datetime


def new_owner() -> str:
    """Return an owner for a lease that nobody has; a row then tells its host and process too."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4()}"
