"""A table of two commits: what each row was before and is after, and whether that is worse."""

from collections.abc import Sequence
from statistics import median

from bench.table import Measure, Results, half_range, laid_out, number

BEFORE, AFTER = "before", "after"
WORSE = "worse"
NOT_MEASURED = "not measured"


def comparison(results: Results, order: Sequence[Measure], peers: Sequence[str] = ()) -> str:
    """Lines of text. A row is worse when its medians differ by more than its spread.

    The spread is half of what the rounds before differ by and half of what those after differ by;
    a single round has none, and is not judged.
    """
    heading = ("measure", BEFORE, AFTER, "spread", "after / before", "", *peers)
    return laid_out([heading, *(_row(results, measure, peers) for measure in order)])


def _row(results: Results, measure: Measure, peers: Sequence[str]) -> Sequence[str]:
    by = results.figures.get(measure, {})
    before, after = by.get(BEFORE), by.get(AFTER)
    medians = (number(median(each)) if each else NOT_MEASURED for each in (before, after))
    compared = _compared(measure, before, after) if before and after else ("", "", "")
    others = (number(median(by[peer])) if peer in by else "" for peer in peers)
    return (f"{measure.name}, {measure.unit}", *medians, *compared, *others)


def _compared(
    measure: Measure, before: Sequence[float], after: Sequence[float]
) -> tuple[str, str, str]:
    """The spread, the ratio, and whether it became worse."""
    ratio = f"{median(after) / median(before):.2f}" if median(before) else ""
    if min(len(before), len(after)) == 1:
        return "", ratio, ""
    spread = half_range(before) + half_range(after)
    rise = median(after) - median(before)
    loss = -rise if measure.more_is_better else rise
    return number(spread), ratio, WORSE if loss > spread else ""
