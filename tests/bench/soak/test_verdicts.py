from collections.abc import Sequence

import pytest

from bench.soak.verdicts import Sample, Slack, Trouble, Wait, flat, late, percentile

MEMORY = "A: resident, MiB"
SLACK = Slack(0.05, 10)


def hour(figures: Sequence[float], quiet: Sequence[bool] = ()) -> list[Sample]:
    """Samples at even distances, all of them quiet unless said otherwise."""
    calm = quiet or [True] * len(figures)
    return [
        Sample(float(at), is_quiet, {MEMORY: figure})
        for at, (figure, is_quiet) in enumerate(zip(figures, calm, strict=True))
    ]


def test_what_stays_the_same_is_flat() -> None:
    assert flat(MEMORY, hour([100.0] * 40), SLACK).holds


def test_what_grows_all_the_time_is_not_flat() -> None:
    assert not flat(MEMORY, hour([100.0 + 2 * minute for minute in range(40)]), SLACK).holds


def test_growth_in_the_first_quarter_is_warming_up() -> None:
    assert flat(MEMORY, hour([50.0] * 10 + [150.0] * 30), SLACK).holds


def test_a_peak_is_no_growth() -> None:
    figures = [100.0] * 35 + [400.0] * 2 + [100.0] * 3
    assert flat(MEMORY, hour(figures), SLACK).holds


def test_what_shrinks_is_flat() -> None:
    assert flat(MEMORY, hour([200.0] * 20 + [100.0] * 20), SLACK).holds


def test_a_share_of_something_large_is_allowed_and_no_more() -> None:
    assert flat(MEMORY, hour([1000.0] * 20 + [1049.0] * 20), SLACK).holds
    assert not flat(MEMORY, hour([1000.0] * 20 + [1051.0] * 20), SLACK).holds


def test_moments_with_a_fault_are_left_out() -> None:
    disturbed = [200.0, 100.0] * 20
    figures = [100.0] * 30 + disturbed[:10]
    quiet = [figure == 100.0 for figure in figures]
    assert flat(MEMORY, hour(figures, quiet), SLACK).holds
    assert not flat(
        MEMORY, hour([100.0] * 30 + [200.0] * 10, [True] * 30 + [False] * 10), SLACK
    ).holds


def test_what_comes_and_goes_with_the_load_is_no_leak_and_what_stays_is() -> None:
    lowest = Slack(0.1, 8, of_lowest=True)
    busier = [40.0] * 20 + [40.0, 90.0, 90.0, 90.0] * 5
    assert flat(MEMORY, hour(busier), lowest).holds
    assert not flat(MEMORY, hour(busier), SLACK).holds
    assert not flat(MEMORY, hour([40.0] * 20 + [60.0, 90.0, 90.0, 90.0] * 5), lowest).holds


def test_what_was_not_measured_is_not_called_flat() -> None:
    assert not flat(MEMORY, [], SLACK).holds
    assert not flat("other", hour([100.0] * 40), SLACK).holds


def test_an_answer_in_time_is_not_late() -> None:
    assert late([Wait("words", 0, 9.9)], 10, [], 10) == []


@pytest.mark.parametrize("end", [10.1, None])
def test_an_answer_after_its_deadline_or_none_at_all_is_late(end: float | None) -> None:
    wait = Wait("words", 0, end)
    assert late([wait], 10, [], 10) == [wait]


def test_a_fault_gives_time_until_a_while_after_its_end() -> None:
    fault = Trouble("connector stall", start=5, end=30)
    in_time, too_late = Wait("card", 0, 39.0), Wait("card", 0, 41.0)
    assert late([in_time, too_late], 10, [fault], 10) == [too_late]


def test_a_fault_at_another_time_gives_none() -> None:
    wait = Wait("card", 100, 115)
    assert late([wait], 10, [Trouble("graph 503", 0, 30)], 10) == [wait]


def test_a_second_fault_that_begins_meanwhile_counts_too() -> None:
    faults = [Trouble("b", 35, 50), Trouble("a", 5, 30)]
    assert late([Wait("card", 0, 59)], 10, faults, 10) == []


def test_nothing_excuses_what_never_came() -> None:
    wait = Wait("card", 0, None)
    assert late([wait], 10, [Trouble("a", 0, 1)], 10) == [wait]


def test_the_share_of_no_figures_is_zero() -> None:
    assert percentile([], 0.95) == 0
    assert percentile([float(number) for number in range(100)], 0.95) == 95
