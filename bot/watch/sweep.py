"""One sweep over everybody in the tenant: first who there is, then whose photo is another one.

A sweep is a row that one process holds by a lease. Every page is stored in one transaction with the
cursor, so that after a crash the next process goes on where this one stopped.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.core.background import repeat, running
from bot.core.clock import Now, Sleep
from bot.core.failures import FailureReason, ServiceFailure
from bot.core.in_order import in_order
from bot.core.lease import LEASE, RENEWAL_SECONDS, Lease
from bot.core.logs import where_it_broke
from bot.core.metrics import Metrics, unread_metrics
from bot.watch.membership import membership_pages
from bot.watch.notice import WatchedPerson, notice
from bot.watch.ports import (
    BATCH,
    AccountKind,
    Directory,
    EtagsRead,
    PhotoEtags,
    PhotosPage,
    SweepLost,
    SweepPhase,
    WatchRun,
    WatchStore,
)

# 25 batches: throttled people of one page are asked again together, which costs few requests.
PAGE = 500
# While one page waits for a service, the next ones are read.
PAGES_AHEAD = 3
# So many people are not each left out for a reason of their own.
ENOUGH_TO_TELL = BATCH
RETRIED_AFTER = timedelta(minutes=10)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class PhotoSweep:
    """The sweeps over everybody's photos.

    Attributes:
        accounts: kinds of accounts whose photos are read; others stay known.
        every: time between the beginnings of two sweeps.
    """

    directory: Directory
    etags: PhotoEtags
    rows: WatchStore
    accounts: Sequence[AccountKind]
    every: timedelta
    now: Now
    sleep: Sleep
    new_owner: Callable[[], str]
    metrics: Metrics = field(default_factory=unread_metrics)

    async def if_due(self) -> bool:
        """Make a sweep, or go on with one, where that is due; tell whether it was."""
        return await self._claim(self.every)

    async def at_once(self) -> bool:
        """Make a sweep now; False where another process works on one."""
        return await self._claim(None)

    async def _claim(self, every: timedelta | None) -> bool:
        owner = self.new_owner()
        run = await self.rows.claim(self._lease(owner), self.now(), every)
        if run is None:
            return False
        try:
            async with running(self._keep(owner)):
                await self._sweep(owner, run)
        except SweepLost:
            _log.warning("sweep_lost")
        except ServiceFailure as failure:
            _log.warning("sweep_interrupted", why=str(failure))
            pause = max(RETRIED_AFTER, timedelta(seconds=failure.retry_after or 0))
            await self.rows.interrupt(owner, str(failure), self.now() + pause)
        except BaseException:
            # A stop, or a fault: whoever comes next goes on at the cursor, without waiting.
            await asyncio.shield(self._give_up(owner))
            raise
        return True

    async def _sweep(self, owner: str, run: WatchRun) -> None:
        after = run.cursor
        if run.phase is SweepPhase.MEMBERSHIP:
            await self._read_membership(owner, run)
            after = None
        await self._read_photos(owner, after or "", run.seen)
        await self.rows.finish(owner, self.now())
        _log.info("sweep_finished")

    async def _read_membership(self, owner: str, run: WatchRun) -> None:
        """Read who there is, to the last page. Raises ServiceFailure."""
        link = run.cursor or run.delta_link
        async with aclosing(membership_pages(self.directory, self.rows, owner, link)) as pages:
            async for page in pages:
                await self.rows.save_members(owner, page, self.now())

    async def _read_photos(self, owner: str, after: str, seen: int) -> None:
        """Read the photo of everybody who comes after a subject. Raises ServiceFailure."""
        pages = in_order(self._read_page, self._pages(after), ahead=PAGES_AHEAD)
        async with aclosing(pages):
            async for people, read in pages:
                seen += len(read.etags)
                if failure := _failure_of_service(read, nobody_was_read=not seen):
                    raise failure
                page = self._compared(people, read)
                changed = await self.rows.save_photos(owner, page, self.now())
                self.metrics.swept(seen=page.seen, changed=changed, failed=page.failed)

    async def _pages(self, after: str) -> AsyncIterator[Sequence[WatchedPerson]]:
        while people := await self.rows.people(after, self.accounts, PAGE):
            yield people
            after = people[-1].subject

    async def _read_page(
        self, people: Sequence[WatchedPerson]
    ) -> tuple[Sequence[WatchedPerson], EtagsRead]:
        return people, await self.etags.read([known.subject for known in people])

    def _compared(self, people: Sequence[WatchedPerson], read: EtagsRead) -> PhotosPage:
        now = self.now()
        noticed = (
            notice(known, read.etags[known.subject], now)
            for known in people
            if known.subject in read.etags
        )
        return PhotosPage(
            cursor=people[-1].subject,
            seen=len(read.etags),
            failed=len(read.unread),
            requests=read.requests,
            noticed=tuple(each for each in noticed if each),
        )

    async def _keep(self, owner: str) -> None:
        async def renew() -> None:
            await self.rows.renew(self._lease(owner))

        await repeat(renew, every=RENEWAL_SECONDS, sleep=self.sleep)

    async def _give_up(self, owner: str) -> None:
        try:
            await self.rows.interrupt(owner, None, None)
        except Exception as error:  # noqa: BLE001 - the lease runs out, and the cause is raised
            _log.warning("sweep_not_released", **where_it_broke(error))

    def _lease(self, owner: str) -> Lease:
        return Lease(owner, self.now() + LEASE)


def _failure_of_service(read: EtagsRead, *, nobody_was_read: bool) -> ServiceFailure | None:
    """Return why a page could not be read, where that is not about a few people in it."""
    failures = list(read.unread.values())
    throttled = [each for each in failures if each.why is FailureReason.THROTTLED]
    if len(throttled) >= ENOUGH_TO_TELL:
        return max(throttled, key=lambda each: each.retry_after or 0)
    if not read.etags and (nobody_was_read or len(failures) >= ENOUGH_TO_TELL):
        return failures[0]
    return None
