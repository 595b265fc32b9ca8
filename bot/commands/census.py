"""`python -m bot census`: everybody whose photo is stale today, counted by cause."""

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from time import monotonic
from typing import Any, TextIO

from bot.app.census import open_census
from bot.app.infrastructure import open_storage
from bot.census.census import Census, Progress, Unreadable
from bot.census.ports import CensusCounts, CensusLost, CensusUnderWay
from bot.commands.result import CommandResult
from bot.commands.spreadsheet import cells
from bot.config.settings import Settings
from bot.core.failures import ServiceFailure
from bot.storage.census_counts import CensusRow, census_rows, count_census, latest_census
from bot.storage.database import Database

UNDER_WAY = "another process takes a census at this moment"
NONE_YET = "no census was taken yet"
GOES_ON = "the same command goes on where it was left"
COLUMNS = tuple(column.name for column in fields(CensusRow))
_BAR = 30
# Between two lines of progress, where nobody looks at a terminal.
_LINES_EVERY = 10.0


class Form(StrEnum):
    """The form of what is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True)
class Wanted:
    """What was asked of the command.

    Attributes:
        last: print what the latest census found, and read nothing.
        anew: give up a census that was interrupted, and begin another.
        shadow: print only whom messages would be written to.
    """

    form: Form = Form.TEXT
    last: bool = False
    anew: bool = False
    shadow: bool = False


async def census(settings: Settings, wanted: Wanted) -> int:
    """Take a census, or go on with one, and print what it found; return the exit status."""
    async with open_storage(settings) as database:
        error = None
        if not wanted.last:
            async with open_census(settings, database) as to_be_taken:
                error = await _take(to_be_taken, anew=wanted.anew)
        return await _print(database, wanted, error)


async def _take(to_be_taken: Census, *, anew: bool) -> str | None:
    """Take a census and show how far it has come; return what stopped it."""
    bar = ProgressBar(sys.stderr)
    try:
        async with aclosing(to_be_taken.take(anew=anew)) as steps:
            async for progress in steps:
                bar.show(progress)
    except (CensusUnderWay, CensusLost):
        return UNDER_WAY
    except (ServiceFailure, Unreadable) as failure:
        return f"interrupted ({failure}); {GOES_ON}"
    finally:
        bar.end()
    return None


async def _print(database: Database, wanted: Wanted, error: str | None) -> int:
    run = await latest_census(database)
    if run is None:
        return CommandResult.failed({}, error or NONE_YET).show(as_json=wanted.form is Form.JSON)
    if wanted.form is Form.CSV:
        table = csv.writer(sys.stdout)
        table.writerow(COLUMNS)
        async for row in census_rows(database, run, to_write_to=wanted.shadow):
            table.writerow(cells(getattr(row, column) for column in COLUMNS))
        if error:
            print(error, file=sys.stderr)
        return 1 if error else 0
    counts = await count_census(database, run)
    found = counts_as_json(counts)
    lines = tuple(_as_text(counts, shadow=wanted.shadow))
    if error:
        return CommandResult.failed(found, error, *lines).show(as_json=wanted.form is Form.JSON)
    return CommandResult(found, lines).show(as_json=wanted.form is Form.JSON)


def counts_as_json(counts: CensusCounts) -> dict[str, Any]:
    """Describe a census: `waiting` and the numbers of `verdicts` add up to `people`.

    `causes` splits each verdict by the cause that has to be fixed first; "" is no cause.
    """
    run = counts.run
    return {
        "census": str(run.id),
        "phase": run.phase.value,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "trouble": run.trouble,
        "people": counts.people,
        "waiting": counts.waiting,
        "verdicts": {verdict.value: number for verdict, number in counts.verdicts.items()},
        "causes": {
            verdict.value: {cause.value if cause else "": n for cause, n in by_cause.items()}
            for verdict, by_cause in counts.causes.items()
        },
        "not_known_because": dict(counts.reasons),
        "would_write_to": counts.would_write_to,
    }


def _as_text(counts: CensusCounts, *, shadow: bool) -> Iterator[str]:
    run = counts.run
    yield f"The census of {run.started_at:%Y-%m-%d %H:%M} UTC counts {counts.people} people."
    if run.finished_at:
        yield f"It ended on {run.finished_at:%Y-%m-%d %H:%M} UTC."
    else:
        yield f"It is not complete: {counts.waiting} are not checked yet."
    for verdict, number in counts.verdicts.items():
        yield f"  {number:>8}  {verdict}"
        for cause, part in counts.causes[verdict].items():
            yield f"  {part:>8}      {cause.value if cause else 'no cause'}"
    yield from (f"  {number:>8}  not known: {why}" for why, number in counts.reasons.items())
    if shadow:
        yield f"Photobot would write to {counts.would_write_to} people."


@dataclass
class ProgressBar:
    """How far a census has come, on standard error: a bar on a terminal, lines elsewhere."""

    stream: TextIO
    clock: Callable[[], float] = monotonic
    _began: float | None = None
    _at_first: int = 0
    _shown_at: float = float("-inf")
    _shown: Progress | None = None

    def show(self, progress: Progress) -> None:
        """Show how far it is; not more often than somebody reads."""
        now = self.clock()
        if self._began is None:
            self._began, self._at_first = now, progress.checked
        every = 0.2 if self.stream.isatty() else _LINES_EVERY
        matters = progress.checked == progress.people or progress.waits_for
        if progress == self._shown or (now - self._shown_at < every and not matters):
            return
        self._shown_at, self._shown = now, progress
        waits = f", waiting ({progress.waits_for})" if progress.waits_for else ""
        line = f"{progress.checked} of {progress.people} people"
        line += waits or self._time_left(progress, now)
        if self.stream.isatty():
            full = _BAR * progress.checked // max(1, progress.people)
            # Clears what a longer line left.
            line = f"\r[{'#' * full}{'.' * (_BAR - full)}] {line}\033[K"
        print(line, end="" if self.stream.isatty() else "\n", file=self.stream, flush=True)

    def end(self) -> None:
        """Leave the line of the bar."""
        if self._began is not None and self.stream.isatty():
            print(file=self.stream)

    def _time_left(self, progress: Progress, now: float) -> str:
        done = progress.checked - self._at_first
        if not done or self._began is None:
            return ""
        seconds = (now - self._began) / done * (progress.people - progress.checked)
        return f", about {timedelta(seconds=round(seconds))} left"
