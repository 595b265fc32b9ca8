"""What `census` prints: cells of a spreadsheet, and how far it has come."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from bot.census.census import Progress
from bot.commands.census import COLUMNS, ProgressBar
from bot.commands.spreadsheet import cells
from bot.storage.census_counts import CensusRow

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])  # noqa: RUF001
def test_no_cell_begins_a_formula(start: str) -> None:
    row = CensusRow(uuid4(), "ada", "not_known", [], None, f"{start}cmd", NOW)
    assert cells(vars(row).values())[COLUMNS.index("because")] == f"'{start}cmd"
    plain = cells(vars(replace(row, because=f"graph: {start}")).values())
    assert plain[COLUMNS.index("because")] == f"graph: {start}"


class Stream(io.StringIO):
    """Standard error, on a terminal or not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def shown(*, terminal: bool) -> str:
    """What is shown of 200 people of whom one is checked every second; half were before."""
    stream, times = Stream(terminal=terminal), iter(range(1_000))
    bar = ProgressBar(stream, lambda: float(next(times)))
    for checked in range(100, 201):
        bar.show(Progress(checked, 200))
    bar.end()
    return stream.getvalue()


def test_a_terminal_shows_a_bar_and_the_time_left() -> None:
    lines = shown(terminal=True).split("\r")
    assert lines[51].startswith(f"[{'#' * 22}{'.' * 8}] 150 of 200 people, about 0:00:50 left")
    assert shown(terminal=True).endswith("\n")
    assert shown(terminal=True).count("\n") == 1


def test_a_service_that_is_away_is_told_at_once() -> None:
    stream = Stream(terminal=False)
    bar = ProgressBar(stream, lambda: 0.0)
    for waits_for in (None, "profile: unavailable", "profile: unavailable"):
        bar.show(Progress(3, 9, waits_for))
    assert stream.getvalue().splitlines() == [
        "3 of 9 people",
        "3 of 9 people, waiting (profile: unavailable)",
    ]


def test_elsewhere_there_are_few_lines() -> None:
    lines = shown(terminal=False).splitlines()
    assert lines[0] == "100 of 200 people"
    assert lines[1] == "110 of 200 people, about 0:01:30 left"
    assert lines[-1] == "200 of 200 people, about 0:00:00 left"
    assert len(lines) == 11
