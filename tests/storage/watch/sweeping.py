"""Sweeps that store what they read: pages of members and of readings, and the changes found."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg.rows import dict_row

from bot.core.lease import Lease
from bot.storage.database import Database
from bot.storage.watch import WatchRows
from bot.watch.notice import Noticed, notice
from bot.watch.ports import (
    AccountKind,
    Member,
    MembersPage,
    PhotosPage,
    WatchRun,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EVERY = timedelta(hours=6)
RETENTION = timedelta(days=30)
MINUTE = timedelta(minutes=1)
ME, OTHER = "me", "other"
EVERYBODY = tuple(AccountKind)


async def claim(
    rows: WatchRows,
    owner: str = ME,
    now: datetime = NOW,
    every: timedelta | None = EVERY,
) -> WatchRun | None:
    return await rows.claim(Lease(owner, now + MINUTE), now, every)


def members(*subjects: str, link: str = "later", last: bool = True) -> MembersPage:
    return MembersPage(tuple(map(Member, subjects)), link, is_last=last)


async def known(rows: WatchRows, *accounts: AccountKind) -> dict[str, str | None]:
    people = await rows.people("", accounts or EVERYBODY, 100)
    return {each.subject: each.etag for each in people}


async def read(
    rows: WatchRows, now: datetime = NOW, owner: str = ME, **etags: str
) -> Sequence[Noticed]:
    """Store a page of readings as a sweep does."""
    people = {each.subject: each for each in await rows.people("", EVERYBODY, 100)}
    found = (notice(people[subject], etag, now) for subject, etag in etags.items())
    noticed = tuple(each for each in found if each)
    page = PhotosPage(max(etags), len(etags), 0, 1, noticed)
    await rows.save_photos(owner, page, now)
    return noticed


async def changes(database: Database) -> list[dict[str, Any]]:
    return await database.rows("select * from photo_change order by subject", (), dict_row)


async def kinds(database: Database) -> dict[str, str]:
    return {row["subject"]: row["kind"] for row in await changes(database)}


async def swept(rows: WatchRows, now: datetime, **etags: str) -> None:
    """A whole sweep."""
    assert await claim(rows, now=now)
    await rows.save_members(ME, members(*etags), now)
    await read(rows, now, **etags)
    await rows.finish(ME, now)
