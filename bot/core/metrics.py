"""What is counted, through OpenTelemetry's API: how many, and never whom."""

from collections.abc import Iterable
from datetime import datetime

from opentelemetry.metrics import CallbackOptions, Meter, NoOpMeterProvider, Observation

from bot.core.clock import Now, utc_now

METER = "photobot"


class Metrics:
    """The counters and gauges of one process; those of several processes are summed up.

    Attributes are words of fixed lists: no id and no name of a person may be one.
    """

    def __init__(self, meter: Meter, now: Now) -> None:
        self._now = now
        self._sweep_ended_at: datetime | None = None
        self._seen = meter.create_counter(
            "photobot.watch.seen", "{person}", "People whose photo a sweep has read"
        )
        self._changed = meter.create_counter(
            "photobot.watch.changed", "{person}", "Photo changes that sweeps have noticed"
        )
        self._failed = meter.create_counter(
            "photobot.watch.failed", "{person}", "People whose photo a sweep could not read"
        )
        meter.create_observable_gauge(
            "photobot.watch.age",
            [self._age],
            "s",
            "Time since the last complete sweep over everybody ended; every process tells the same",
        )
        self._checked = meter.create_counter(
            "photobot.checked",
            "{check}",
            "Checks of somebody's photo, by kind of actor and verdict",
        )
        self._decided = meter.create_counter(
            "photobot.decided", "{decision}", "Decisions about photo changes, by outcome and reason"
        )
        self._sent = meter.create_counter(
            "photobot.sent", "{message}", "Unasked messages that ended, by kind and outcome"
        )

    def swept(self, *, seen: int, changed: int, failed: int) -> None:
        """Count what a sweep learnt of some people."""
        self._seen.add(seen)
        self._changed.add(changed)
        self._failed.add(failed)

    def sweep_ended(self, moment: datetime | None) -> None:
        """Note when the last complete sweep ended (UTC); None where there was none."""
        self._sweep_ended_at = moment

    def checked(self, actor_kind: str, verdict: str) -> None:
        """Count a check."""
        self._checked.add(1, {"actor": actor_kind, "verdict": verdict})

    def decided(self, outcome: str, because: str | None = None) -> None:
        """Count a decision about a photo change, with why it waits or is dropped."""
        self._decided.add(1, {"outcome": outcome} | ({"because": because} if because else {}))

    def sent(self, kind: str, outcome: str) -> None:
        """Count an unasked message, with how it ended."""
        self._sent.add(1, {"kind": kind, "outcome": outcome})

    def _age(self, _: CallbackOptions) -> Iterable[Observation]:
        # Called by a thread of the SDK.
        if ended_at := self._sweep_ended_at:
            yield Observation((self._now() - ended_at).total_seconds())


def unread_metrics() -> Metrics:
    """Make metrics that nobody reads, which cost nothing."""
    return Metrics(NoOpMeterProvider().get_meter(METER), utc_now)
