"""Reads what the replicas log, line by line, and keeps only counts of it."""

import json
from collections import Counter
from dataclasses import dataclass, field

from bench.soak.verdicts import note
from tests.scenarios.company import Company
from tests.scenarios.leaks import SHAPES, secrets, words_about_people

# What asyncio, aiohttp and the bot say of a failure that nothing foresaw.
UNHANDLED = (
    "Unhandled exception",
    "Error handling request",
    "Task exception was never retrieved",
    "Future exception was never retrieved",
    "Task was destroyed but it is pending",
    "Exception in callback",
    "background_work_failed",
)


@dataclass
class LogWatch:
    """Counts lines by event, and keeps the first few that should not be there."""

    forbidden: frozenset[str]
    lines: int = 0
    events: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def over(cls, company: Company) -> "LogWatch":
        """Watch for names, addresses and secrets of this company."""
        return cls(frozenset(words_about_people(company) | secrets(company)))

    @property
    def unhandled(self) -> list[str]:
        """Events, with their counts, that tell of a failure that nothing foresaw."""
        return [
            f"{count} {event}"
            for event, count in self.events.items()
            if any(words in event for words in UNHANDLED)
        ]

    def read(self, line: str) -> None:
        """Take one line; it has to be JSON and tell nothing of anybody."""
        self.lines += 1
        try:
            logged = json.loads(line)
        except ValueError:
            logged = None
        if not isinstance(logged, dict):
            self.events["not JSON"] += 1
            note(self.wrong, f"not JSON: {line[:200]}")
            return
        level = logged.get("level", "?")
        self.events[f"{level} {logged.get('event', '?')}"] += 1
        folded = line.casefold()
        if SHAPES.search(line) or any(word in folded for word in self.forbidden):
            note(self.wrong, f"tells of somebody: event {logged.get('event')!r}")
