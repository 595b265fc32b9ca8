"""Counters and gauges by name, as dashboards and alerts know them."""

import re
from datetime import timedelta
from pathlib import Path

from bot.core.metrics import unread_metrics
from tests.core.counted import Counted


def test_what_a_sweep_learns_is_summed_up() -> None:
    counted = Counted()
    counted.metrics.swept(seen=500, changed=2, failed=1)
    counted.metrics.swept(seen=100, changed=0, failed=0)
    assert counted.read() == {
        "photobot.watch.seen": {(): 600},
        "photobot.watch.changed": {(): 2},
        "photobot.watch.failed": {(): 1},
    }


def test_the_age_of_the_last_sweep_grows_until_the_next_one() -> None:
    counted = Counted()
    assert counted.read() == {}
    counted.metrics.sweep_ended(counted.now)
    counted.now += timedelta(hours=7)
    assert counted.of("photobot.watch.age") == 7 * 3600
    counted.now += timedelta(minutes=1)
    assert counted.of("photobot.watch.age") == 7 * 3600 + 60
    counted.metrics.sweep_ended(counted.now)
    assert counted.of("photobot.watch.age") == 0


def test_checks_decisions_and_messages_are_counted_by_what_came_of_them() -> None:
    counted = Counted()
    counted.metrics.checked("policy", "differs")
    counted.metrics.checked("policy", "in_sync")
    counted.metrics.decided("nudge")
    counted.metrics.decided("nudge")
    counted.metrics.decided("drop", "settled")
    counted.metrics.sent("recheck", "delivered")
    assert counted.of("photobot.checked", actor="policy", verdict="differs") == 1
    assert counted.of("photobot.checked", actor="policy", verdict="in_sync") == 1
    assert counted.of("photobot.decided", outcome="nudge") == 2
    assert counted.of("photobot.decided", outcome="drop", because="settled") == 1
    assert counted.of("photobot.sent", kind="recheck", outcome="delivered") == 1


def test_operators_are_told_of_every_metric() -> None:
    counted = Counted()
    counted.metrics.swept(seen=1, changed=1, failed=1)
    counted.metrics.sweep_ended(counted.now)
    counted.metrics.checked("policy", "differs")
    counted.metrics.decided("nudge")
    counted.metrics.sent("recheck", "delivered")
    told = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    assert set(counted.read()) == set(re.findall(r"^\| `(photobot\.[a-z.]+)` ", told, re.MULTILINE))


def test_what_nobody_reads_is_counted_nowhere() -> None:
    metrics = unread_metrics()
    metrics.swept(seen=1, changed=1, failed=1)
    metrics.sent("recheck", "delivered")
