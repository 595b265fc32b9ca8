"""What became of everybody's photo change, beside what the channel says arrived."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString

from psycopg.rows import dict_row, tuple_row

from bench.watched_company import Cast, WatchedCompany
from bot.storage.database import Database
from bot.storage.watch import latest_run

MESSAGES: LiteralString = "select reader, state, reason from outbox"
NUDGES: LiteralString = "select subject from nudge"
CHANGES: LiteralString = """
select subject, state, because, nudges,
    state = 'open' and (lease_owner is not null or not_before <= now()) as is_left
from photo_change
"""
SETTLED = ("ended", "settled", 0)
WRITTEN_TO = ("open", "written_to_lately", 1)
INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Killed:
    """What was under way when a worker was killed.

    Attributes:
        sweeping: whether somebody made a sweep.
        deciding: changes that somebody decided about.
        sending: people to whom it was sending a message.
    """

    sweeping: bool
    deciding: int
    sending: frozenset[str]


@dataclass(frozen=True)
class WatchedOutcome:
    """What the rows say at the end, and what the company knows.

    Attributes:
        cast: what happened to whose photo.
        arrived: how many new messages each person got.
        states: how each person's message ended, and why; a list, as nobody may have two.
        nudges: the people of all messages that were asked for.
        changes: state, reason and count of each person's change; a list for the same reason.
        left: whose change nobody would ever decide about again.
        noticed: how many changes the sweep counted.
        seconds: how long each phase took.
        errors: how often the workers logged each error.
    """

    cast: Cast
    arrived: Mapping[str, int]
    killed: Sequence[Killed]
    states: Mapping[str, Sequence[tuple[str, str | None]]]
    nudges: Sequence[str]
    changes: Mapping[str, Sequence[tuple[str, str | None, int]]]
    left: frozenset[str]
    noticed: int
    seconds: Mapping[str, float]
    errors: Mapping[str, int]

    def of(self, state: str, reason: str | None = None) -> set[str]:
        """The people whose message ended so; for this reason, where one is given."""
        return {
            person
            for person, ends in self.states.items()
            if any(end == state and reason in (None, why) for end, why in ends)
        }

    @property
    def promises(self) -> Mapping[str, set[str]]:
        """The people for whom each promise was broken: all of these have to be empty."""
        cast, arrived = self.cast, self.arrived
        unconfirmed, interrupted = self.of("unconfirmed"), self.of("unconfirmed", INTERRUPTED)
        in_flight = {person for each in self.killed for person in each.sending}
        settled = cast.settled | cast.moved
        return {
            "lost": set(cast.stale) - arrived.keys() - unconfirmed,
            "written to twice": {person for person, count in arrived.items() if count > 1},
            "written to without a reason": set(arrived) - cast.stale,
            "called delivered, and not": self.of("delivered") - arrived.keys(),
            "not delivered, and no reason": self.states.keys() - self.of("delivered") - unconfirmed,
            "called unconfirmed, and not": interrupted - in_flight,
            "in flight at a kill, and not called so": in_flight - interrupted,
            "asked for twice": {person for person, n in Counter(self.nudges).items() if n > 1},
            "not noticed, or for nothing": set(cast.changed ^ self.changes.keys()),
            "forgotten": set(self.left),
            "stale, and not counted as told": self._not(WRITTEN_TO, cast.stale),
            "settled, and not dropped": self._not(SETTLED, settled),
        }

    @property
    def is_good(self) -> bool:
        """Whether every promise was kept."""
        return not any(self.promises.values()) and self.noticed == len(self.cast.changed)

    def lines(self) -> Iterator[str]:
        """Return the figures to print."""
        cast, unconfirmed = self.cast, self.of("unconfirmed")
        figures: dict[str, object] = {
            "people": len(cast.everybody),
            "whose photo changed": len(cast.changed),
            "counted by the sweep": self.noticed,
            "of these settled when they were checked": len(cast.settled | cast.moved),
            "workers killed": len(self.killed),
            "of these during a sweep": sum(each.sweeping for each in self.killed),
            "of these while changes were decided": sum(bool(e.deciding) for e in self.killed),
            "of these while messages were sent": sum(bool(e.sending) for e in self.killed),
            "messages that arrived": sum(self.arrived.values()),
            "called delivered": len(self.of("delivered")),
            "unconfirmed, of a lost answer (504)": len(
                unconfirmed - self.of("unconfirmed", INTERRUPTED)
            ),
            "unconfirmed, of a kill": len(self.of("unconfirmed", INTERRUPTED)),
        }
        figures |= {f"seconds, {name}": round(took) for name, took in self.seconds.items()}
        figures |= {f"errors logged: {event}": times for event, times in self.errors.items()}
        broken = {name: len(people) for name, people in self.promises.items()}
        for name, figure in (figures | broken).items():
            yield f"{name:42}{figure:>6}"

    def _not(self, wanted: tuple[str, str, int], people: frozenset[str]) -> set[str]:
        return {person for person in people if self.changes.get(person) != [wanted]}


async def outcome_of(
    company: WatchedCompany,
    database: Database,
    killed: Sequence[Killed],
    seconds: Mapping[str, float],
    errors: Mapping[str, int],
) -> WatchedOutcome:
    """Read how all ended."""
    states: dict[str, list[tuple[str, str | None]]] = {}
    for reader, *end in await database.rows(MESSAGES, (), tuple_row):
        states.setdefault(reader, []).append((end[0], end[1]))
    changes: dict[str, list[tuple[str, str | None, int]]] = {}
    left = set()
    for row in await database.rows(CHANGES, (), dict_row):
        changes.setdefault(row["subject"], []).append((row["state"], row["because"], row["nudges"]))
        left |= {row["subject"]} if row["is_left"] else set()
    nudges = [subject for (subject,) in await database.rows(NUDGES, (), tuple_row)]
    async with database.connection() as connection:
        noticed = (await latest_run(connection)).changed
    return WatchedOutcome(
        company.cast,
        company.arrived,
        killed,
        states,
        nudges,
        changes,
        frozenset(left),
        noticed,
        seconds,
        errors,
    )
