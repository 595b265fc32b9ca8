"""Judges a soak by its figures: what has to stay flat, and what was late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.table import number

QUARTERS = 4
LOWEST = 0.1
MIN_SAMPLES = 3
# So many findings of a kind can be read.
MAX_KEPT = 20


@dataclass(frozen=True)
class Verdict:
    """One row of the summary."""

    name: str
    figure: str
    limit: str
    holds: bool


@dataclass(frozen=True)
class Sample:
    """Figures of one moment.

    Attributes:
        at: seconds since the load began.
        is_quiet: whether no fault was on, nor had just ended.
    """

    at: float
    is_quiet: bool
    figures: Mapping[str, float]


@dataclass(frozen=True)
class Slack:
    """What a figure may grow by and still be flat: the larger of a share and an amount.

    Attributes:
        of_lowest: whether the lowest tenth is compared, and not the median. What is under way comes
            and goes with the load; a leak raises the lowest too.
    """

    share: float
    amount: float
    of_lowest: bool = False

    def over(self, figure: float) -> float:
        """The growth that is allowed from this figure."""
        return max(self.share * figure, self.amount)

    def typical(self, figures: Sequence[float]) -> float:
        """The figure of a quarter that is compared with another quarter's."""
        return percentile(figures, LOWEST) if self.of_lowest else median(figures)


@dataclass(frozen=True)
class Trouble:
    """When a fault was on; times in seconds.

    Attributes:
        kind: name of the fault.
        stops_words: whether the bot could not be heard, so that no words could be in time.
        loses_words: whether what the bot said may have been lost and must not be said again.
    """

    kind: str
    start: float
    end: float
    stops_words: bool = False
    loses_words: bool = False

    def meets(self, start: float, end: float) -> bool:
        """Whether it was on at some moment between the two."""
        return self.start <= end and start <= self.end


@dataclass(frozen=True)
class Wait:
    """How long somebody waited for something; `end` is None where it never came."""

    what: str
    start: float
    end: float | None

    @property
    def seconds(self) -> float:
        """How long it took; for ever if it never came."""
        return float("inf") if self.end is None else self.end - self.start


def flat(name: str, samples: Sequence[Sample], slack: Slack) -> Verdict:
    """Compare the second and the last quarter; growth beyond the slack fails.

    Moments with a fault are left out where enough others are there. Without figures of both
    quarters nothing was shown, which fails too.
    """
    second, last = _quarter(name, samples, 1), _quarter(name, samples, 3)
    limit = f"+{slack.share:.0%} or +{slack.amount:g}"
    if len(second) < MIN_SAMPLES or len(last) < MIN_SAMPLES:
        return Verdict(name, "not measured", limit, holds=False)
    early, late = slack.typical(second), slack.typical(last)
    figure = f"{number(early)} → {number(late)}"
    return Verdict(name, figure, limit, late - early <= slack.over(early))


def _quarter(name: str, samples: Sequence[Sample], index: int) -> list[float]:
    known = [sample for sample in samples if name in sample.figures]
    if not known:
        return []
    begin, length = samples[0].at, (samples[-1].at - samples[0].at) / QUARTERS
    start, end = begin + index * length, begin + (index + 1) * length
    inside = [sample for sample in known if start <= sample.at <= end]
    quiet = [sample for sample in inside if sample.is_quiet]
    chosen = quiet if len(quiet) >= MIN_SAMPLES else inside
    return [sample.figures[name] for sample in chosen]


def latest_end(start: float, seconds: float, troubles: Iterable[Trouble], grace: float) -> float:
    """The moment by which something has to be there that began at `start`.

    That is after `seconds`, or `grace` seconds after the end of a trouble that it met.
    """
    end = start + seconds
    for trouble in sorted(troubles, key=lambda each: each.start):
        if trouble.meets(start, end):
            end = max(end, trouble.end + grace)
    return end


def late(
    waits: Iterable[Wait], seconds: float, troubles: Sequence[Trouble], grace: float
) -> list[Wait]:
    """Those who waited for longer than they have to; whoever waits still is late."""
    return [
        wait
        for wait in waits
        if wait.end is None or wait.end > latest_end(wait.start, seconds, troubles, grace)
    ]


def none_of(name: str, found: Sequence[object], of: int | None = None) -> Verdict:
    """A row that holds if nothing was found."""
    among = "" if of is None else f" of {of}"
    return Verdict(name, f"{len(found)}{among}", "0", not found)


def at_most(name: str, figure: float, limit: float) -> Verdict:
    """A row that holds up to a limit."""
    return Verdict(name, number(figure), f"≤ {limit:g}", figure <= limit)


def percentile(figures: Sequence[float], share: float) -> float:
    """The figure that this share of all does not exceed; 0 where there is none."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def note(kept: list[str], text: str) -> None:
    """Keep a text, unless there are too many already to print."""
    if len(kept) < MAX_KEPT:
        kept.append(text)
