from bench.comparison import comparison
from bench.table import Measure, Results

QUICK = Measure("quick", "ms")
MANY = Measure("many", "a second", more_is_better=True)


def rows(measure: Measure, peers: tuple[str, ...] = (), **by: list[float]) -> list[str]:
    results = Results()
    for column, figures in by.items():
        for figure in figures:
            results.add(measure, column, figure)
    _, _, *lines = comparison(results, (measure,), peers).splitlines()
    return [" ".join(line.split()) for line in lines]


def test_both_medians_stand_beside_what_the_rounds_differ_by_and_their_ratio() -> None:
    [row] = rows(QUICK, before=[1.0, 2.0, 4.0], after=[2.0, 1.0, 1.5])
    assert row == "quick, ms 2.00 1.50 2.00 0.75"


def test_what_differs_by_more_than_its_rounds_is_worse() -> None:
    [row] = rows(QUICK, before=[1.0, 1.2], after=[1.4, 1.6])
    assert row == "quick, ms 1.10 1.50 0.20 1.36 worse"


def test_what_differs_by_no_more_than_its_rounds_is_not_worse() -> None:
    [row] = rows(QUICK, before=[1.0, 2.0], after=[1.5, 2.5])
    assert row == "quick, ms 1.50 2.00 1.00 1.33"


def test_less_is_worse_where_more_is_better() -> None:
    some, fewer = [10.0, 10.0], [8.0, 8.0]
    assert rows(MANY, before=some, after=fewer) == ["many, a second 10.0 8.00 0.00 0.80 worse"]
    assert rows(MANY, before=fewer, after=some) == ["many, a second 8.00 10.0 0.00 1.25"]


def test_a_single_round_is_not_judged() -> None:
    assert rows(QUICK, before=[1.0], after=[2.0]) == ["quick, ms 1.00 2.00 2.00"]
    assert rows(QUICK, before=[1.0, 1.0], after=[2.0]) == ["quick, ms 1.00 2.00 2.00"]


def test_what_was_nothing_has_no_ratio() -> None:
    assert rows(QUICK, before=[0.0, 0.0], after=[1.0, 1.0]) == ["quick, ms 0.00 1.00 0.00 worse"]


def test_what_a_commit_can_not_measure_is_said() -> None:
    assert rows(QUICK, after=[1.0]) == ["quick, ms not measured 1.00"]
    assert rows(QUICK, before=[1.0]) == ["quick, ms 1.00 not measured"]


def test_peers_come_last_where_they_are_asked_for() -> None:
    assert rows(QUICK, before=[1.0], after=[2.0], slow=[3.0]) == ["quick, ms 1.00 2.00 2.00"]
    [row] = rows(QUICK, ("slow", "absent"), before=[1.0], after=[2.0], slow=[3.0])
    assert row == "quick, ms 1.00 2.00 2.00 3.00"
