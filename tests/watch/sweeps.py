"""A directory and photos in memory, and a sweep over them with real rows."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.core.failures import FailureReason, ServiceFailure
from bot.watch.ports import (
    AccountKind,
    EtagsRead,
    Member,
    MembersPage,
    ResyncRequired,
    WatchStore,
)
from bot.watch.sweep import PhotoSweep

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EVERY = timedelta(hours=6)
MINUTE = timedelta(minutes=1)
THROTTLED = ServiceFailure("graph", FailureReason.THROTTLED, retry_after=1800)
REFUSED = ServiceFailure("graph", FailureReason.NOT_PERMITTED, code="denied")
BROKEN = ServiceFailure("graph", FailureReason.UNEXPECTED, code="not_json")


@dataclass
class Company:
    """Implements Directory and PhotoEtags; links are numbers of what was asked.

    Attributes:
        photos: etags by subject; empty for no photo.
        unread: why somebody's photo can't be read.
        dead: links that have expired.
        failures: raised by the directory, one after the other.
        wait: passed by every reading of photos while it is set.
    """

    photos: dict[str, str] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    unread: dict[str, ServiceFailure] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    failures: list[ServiceFailure] = field(default_factory=list)
    links: list[str | None] = field(default_factory=list)
    asked: list[Sequence[str]] = field(default_factory=list)
    page_size: int = 2
    open: asyncio.Event = field(default_factory=asyncio.Event)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.open.set()

    async def page(self, link: str | None) -> MembersPage:
        self.links.append(link)
        if self.failures:
            raise self.failures.pop(0)
        if link in self.dead:
            raise ResyncRequired
        if link == "later":
            gone = tuple(Member(each, gone=True) for each in self.gone)
            return MembersPage((*self.members.values(), *gone), "later", is_last=True)
        start = int(link or 0)
        people = [self.members.get(each, Member(each)) for each in self.photos]
        page = tuple(people[start : start + self.page_size])
        if start + self.page_size < len(people):
            return MembersPage(page, str(start + self.page_size), is_last=False)
        return MembersPage(page, "later", is_last=True)

    async def read(self, subjects: Sequence[str]) -> EtagsRead:
        self.asked.append(subjects)
        self.reached.set()
        await self.open.wait()
        unread = {each: self.unread[each] for each in subjects if each in self.unread}
        etags = {each: self.photos[each] for each in subjects if each not in unread}
        return EtagsRead(etags, unread, 1)

    async def sleep(self, _: float) -> None:
        await asyncio.Event().wait()

    def sweep(self, rows: WatchStore, *accounts: AccountKind) -> PhotoSweep:
        owners = count()
        return PhotoSweep(
            self,
            self,
            rows,
            accounts or (AccountKind.MEMBER,),
            EVERY,
            now=lambda: self.now,
            sleep=self.sleep,
            new_owner=lambda: f"process {next(owners)}",
        )
