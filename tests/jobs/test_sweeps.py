from datetime import datetime, timedelta

from structlog.testing import capture_logs

from bot.jobs.sweeps import Sweep, Sweeper
from tests.behaviours.fakes import FakeClock

HOUR = timedelta(hours=1)


class Ledger:
    def __init__(self, *due: str) -> None:
        self.due = due
        self.ended: list[str] = []

    async def begin(self, name: str, every: timedelta, now: datetime) -> bool:
        return name in self.due

    async def end(self, name: str, now: datetime) -> None:
        self.ended.append(name)


async def test_the_sweeps_that_are_due_are_done_and_noted() -> None:
    done: list[str] = []

    async def work() -> None:
        done.append("swept")

    ledger = Ledger("due")
    sweeps = tuple(Sweep(name, HOUR, work) for name in ("due", "not due"))
    await Sweeper(sweeps, ledger, FakeClock()).once()
    assert (done, ledger.ended) == (["swept"], ["due"])


async def test_a_sweep_that_fails_is_not_noted_and_the_next_one_runs() -> None:
    async def fail() -> None:
        raise OSError

    async def work() -> None:
        pass

    ledger = Ledger("one", "two")
    with capture_logs() as logs:
        await Sweeper(
            (Sweep("one", HOUR, fail), Sweep("two", HOUR, work)), ledger, FakeClock()
        ).once()
    assert ledger.ended == ["two"]
    assert [(log["event"], log["sweep"]) for log in logs] == [("sweep_failed", "one")]
