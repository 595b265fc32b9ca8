"""The row that a soak prints each minute."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from time import monotonic

from bench.soak.ledger import Ledger
from bench.soak.logs import LogWatch
from bench.soak.verdicts import Sample, percentile
from bench.table import number

SECONDS = 60.0
# The first runs all the time; the second is ended and started again.
REPLICAS = ("A", "B")
# The columns of each minute's row, by heading.
OF_REPLICA = {
    "MiB": "resident, MiB",
    "files": "open files",
    "threads": "threads",
    "tasks": "tasks",
    "stall": "stall, ms",
}
COLUMNS = {
    f"{name} {heading}": f"{name}: {figure}"
    for name in REPLICAS
    for heading, figure in OF_REPLICA.items()
} | {
    "cards": "cards unfinished",
    "leases": "leases",
    "sending": "outbox sending",
    "jobs": "jobs doing",
    "overdue": "jobs overdue",
    "cpu %": "processor, %",
}
HEADING = ("minute", "acts", "log", "words 95", *COLUMNS)
WIDTH = 10


@dataclass
class Minutes:
    """Collects samples, and makes a row of each minute."""

    ledger: Ledger
    log: LogWatch
    samples: list[Sample] = field(default_factory=list)
    acts: int = 0
    lines: int = 0

    @property
    def heading(self) -> str:
        """The names of the columns."""
        return _row([*HEADING, "faults"])

    def add(self, sample: Sample) -> str | None:
        """Take a sample; the row, if a minute is full: counts, medians and faults of it."""
        self.samples.append(sample)
        if sample.at // SECONDS == self.samples[0].at // SECONDS:
            return None
        since = monotonic() - SECONDS
        words = [wait.seconds for wait in self.ledger.words if wait.start > since]
        troubles = [trouble.kind for trouble in self.ledger.troubles if trouble.end > since]
        acts, lines = self.ledger.acts.total(), self.log.lines
        cells = [
            f"{sample.at / SECONDS:.0f}",
            str(acts - self.acts),
            str(lines - self.lines),
            number(percentile(words, 0.95)),
            *(_median(self.samples, name) for name in COLUMNS.values()),
            ", ".join(troubles),
        ]
        self.samples, self.acts, self.lines = [], acts, lines
        return _row(cells)


def _median(samples: list[Sample], name: str) -> str:
    found = [sample.figures[name] for sample in samples if name in sample.figures]
    return number(median(found)) if found else "-"


def _row(cells: Sequence[str]) -> str:
    """Cells of one width; the last is as long as it likes."""
    *short, last = cells
    return "".join(cell.rjust(WIDTH) for cell in short) + f"  {last}"
