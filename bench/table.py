"""One table of all measures: the median of the rounds, and half of what they differ by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

OURS = "Photobot"
OTHER = "other"
PEERS = ("botbuilder", "Agents SDK")
HEADING = ("measure", OURS, *PEERS, OTHER, "best other / Photobot")


@dataclass(frozen=True)
class Measure:
    """What a row tells.

    Attributes:
        more_is_better: as of sends a second; of everything else, less is.
        other: what stands in the last column, where it is not a bot.
        why_not_first: said under the table when somebody else is better.
    """

    name: str
    unit: str
    more_is_better: bool = False
    other: str = ""
    why_not_first: str = ""


@dataclass
class Results:
    """Every figure of every round, by measure and column, and why others are missing."""

    figures: dict[Measure, dict[str, list[float]]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, measure: Measure, column: str, figure: float) -> None:
        """Note a figure of one round."""
        self.figures.setdefault(measure, {}).setdefault(column, []).append(figure)


def table(results: Results, order: Sequence[Measure]) -> str:
    """Lines of text, the notes last."""
    ordered = [(measure, results.figures.get(measure, {})) for measure in order]
    rows = [HEADING, *(_row(measure, by) for measure, by in ordered)]
    notes = [_note(measure) for measure, by in ordered if _ratio(measure, by) < 1]
    return "\n".join([laid_out(rows), *filter(None, notes)])


def laid_out(rows: Sequence[Sequence[str]]) -> str:
    """Lines of text with aligned columns; the first row is the heading."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _row(measure: Measure, by: Mapping[str, list[float]]) -> Sequence[str]:
    named = f" {measure.other}" if OTHER in by else ""
    cells = [_cell(by.get(column, [])) for column in HEADING[1:-1]]
    ratio = f"{_ratio(measure, by):.2f}" if len(by) > 1 else ""
    return (f"{measure.name}, {measure.unit}", *cells[:-1], cells[-1] + named, ratio)


def _cell(figures: Sequence[float]) -> str:
    if not figures:
        return ""
    spread = f" ±{number(half_range(figures))}" if len(figures) > 1 else ""
    return number(median(figures)) + spread


def half_range(figures: Sequence[float]) -> float:
    """Half of what they differ by."""
    return (max(figures) - min(figures)) / 2


def number(figure: float) -> str:
    """Write a figure with three digits or so."""
    return f"{figure:.{0 if figure >= 100 else 1 if figure >= 10 else 2}f}"


def _ratio(measure: Measure, by: Mapping[str, list[float]]) -> float:
    """How many times better than the best of the others; 1 where either is missing."""
    others = [median(figures) for column, figures in by.items() if column != OURS]
    if not others or OURS not in by:
        return 1.0
    ours = median(by[OURS])
    return ours / max(others) if measure.more_is_better else min(others) / ours


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join((first.strip().ljust(widths[0]), *rest)).rstrip()


def _note(measure: Measure) -> str:
    return f"{measure.name}: {measure.why_not_first}" if measure.why_not_first else ""
