"""Which promise is broken, where the rows and the channel say different things."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from bench.watched_company import Cast
from bench.watched_outcome import SETTLED, WRITTEN_TO, Killed, WatchedOutcome

CAST = Cast(
    everybody=("ada", "ben", "cleo", "dan", "eve", "finn"),
    stale=frozenset({"ada", "ben", "cleo"}),
    settled=frozenset({"dan"}),
    moved=frozenset({"eve"}),
)
DELIVERED, INTERRUPTED = ("delivered", None), ("unconfirmed", "interrupted")
LOST_ANSWER = ("unconfirmed", "unconfirmed")
KILLED = Killed(False, 3, sending=frozenset({"ben"}))
STATES: dict[str, list[tuple[str, str | None]]] = {
    "ada": [DELIVERED],
    "ben": [INTERRUPTED],
    "cleo": [LOST_ANSWER],
}
CHANGES = {person: [WRITTEN_TO] for person in CAST.stale} | {"dan": [SETTLED], "eve": [SETTLED]}
GOOD = WatchedOutcome(
    CAST,
    Counter(ada=1, cleo=1),
    [KILLED],
    STATES,
    ["ada", "ben", "cleo"],
    CHANGES,
    frozenset(),
    noticed=5,
    seconds={},
    errors={},
)
BREACHES: list[tuple[dict[str, Any], str, str]] = [
    ({"states": STATES | {"ben": [DELIVERED]}}, "lost", "ben"),
    ({"arrived": Counter(ada=2, cleo=1)}, "written to twice", "ada"),
    ({"arrived": Counter(ada=1, cleo=1, dan=1)}, "written to without a reason", "dan"),
    ({"arrived": Counter(ada=1, cleo=1, finn=1)}, "written to without a reason", "finn"),
    ({"arrived": Counter(cleo=1)}, "called delivered, and not", "ada"),
    ({"states": STATES | {"ada": [("failed", "x")]}}, "not delivered, and no reason", "ada"),
    ({"states": STATES | {"cleo": [INTERRUPTED]}}, "called unconfirmed, and not", "cleo"),
    (
        {"killed": [KILLED, Killed(False, 0, sending=frozenset({"ada"}))]},
        "in flight at a kill, and not called so",
        "ada",
    ),
    ({"nudges": ["ada", "ben", "ben", "cleo"]}, "asked for twice", "ben"),
    ({"changes": CHANGES | {"finn": [SETTLED]}}, "not noticed, or for nothing", "finn"),
    ({"left": frozenset({"ada"})}, "forgotten", "ada"),
    (
        {"changes": CHANGES | {"ada": [("open", "written_to_lately", 2)]}},
        "stale, and not counted as told",
        "ada",
    ),
    ({"changes": CHANGES | {"eve": [WRITTEN_TO]}}, "settled, and not dropped", "eve"),
]


def test_an_outcome_in_which_every_promise_was_kept_is_good() -> None:
    assert not any(GOOD.promises.values())
    assert GOOD.is_good


@pytest.mark.parametrize(("change", "promise", "person"), BREACHES)
def test_each_broken_promise_is_found_and_named(
    change: dict[str, Any], promise: str, person: str
) -> None:
    outcome = replace(GOOD, **change)
    assert outcome.promises[promise] == {person}
    assert not outcome.is_good
    assert [line for line in outcome.lines() if line.startswith(promise) and line.endswith(" 1")]


def test_a_change_that_the_sweep_counted_twice_is_found() -> None:
    assert not replace(GOOD, noticed=6).is_good
