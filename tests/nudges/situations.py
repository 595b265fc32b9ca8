"""The table of situations: reads `decisions.txt`, and spells a decision as it does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.nudges.decide import (
    Addressee,
    CheckFirst,
    Decision,
    Drop,
    Groups,
    Nudge,
    Standing,
    SyncAndTell,
    SyncQuietly,
    WaitUntil,
    decide,
)
from bot.nudges.hours import WorkingHours
from bot.nudges.policy import Audience, Manner, Policy
from bot.photos.causes import Remedy
from bot.photos.diagnose import Diagnosis
from bot.photos.verdict import Verdict
from bot.watch.change import ChangeKind, PhotoChange

BERLIN, TAIPEI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Taipei")
RESULTS = {
    "stale": (Verdict.DIFFERS, Remedy.REPAIR),
    "stale, by steps": (Verdict.DIFFERS, Remedy.VISIT_SHAREPOINT),
    "stale, no photo": (Verdict.DIFFERS, Remedy.ADD_PHOTO),
    "stale, for support": (Verdict.DIFFERS, Remedy.ASK_SUPPORT),
    "stale, for an administrator": (Verdict.DIFFERS, Remedy.ASK_ADMINISTRATOR),
    "stale, for a permission": (Verdict.DIFFERS, Remedy.ASK_FOR_PERMISSION),
    "stale, partly unread": (Verdict.DIFFERS, Remedy.CHECK_AGAIN),
    "in sync": (Verdict.IN_SYNC, Remedy.CLEAR_CACHES),
    "in sync, but frozen": (Verdict.IN_SYNC, Remedy.REPAIR),
    "no photo": (Verdict.NO_PHOTO, Remedy.ADD_PHOTO),
    "no photo, unread": (Verdict.NO_PHOTO, Remedy.CHECK_AGAIN),
    "unread": (Verdict.UNSURE, Remedy.CHECK_AGAIN),
    "unsure": (Verdict.UNSURE, Remedy.VISIT_SHAREPOINT),
    "unsure, repairable": (Verdict.UNSURE, Remedy.REPAIR),
}
PEOPLE: dict[str, dict[str, Any]] = {
    "on leave": {"standing": Standing.DISABLED},
    "a guest": {"standing": Standing.GUEST},
    "gone": {"standing": Standing.GONE},
    "groups not read": {"groups": None},
    "in the pilot group": {"groups": Groups(pilot=True, excluded=False)},
    "in an excluded group": {"groups": Groups(pilot=False, excluded=True)},
    "in a pilot and an excluded group": {"groups": Groups(pilot=True, excluded=True)},
    "stopped": {"stopped": True},
    "another queued": {"has_queued": True},
    "in Taipei": {"zone": TAIPEI},
    "in New York": {"zone": ZoneInfo("America/New_York")},
    "in Apia": {"zone": ZoneInfo("Pacific/Apia")},
    "in Kathmandu": {"zone": ZoneInfo("Asia/Kathmandu")},
    "zone not known": {"zone": None},
}
SUNDAY_TO_THURSDAY = WorkingHours(frozenset({6, 0, 1, 2, 3}), time(8), time(16, 30))
SUNDAY_NIGHTS = WorkingHours(frozenset({6}), time(2, 30), time(4))
SUNDAYS_AT_TWO = WorkingHours(frozenset({6}), time(2), time(3))
LATE_EVENINGS = WorkingHours(start=time(22), end=time(23, 30))
POLICIES: dict[str, dict[str, Any]] = {
    "off": {"audience": Audience.OFF},
    "shadow": {"audience": Audience.SHADOW},
    "pilot": {"audience": Audience.PILOT},
    "sync and tell": {"manner": Manner.SYNC_AND_TELL},
    "sync quietly": {"manner": Manner.SYNC_QUIETLY},
    "held": {"is_held": True},
    "tenant in Taipei": {"zone": TAIPEI},
    "tenant in Berlin": {"zone": BERLIN},
    "work from Sunday": {"hours": SUNDAY_TO_THURSDAY},
    "work on Sunday nights": {"hours": SUNDAY_NIGHTS},
    "work on Sundays at two": {"hours": SUNDAYS_AT_TWO},
    "work in late evenings": {"hours": LATE_EVENINGS},
    "no grace": {"grace": timedelta()},
    "two hours of grace": {"grace": timedelta(hours=2)},
    "a month between": {"between": timedelta(days=30)},
    "one message a change": {"nudges": 1},
    "forgotten after a week": {"forgotten_after": timedelta(days=7)},
}
CHANGES: dict[str, dict[str, Any]] = {
    "new": {"kind": ChangeKind.NEW},
    "vanished": {"kind": ChangeKind.VANISHED, "etag": None},
    **{f"told {times}": {"nudges": times} for times in range(1, 5)},
}


NAMES = {
    CheckFirst: "check",
    Nudge: "nudge",
    SyncAndTell: "sync and tell",
    SyncQuietly: "sync quietly",
}
MOMENT = re.compile(r"(now|noticed|paused until|written to) (\w{3} \d\d \w{3} [\d:]+)")


@dataclass(frozen=True)
class Row:
    """A row of the table: the situation in a sentence, what is special in it, and the decision."""

    sentence: str
    special: tuple[str, ...]
    expected: str

    def decided(self) -> str:
        """Return what is decided in this situation, spelled as in the table."""
        usual = Addressee(Standing.MEMBER, Groups(pilot=False, excluded=False), BERLIN)
        person = replace(usual, **self._of(PEOPLE))
        policy = replace(Policy(Audience.ON), **self._of(POLICIES))
        zone = person.zone or policy.zone
        moments = {name: at(wall, zone) for name, wall in map(_moment, self.special) if name}
        person = replace(
            person,
            paused_until=moments.get("paused until"),
            written_to_at=moments.get("written to"),
        )
        noticed_at = moments.get("noticed", at("Mon 01 Jun 10:00"))
        change = PhotoChange(UUID(int=1), "anna", ChangeKind.CHANGED, noticed_at, "etag")
        change = replace(change, **self._of(CHANGES))
        found = next((RESULTS[words] for words in self.special if words in RESULTS), None)
        result = Diagnosis((), found[0], (), found[1]) if found else None
        now = moments.get("now", at("Wed 03 Jun 12:00"))
        return in_words(decide(change, result, person, policy, now), zone)

    def _of(self, facts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        return {
            field: value for words in self.special for field, value in facts.get(words, {}).items()
        }


def table() -> list[Row]:
    """Read the table. Raises `ValueError` about a row of another form or with unknown words."""
    lines = (Path(__file__).parent / "decisions.txt").read_text("utf-8").splitlines()
    return [_row(line) for line in lines if line and not line.startswith("#")]


def _row(line: str) -> Row:
    sentence, special, expected = (part.strip() for part in line.split("|"))
    facts = tuple(special.split("; ")) if special else ()
    known = {*RESULTS, *PEOPLE, *POLICIES, *CHANGES}
    if unknown := [words for words in facts if words not in known and not _moment(words)[0]]:
        raise ValueError(f"{sentence}: {unknown}")
    return Row(sentence, facts, expected)


def _moment(words: str) -> tuple[str, str]:
    said = MOMENT.fullmatch(words)
    return (said[1], said[2]) if said else ("", "")


def at(wall: str, zone: ZoneInfo = BERLIN) -> datetime:
    """Return the moment (UTC) at which clocks of a zone show a day and time of 2026."""
    seconds = "" if wall.count(":") > 1 else ":00"
    shown = datetime.strptime(f"2026 {wall}{seconds}", "%Y %a %d %b %H:%M:%S").replace(tzinfo=zone)
    assert f"{shown:%a}" == wall[:3], f"{wall} is a {shown:%A}"
    return shown.astimezone(UTC)


def in_words(decision: Decision, zone: ZoneInfo) -> str:
    """Return a decision as the table spells it, its moment as clocks of a zone show it."""
    match decision:
        case WaitUntil(moment, because):
            assert moment.utcoffset() == timedelta()
            assert moment.microsecond == 0
            wall = f"{moment.astimezone(zone):%a %d %b %H:%M:%S}".removesuffix(":00")
            return f"wait until {wall}: {because}"
        case Drop(because):
            return f"drop: {because}"
    return NAMES[type(decision)]
