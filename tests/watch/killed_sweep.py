"""A process that makes a sweep over many people, to be killed: `URL SECONDS CHANGED PAGES`.

Its clock is so many seconds ahead. With "changed", every tenth person has another photo. It says
when it asks for the page of that number, and gets neither that one nor any other; 0 for no end.
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


def subject(number: int) -> str:
    return f"person {number:05}"


def has_changed(number: int) -> bool:
    return number % 10 == 0


class Tenant:
    """Everybody, so many pages of them, and photos that change once."""

    def __init__(self, *, changed: bool, pages: int) -> None:
        self._changed = changed
        self._left = pages or PEOPLE

    async def page(self, link: str | None) -> MembersPage:
        await self._asked()
        start = 0 if link in {None, "later"} else int(link or 0)
        end = start + MEMBERS_PAGE
        members = tuple(Member(subject(number)) for number in range(start, min(end, PEOPLE)))
        return MembersPage(members, "later" if end >= PEOPLE else str(end), is_last=end >= PEOPLE)

    async def read(self, subjects: Sequence[str]) -> EtagsRead:
        await self._asked()
        return EtagsRead({each: self._etag(each) for each in subjects}, {}, len(subjects))

    async def _asked(self) -> None:
        self._left -= 1
        if self._left == 0:
            sys.stdout.write("asked\n")
            sys.stdout.flush()
        if self._left <= 0:
            await asyncio.Event().wait()

    def _etag(self, person: str) -> str:
        return "2" if self._changed and has_changed(int(person.split()[1])) else "1"


async def main(url: str, ahead: float, *, changed: bool, pages: int) -> None:
    # More pages than a process lives to store.
    sweep_module.PAGE = PAGE
    tenant = Tenant(changed=changed, pages=pages)
    async with open_database(url, Path("/nowhere")) as database:
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
    _, url, seconds, photos, pages = sys.argv
    asyncio.run(main(url, float(seconds), changed=photos == "changed", pages=int(pages)))
