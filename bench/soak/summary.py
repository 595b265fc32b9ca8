"""The verdict on a soak: a row for everything that has to hold, and figures beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.soak.ledger import WORDS_SECONDS, Ledger, seconds_of
from bench.soak.logs import LogWatch
from bench.soak.samples import OF_PROCESS, ROWS, SLACK_OF_ROWS, Samples, steady
from bench.soak.screens import Screens
from bench.soak.verdicts import Verdict, Wait, at_most, flat, late, none_of, percentile
from bench.table import laid_out, number

# A check has ended by then.
CHECK_SECONDS = 12.0
# After a fault, its cards are finished by then.
RECOVERY_SECONDS = 60.0
STOP_SECONDS = 20.0
# Above this, lateness would tell of the machine, and not of the bot.
MAX_PROCESSOR = 85.0
MAX_PRINTED = 20
HEADING = ("what has to hold", "figure", "limit", "verdict")


@dataclass(frozen=True)
class Soaked:
    """All that is known at the end.

    Attributes:
        totals: rows by table and state.
        left: rows of cards that are unfinished; None without a database.
        cut_off: writes without a result, of no fault.
    """

    samples: Samples
    ledger: Ledger
    screens: Screens
    log: LogWatch
    totals: Mapping[str, int]
    left: int | None
    cut_off: int

    def verdicts(self) -> list[Verdict]:
        """Everything that has to hold."""
        return [*self._flatness(), *self._lateness(), *self._truth(), *self._order()]

    def _flatness(self) -> Iterator[Verdict]:
        taken = self.samples.taken
        for replica in steady(self.samples.replicas):
            for name, slack in OF_PROCESS.items():
                yield flat(f"{replica.name}: {name}", taken, slack)
        for name in ROWS:
            yield flat(name, taken, SLACK_OF_ROWS)

    def _lateness(self) -> Iterator[Verdict]:
        for name, waits in self._answers().items():
            yield none_of(
                f"{name} later than {WORDS_SECONDS:g} s", self._late_words(waits), len(waits)
            )
        cards, left = self._late_cards(), self._left_waiting()
        of = len(self.screens.waited) + len(self.screens.waiting)
        yield none_of(f"cards finished later than {CHECK_SECONDS:g} s", cards, of)
        yield none_of("cards that wait at the end", left)
        rows = "not measured" if self.left is None else str(self.left)
        yield Verdict("rows of cards unfinished at the end", rows, "0", self.left == 0)
        yield at_most(
            "longest stop after SIGTERM, s", max(self.ledger.stops, default=0), STOP_SECONDS
        )

    def _truth(self) -> Iterator[Verdict]:
        yield none_of("false claims", self.screens.false, self.screens.claims)
        yield none_of("cards that tell of somebody where others read", self.screens.overheard)
        yield none_of("log lines that tell of somebody, or are no JSON", self.log.wrong)
        unhandled = [f"logged: {event}" for event in self.log.unhandled]
        yield none_of("kinds of failures that nothing handled, in the log", unhandled)

    def _order(self) -> Iterator[Verdict]:
        yield none_of("deliveries that a replica did not accept", self.ledger.refused)
        yield none_of("answers with a wrong status", self.ledger.wrong)
        yield Verdict(
            "writes without a result, of no fault", str(self.cut_off), "0", not self.cut_off
        )
        yield none_of("failures of the soak itself", self.ledger.broken)

    def _answers(self) -> Mapping[str, Sequence[Wait]]:
        return {
            "first words": self.ledger.words,
            "answers to the channel": self.ledger.answers,
            "answers to others": self.ledger.probes,
        }

    def _late_words(self, waits: Sequence[Wait]) -> list[Wait]:
        return late(waits, WORDS_SECONDS, self.ledger.stopping_words(), WORDS_SECONDS)

    def _late_cards(self) -> list[Wait]:
        waits = [*self.screens.waited, *self._left_waiting()]
        return late(waits, CHECK_SECONDS, self.ledger.troubles, RECOVERY_SECONDS)

    def _left_waiting(self) -> list[Wait]:
        """Cards that wait still, without those whose id the channel may have kept from the bot."""
        return [
            wait
            for wait in self.screens.still_waiting()
            if not any(
                trouble.loses_words and trouble.meets(wait.start, wait.start)
                for trouble in self.ledger.troubles
            )
        ]

    def told(self) -> str:
        """The figures, the verdicts, and what was wrong, as text."""
        verdicts = self.verdicts()
        rows = [(v.name, v.figure, v.limit, "holds" if v.holds else "FAILS") for v in verdicts]
        failed = [verdict.name for verdict in verdicts if not verdict.holds]
        end = f"{len(failed)} of {len(verdicts)} fail." if failed else "Everything holds."
        table = laid_out([HEADING, *rows])
        parts = (self._figures(), table, self._findings(), self._saturation(), end)
        return "\n\n".join(filter(None, parts))

    def _figures(self) -> str:
        waits = {**self._answers(), "cards": self.screens.waited}
        rows: list[tuple[str, ...]] = [("seconds", "number", "median", "95 %", "longest")]
        for name, those in waits.items():
            seconds = list(seconds_of(those))
            shares = [percentile(seconds, share) for share in (0.5, 0.95, 1.0)]
            rows.append((name, str(len(those)), *map(number, shares)))
        events = dict(self.log.events.most_common(MAX_PRINTED))
        counted = (
            f"acts: {_counts(self.ledger.acts)}",
            f"lost by the channel or with a replica: {self.ledger.lost}; "
            f"claims about photos that had just changed: {self.screens.unsettled}",
            f"rows: {_counts(self.totals)}",
            f"log: {self.log.lines} lines; {_counts(events)}",
        )
        return "\n".join([laid_out(rows), "", *counted])

    def _saturation(self) -> str:
        figures = [each.figures["processor, %"] for each in self.samples.taken]
        used = median(figures) if figures else 0.0
        if used <= MAX_PROCESSOR:
            return ""
        return f"The machine was {used:.0f} % busy: what was late may be late because of that."

    def _findings(self) -> str:
        words = [wait for waits in self._answers().values() for wait in self._late_words(waits)]
        found = [
            *(self._when(wait) for wait in [*words, *self._late_cards()]),
            *self.screens.false,
            *self.screens.overheard,
            *self.log.wrong,
            *self.log.unhandled,
            *self.ledger.refused,
            *self.ledger.wrong,
            *self.ledger.broken,
        ]
        more = [f"… and {len(found) - MAX_PRINTED} more"] if len(found) > MAX_PRINTED else []
        return "\n".join([*found[:MAX_PRINTED], *more])

    def _when(self, wait: Wait) -> str:
        end = wait.start if wait.end is None else wait.end
        troubles = self.ledger.troubles
        during = {each.kind for each in troubles if each.meets(wait.start, end)}
        before = wait.start - RECOVERY_SECONDS / 2
        after = {f"after {each.kind}" for each in troubles if each.meets(before, wait.start)}
        minute = (wait.start - self.samples.start) / 60
        seconds = "never" if wait.end is None else f"{wait.seconds:.1f} s"
        faults = ", ".join(sorted(during or after)) or "none"
        return f"minute {minute:.1f}: {wait.what}: {seconds}; faults: {faults}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"
