"""One census: list everybody, then check each, as fast as a share of SharePoint's limits allows.

It is a row that one process holds by a lease. What was found of a person is stored at once, so that
after a crash the next process goes on with those who are left.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import structlog

from bot.census.finding import PersonFinding, failures_in, finding_of, is_unread
from bot.census.pace import Pace
from bot.census.ports import (
    CensusPhase,
    CensusRun,
    CensusStore,
    CensusUnderWay,
    CheckOne,
)
from bot.core.background import repeat, running
from bot.core.clock import Now, Sleep
from bot.core.failures import FailureReason, ServiceFailure
from bot.core.in_order import in_order
from bot.core.lease import LEASE, LOOK_SECONDS, RENEWAL_SECONDS, Lease
from bot.core.logs import where_it_broke
from bot.watch.membership import membership_pages
from bot.watch.ports import AccountKind, Directory, Member

# People who are checked at a time.
CONCURRENCY = 8
PAGE = 500
# Tries at a person while the failures are such as pass.
ATTEMPTS = 3
# So many in a row are not left out, each for a reason of its own: it is about the service.
ENOUGH_TO_TELL = 20
# After that a service that is away is asked again, so many times in vain.
AWAY_SECONDS = 600.0
MAX_PAUSES = 12
# Looks for a lease that runs out, until it is sure that somebody renews it.
LOOKS = int(LEASE.total_seconds() / LOOK_SECONDS) + 3
# Sweeps that ended longer ago may have missed who joined since.
SWEEP_IS_FRESH_FOR = timedelta(days=1)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far a census has come: people who are checked, of all.

    Attributes:
        waits_for: the service that is away, and why; None while people are checked.
    """

    checked: int
    people: int
    waits_for: str | None = None


class Unreadable(Exception):
    """Too many people in a row could not be read; `passes` tells whether that may be over soon."""

    def __init__(self, because: str | None, *, passes: bool) -> None:
        super().__init__(because)
        self.passes = passes


@dataclass(frozen=True)
class Census:
    """The census of everybody's photos.

    Attributes:
        accounts: kinds of accounts that are counted.
    """

    directory: Directory
    check: CheckOne
    rows: CensusStore
    pace: Pace
    accounts: tuple[AccountKind, ...]
    now: Now
    sleep: Sleep
    new_owner: Callable[[], str]

    async def take(self, *, anew: bool = False) -> AsyncGenerator[Progress, None]:
        """Take a census, or go on with an interrupted one, and yield how far it has come.

        Close it with `contextlib.aclosing`, which leaves the rest to the next. Raises
        CensusUnderWay, CensusLost, Unreadable and ServiceFailure.
        """
        owner = self.new_owner()
        run = await self._claim(owner, anew=anew)
        try:
            async with running(self._keep(owner)):
                if run.phase is CensusPhase.MEMBERSHIP:
                    await self._list_people(owner, run)
                async with aclosing(self._check_everybody(owner, run.id)) as steps:
                    async for progress in steps:
                        yield progress
                await self.rows.finish(owner, self.now())
        except BaseException as error:
            known = isinstance(error, ServiceFailure | Unreadable)
            await asyncio.shield(self._give_up(owner, str(error) if known else None))
            raise

    async def _claim(self, owner: str, *, anew: bool) -> CensusRun:
        """Claim the census; the lease of a process that was killed just now runs out meanwhile."""
        for _ in range(LOOKS):
            run = await self.rows.claim(self._lease(owner), self.now(), anew=anew)
            if run is not None:
                return run
            await self.sleep(LOOK_SECONDS)
        raise CensusUnderWay

    async def _list_people(self, owner: str, run: CensusRun) -> None:
        """Store who is counted. Raises ServiceFailure."""
        fresh_since = self.now() - SWEEP_IS_FRESH_FOR
        # A reading of the directory that has begun goes on.
        if run.link is None and await self.rows.take_watched(owner, self.accounts, fresh_since):
            return
        async with aclosing(membership_pages(self.directory, self.rows, owner, run.link)) as pages:
            async for page in pages:
                here = [each.subject for each in page.members if self._counts(each)]
                others = [each.subject for each in page.members if not self._counts(each)]
                await self.rows.save_members(owner, here, others, page.link, is_last=page.is_last)

    def _counts(self, member: Member) -> bool:
        if member.gone:
            return False
        if member.enabled is False:
            return AccountKind.DISABLED in self.accounts
        return (AccountKind.GUEST if member.guest else AccountKind.MEMBER) in self.accounts

    async def _check_everybody(self, owner: str, census: UUID) -> AsyncGenerator[Progress, None]:
        """Check everybody who waits, and go on after a pause where a service is away for a while.

        Raises Unreadable where it stays away, or refuses.
        """
        latest, pauses = Progress(-1, 0), 0
        while True:
            try:
                async with aclosing(self._check_waiting(owner, census)) as steps:
                    async for progress in steps:
                        pauses = pauses if progress.checked <= latest.checked else 0
                        latest = progress
                        yield progress
            except Unreadable as failure:
                if not failure.passes or pauses == MAX_PAUSES:
                    raise
                pauses += 1
                self.pace.hold(AWAY_SECONDS)
                yield replace(latest, waits_for=str(failure))
            else:
                return

    async def _check_waiting(self, owner: str, census: UUID) -> AsyncGenerator[Progress, None]:
        people, checked = await self.rows.size(census)
        self.pace.set_people(people)
        yield Progress(checked, people)
        unread: list[PersonFinding] = []
        found = in_order(self._find, self._waiting(census), ahead=CONCURRENCY)
        async with aclosing(found):
            async for finding, passes in found:
                unread.append(finding)
                if not is_unread(finding):
                    await self.rows.save(owner, unread)
                    checked += len(unread)
                    unread.clear()
                    yield Progress(checked, people)
                elif len(unread) >= ENOUGH_TO_TELL:
                    raise Unreadable(finding.because, passes=passes)
        await self.rows.save(owner, unread)
        yield Progress(checked + len(unread), people)

    async def _waiting(self, census: UUID) -> AsyncIterator[str]:
        after = ""
        while people := await self.rows.waiting(census, after, PAGE):
            for subject in people:
                await self.pace.turn()
                yield subject
            after = people[-1]

    async def _find(self, subject: str) -> tuple[PersonFinding, bool]:
        """Check one person, again where that may help; tell whether another time might, too."""
        found = await self.check(subject)
        for _ in range(ATTEMPTS - 1):
            failures = failures_in(found)
            if not failures:
                break
            if FailureReason.TIMED_OUT in failures:
                # Services under load may let calls time out in place of throttling them.
                self.pace.slow_down()
            await self.pace.turn()
            found = await self.check(subject)
        return finding_of(subject, found, self.now()), bool(failures_in(found))

    async def _keep(self, owner: str) -> None:
        async def renew() -> None:
            await self.rows.renew(self._lease(owner))

        await repeat(renew, every=RENEWAL_SECONDS, sleep=self.sleep)

    async def _give_up(self, owner: str, trouble: str | None) -> None:
        try:
            await self.rows.interrupt(owner, trouble)
        except Exception as error:  # noqa: BLE001 - the lease runs out, and the cause is raised
            _log.warning("census_not_released", **where_it_broke(error))

    def _lease(self, owner: str) -> Lease:
        return Lease(owner, self.now() + LEASE)
