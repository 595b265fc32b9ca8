"""The leases of subjects in Postgres, by the database's clock: those of processes may differ."""

from typing import LiteralString
from uuid import UUID

from bot.storage.database import Database

# Object ids are GUIDs, whose letters may come in either case. `clock_timestamp()`, not `now()`: a
# statement that waited for the row's lock must see the time after the wait.
TAKE: LiteralString = """
insert into subject_lease (subject, owner, until)
values (lower(%(subject)s), %(owner)s, clock_timestamp() + make_interval(secs => %(seconds)s))
on conflict (subject) do update set owner = excluded.owner, until = excluded.until
where subject_lease.until <= clock_timestamp()
"""

# One that ran out and that nobody took may be renewed: nobody else has written meanwhile.
RENEW: LiteralString = """
update subject_lease set until = clock_timestamp() + make_interval(secs => %(seconds)s)
where subject = lower(%(subject)s) and owner = %(owner)s
"""

RELEASE: LiteralString = """
delete from subject_lease where subject = lower(%(subject)s) and owner = %(owner)s
"""


class SubjectLeaseRows:
    """Implements bot.use_cases.subject_lease.LeaseStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, subject: str, owner: UUID, seconds: float) -> bool:
        """Give the subject's lease to an owner; of several that ask at a time, one gets it."""
        values = {"subject": subject, "owner": owner, "seconds": seconds}
        return await self._database.change(TAKE, values)

    async def renew(self, subject: str, owner: UUID, seconds: float) -> bool:
        """Let the lease last so long from now on; False where another has had it."""
        values = {"subject": subject, "owner": owner, "seconds": seconds}
        return await self._database.change(RENEW, values)

    async def release(self, subject: str, owner: UUID) -> bool:
        """End the lease; False where another has had it."""
        return await self._database.change(RELEASE, {"subject": subject, "owner": owner})
