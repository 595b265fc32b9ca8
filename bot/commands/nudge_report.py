"""`python -m bot nudges report`: what was decided in a time, and what became of the messages."""

import csv
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.app.infrastructure import open_storage
from bot.commands.moments import iso, moment_words
from bot.commands.nudge_words import decided_words, reason_words
from bot.commands.result import CommandResult
from bot.commands.spreadsheet import cells
from bot.config.settings import Settings
from bot.nudges.report import MessageCounts, NudgeReport
from bot.storage.nudge_counts import report_nudges

COLUMNS = ("what", "state", "outcome", "because", "number")
NOT_KNOWN = "not known"
# They add up to those that were asked for.
ENDS = ("waiting", "delivered", "unconfirmed", "failed", "withdrawn")


async def nudge_report(settings: Settings, since: datetime, *, as_json: bool, as_csv: bool) -> int:
    """Print what rows tell of the time since then; return the exit status."""
    async with open_storage(settings) as database:
        report = await report_nudges(database, since)
    if as_csv:
        table = csv.writer(sys.stdout)
        table.writerow(COLUMNS)
        table.writerows(map(cells, nudge_report_as_table(report)))
        return 0
    found = {"watch": settings.watch, **nudge_report_as_json(report)}
    lines = tuple(_as_text(report, settings.watch))
    return CommandResult(found, lines).show(as_json=as_json)


def nudge_report_as_json(report: NudgeReport) -> dict[str, Any]:
    """Describe a report.

    The numbers of `decided` add up to `changes`, and `waiting`, `delivered`, `unconfirmed`,
    `failed` and `withdrawn` to `asked_for`. Of `delivered` some are known to be opened, and of
    these some to be tapped; of the rest that is not known.
    """
    return {
        "since": iso(report.since),
        "changes": report.changes,
        "decided": [
            {
                "state": group.state,
                "outcome": group.outcome,
                "because": group.because,
                "number": group.number,
            }
            for group in report.decided
        ],
        "would_write_to": report.would_write_to,
        "would_send": report.would_send,
        "messages": _counts_as_json(report.messages),
        "reminders": _counts_as_json(report.reminders),
    }


def _counts_as_json(counts: MessageCounts) -> dict[str, Any]:
    return {
        "asked_for": counts.asked_for,
        **{name: getattr(counts, name) for name in ENDS},
        "failed_because": dict(counts.failed_because),
        "opened": {"yes": counts.opened, "not_known": counts.not_known_if_opened},
        "tapped": {"yes": counts.tapped, "not_known": counts.not_known_if_tapped},
    }


def nudge_report_as_table(report: NudgeReport) -> Iterator[tuple[object, ...]]:
    """Yield rows of the columns.

    Those of one `what` add up: `change` and `message` to all of them, each failure once, and the
    opened and tapped ones to those that were delivered.
    """
    for group in report.decided:
        yield "change", group.state, group.outcome, group.because, group.number
    yield "person in shadow", None, "would_write_to", None, report.would_write_to
    yield "message in shadow", None, "would_send", None, report.would_send
    for what, counts in (("message", report.messages), ("reminder", report.reminders)):
        for name in ENDS:
            if name != "failed":
                yield what, name, None, None, getattr(counts, name)
        for reason, number in counts.failed_because.items():
            yield what, "failed", None, reason, number
        yield f"{what} opened", "delivered", "yes", None, counts.opened
        yield f"{what} opened", "delivered", NOT_KNOWN, None, counts.not_known_if_opened
        yield f"{what} tapped", "delivered", "yes", None, counts.tapped
        yield f"{what} tapped", "delivered", NOT_KNOWN, None, counts.not_known_if_tapped


def _as_text(report: NudgeReport, watch: str) -> Iterator[str]:
    since = moment_words(report.since)
    yield f"Since {since}: {report.changes} changes; PHOTOBOT_WATCH is {watch} now."
    for group in report.decided:
        because = f": {reason_words(group.because)}" if group.because else ""
        yield f"  {group.number:>8}  {decided_words(group.outcome)} ({group.state}){because}"
    if report.would_send:
        yield (
            f"In shadow Photobot would have written to {report.would_write_to} people, "
            f"{report.would_send} messages."
        )
    yield from _counts_as_text("Messages", report.messages)
    yield from _counts_as_text("Reminders that people asked for", report.reminders)


def _counts_as_text(what: str, counts: MessageCounts) -> Iterator[str]:
    yield f"{what}: {counts.asked_for}."
    if not counts.asked_for:
        return
    for name in ENDS:
        yield f"  {getattr(counts, name):>8}  {name}"
        if name == "failed":
            for reason, number in counts.failed_because.items():
                yield f"  {number:>8}      {reason}"
    yield f"  {counts.opened:>8}  opened for sure; of {counts.not_known_if_opened} it is not known"
    yield f"  {counts.tapped:>8}  tapped for sure; of {counts.not_known_if_tapped} it is not known"
