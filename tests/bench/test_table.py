from bench.table import OTHER, OURS, Measure, Results, table

QUICK = Measure("quick", "ms", why_not_first="Photobot does more.")
MANY = Measure("many", "a second", more_is_better=True, why_not_first="Photobot is slow.")
ALONE = Measure("alone", "MiB", other="floor")


def lines(figures: dict[Measure, dict[str, list[float]]]) -> list[str]:
    results = Results()
    for measure, by in figures.items():
        for column, values in by.items():
            for value in values:
                results.add(measure, column, value)
    _, _, *rows = table(results, tuple(figures)).splitlines()
    return [" ".join(row.split()) for row in rows]


def test_a_figure_is_the_median_of_the_rounds_and_half_of_what_they_differ_by() -> None:
    assert lines({QUICK: {OURS: [1.0, 4.0, 2.0]}}) == ["quick, ms 2.00 ±1.50"]


def test_photobot_is_compared_with_the_best_of_the_others() -> None:
    figures = {OURS: [2.0], "botbuilder": [20.0], "Agents SDK": [3.0]}
    assert lines({QUICK: figures}) == ["quick, ms 2.00 20.0 3.00 1.50"]


def test_of_some_things_more_is_better() -> None:
    assert lines({MANY: {OURS: [150.0], "botbuilder": [5.0]}}) == ["many, a second 150 5.00 30.00"]


def test_where_somebody_else_is_better_it_says_why() -> None:
    row, note = lines({QUICK: {OURS: [4.0], "botbuilder": [2.0]}})
    assert row.endswith(" 0.50")
    assert note == "quick: Photobot does more."


def test_who_has_no_other_needs_no_excuse() -> None:
    assert lines({QUICK: {OURS: [4.0]}}) == ["quick, ms 4.00"]


def test_a_limit_is_named_in_the_last_column() -> None:
    assert lines({ALONE: {OURS: [5.0], OTHER: [4.0]}}) == ["alone, MiB 5.00 4.00 floor 0.80"]


def test_what_could_not_be_measured_leaves_its_cell_empty() -> None:
    assert lines({QUICK: {"botbuilder": [4.0]}}) == ["quick, ms 4.00"]
