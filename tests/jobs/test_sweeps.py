import asyncio
from datetime import datetime, timedelta

from structlog.testing import capture_logs

from bot.core.lease import LEASE, Lease
from bot.jobs.sweeps import Sweep, Sweeper
from tests.behaviours.fakes import FakeClock
from tests.waiting import until

HOUR = timedelta(hours=1)
OWNER = "photobot-1:7:0"


class Ledger:
    def __init__(self, *due: str) -> None:
        self.due = due
        self.ended: list[str] = []
        self.renewed: list[tuple[str, Lease]] = []

    async def begin(self, name: str, every: timedelta, lease: Lease, now: datetime) -> bool:
        return name in self.due

    async def renew(self, name: str, lease: Lease) -> None:
        self.renewed.append((name, lease))

    async def end(self, name: str, owner: str, done_at: datetime | None) -> None:
        self.ended.append(name if done_at else f"{name} failed")


def sweeper(sweeps: tuple[Sweep, ...], ledger: Ledger) -> Sweeper:
    async def sleep(_: float) -> None:
        await asyncio.sleep(0)

    return Sweeper(sweeps, ledger, FakeClock(), sleep, lambda: OWNER)


async def test_the_sweeps_that_are_due_are_done_and_noted() -> None:
    done: list[str] = []

    async def work() -> None:
        done.append("swept")

    ledger = Ledger("due")
    sweeps = tuple(Sweep(name, HOUR, work) for name in ("due", "not due"))
    await sweeper(sweeps, ledger).once()
    assert (done, ledger.ended) == (["swept"], ["due"])


async def test_a_sweep_that_fails_is_not_noted_as_done_and_the_next_one_runs() -> None:
    async def fail() -> None:
        raise OSError

    async def work() -> None:
        pass

    ledger = Ledger("one", "two")
    with capture_logs() as logs:
        await sweeper((Sweep("one", HOUR, fail), Sweep("two", HOUR, work)), ledger).once()
    assert ledger.ended == ["one failed", "two"]
    assert [(log["event"], log["sweep"]) for log in logs] == [("sweep_failed", "one")]


async def test_the_lease_of_a_sweep_is_renewed_until_it_ends() -> None:
    ledger = Ledger("long")

    async def work() -> None:
        await until(lambda: len(ledger.renewed) >= 3, every=0)

    await sweeper((Sweep("long", HOUR, work),), ledger).once()
    assert set(ledger.renewed) == {("long", Lease(OWNER, FakeClock()() + LEASE))}
    renewed = len(ledger.renewed)
    await asyncio.sleep(0.01)
    assert len(ledger.renewed) == renewed
