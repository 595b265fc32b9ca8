"""A process that makes a sweep over many people, to be killed: `URL SECONDS CHANGED`.

Its clock is so many seconds ahead. With "changed", every tenth person has another photo.
"""

import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from bot.core.clock import utc_now
from bot.storage.database import open_database
from bot.storage.watch import WatchRows
from bot.watch import sweep as sweep_module
from bot.watch.ports import AccountKind, EtagsRead, Member, MembersPage
from bot.watch.sweep import PhotoSweep

PEOPLE = 6_000
PAGE = 25
MEMBERS_PAGE = 500
SECONDS_OF_A_PAGE = 0.03


def subject(number: int) -> str:
    return f"person {number:05}"


def has_changed(number: int) -> bool:
    return number % 10 == 0


class Tenant:
    """Everybody, page by page, and photos that change once."""

    def __init__(self, *, changed: bool) -> None:
        self._changed = changed

    async def page(self, link: str | None) -> MembersPage:
        await asyncio.sleep(SECONDS_OF_A_PAGE)
        start = 0 if link in {None, "later"} else int(link or 0)
        end = start + MEMBERS_PAGE
        members = tuple(Member(subject(number)) for number in range(start, min(end, PEOPLE)))
        return MembersPage(members, "later" if end >= PEOPLE else str(end), is_last=end >= PEOPLE)

    async def read(self, subjects: Sequence[str]) -> EtagsRead:
        await asyncio.sleep(SECONDS_OF_A_PAGE)
        return EtagsRead({each: self._etag(each) for each in subjects}, {}, len(subjects))

    def _etag(self, person: str) -> str:
        return "2" if self._changed and has_changed(int(person.split()[1])) else "1"


async def main(url: str, ahead: float, *, changed: bool) -> None:
    # More pages than a process lives to store.
    sweep_module.PAGE = PAGE
    tenant = Tenant(changed=changed)
    async with open_database(url, Path("/nowhere")) as database:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sweep = PhotoSweep(
            tenant,
            tenant,
            WatchRows(database, uuid4, timedelta(days=30)),
            [AccountKind.MEMBER],
            timedelta(0),
            lambda: utc_now() + timedelta(seconds=ahead),
            asyncio.sleep,
            lambda: str(uuid4()),
        )
        await sweep.if_due()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]), changed=sys.argv[3] == "changed"))
