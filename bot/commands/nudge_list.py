"""`python -m bot nudges list`: photo changes under way, and the messages about them."""

import json
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.app.infrastructure import open_storage
from bot.commands.hold import hold_as_json, hold_as_text
from bot.commands.moments import iso, moment_words
from bot.commands.names import PAGE, Names
from bot.commands.nudge_words import decided_words, reason_words
from bot.commands.result import print_lines
from bot.config.settings import Settings
from bot.core.clock import utc_now
from bot.core.logs import where_it_broke
from bot.m365.settings import M365Settings
from bot.m365.watched_tenant import open_watched_tenant
from bot.nudges.decide import Because
from bot.nudges.listing import ListedChange, ListedMessage, ListedState, ListFilter
from bot.nudges.ports import Hold
from bot.storage.database import Database
from bot.storage.nudge_list import listed_changes
from bot.storage.watch_hold import WatchHold


async def list_nudges(settings: Settings, wanted: ListFilter, *, as_json: bool) -> int:
    """Print the changes that are wanted, a page at a time, and return the exit status."""
    async with (
        open_storage(settings) as database,
        open_watched_tenant(M365Settings.of(settings)) as tenant,
    ):
        hold, now = await WatchHold(database).get(), utc_now()
        pages = _pages(database, wanted, Names(tenant.names))
        async with aclosing(pages):
            return await (_print_json if as_json else _print_text)(pages, hold, now)


@dataclass(frozen=True)
class _Page:
    changes: Sequence[ListedChange]
    names: Mapping[str, str]
    is_cut: bool = False


async def _pages(
    database: Database, wanted: ListFilter, names: Names
) -> AsyncGenerator[_Page, None]:
    """Yield the changes with names; the last page tells whether the limit has cut others off."""
    # One more than is shown tells whether there are more.
    one_more = replace(wanted, limit=wanted.limit and wanted.limit + 1)
    seen, page = 0, list[ListedChange]()
    async with aclosing(listed_changes(database, one_more)) as changes:
        async for change in changes:
            if seen == wanted.limit:
                yield await _named(page, names, is_cut=True)
                return
            seen += 1
            page.append(change)
            if len(page) == PAGE:
                yield await _named(page, names)
                page = []
    yield await _named(page, names)


async def _named(changes: Sequence[ListedChange], names: Names, *, is_cut: bool = False) -> _Page:
    subjects = list(dict.fromkeys(change.subject for change in changes))
    return _Page(changes, await names.of(subjects), is_cut)


async def _print_text(pages: AsyncIterator[_Page], hold: Hold, now: datetime) -> int:
    if hold.is_on:
        print("\n".join(hold_as_text(hold)))
    shown, is_cut = 0, False
    async for page in pages:
        for change in page.changes:
            who = page.names.get(change.subject, change.subject)
            print_lines(_as_text(change, who, held_since(change, hold, now)), sys.stdout)
        shown, is_cut = shown + len(page.changes), page.is_cut
    if not shown:
        print("No changes.")
    if is_cut:
        print("There are more; --limit takes a larger number, and 0 for all.")
    return 0


async def _print_json(pages: AsyncIterator[_Page], hold: Hold, now: datetime) -> int:
    """Print one object, and each change as it comes; `error` says what cut the list off."""
    print(json.dumps({"hold": hold_as_json(hold)})[:-1] + ', "changes": [', end="")
    end: dict[str, Any] = {"more": False}
    comma = ""
    try:
        async for page in pages:
            for change in page.changes:
                upn = page.names.get(change.subject)
                found = change_as_json(change, upn, held_since(change, hold, now))
                print(comma + json.dumps(found), end="")
                comma = ", "
            end["more"] = page.is_cut
    except Exception as error:  # noqa: BLE001 - what was begun has to end as one JSON object
        end["error"] = "{error} at {at}".format(**where_it_broke(error))
        print(f"The list is cut off: {end['error']}", file=sys.stderr)
    print("], " + json.dumps(end)[1:])
    return 1 if "error" in end else 0


def held_since(change: ListedChange, hold: Hold, now: datetime) -> datetime | None:
    """Return since when nothing is decided about a change that is due; None where it isn't held.

    While all is held nobody takes what is due, so that its row can't say so.
    """
    is_due = change.next_at is not None and change.next_at <= now
    return min(filter(None, (hold.paused_at, hold.held_at)), default=None) if is_due else None


def change_as_json(change: ListedChange, upn: str | None, held: datetime | None) -> dict[str, Any]:
    """Describe a change; times are UTC, and `upn` is null where the name can't be read."""
    return {
        "id": change.subject,
        "upn": upn,
        "change": change.kind.value,
        "noticed_at": iso(change.noticed_at),
        "state": change.state.value,
        "outcome": change.outcome,
        "because": Because.HELD.value if held else change.because,
        "held_since": iso(held),
        "decided_at": iso(change.decided_at),
        "next_at": iso(change.next_at),
        "reminder_at": iso(change.reminder_at),
        "messages": [
            {
                "reference": message.reference,
                "shadow": message.is_shadow,
                "state": message.state and message.state.value,
                "reason": message.reason,
                "asked_at": iso(message.asked_at),
                "sent_at": iso(message.sent_at),
                "next_at": iso(message.next_at),
            }
            for message in change.messages
        ],
    }


def _as_text(change: ListedChange, who: str, held: datetime | None) -> Iterator[str]:
    if held:
        what = f"held since {moment_words(held)}"
    elif change.state is ListedState.PAST:
        what = "another one followed"
    else:
        because = f" ({reason_words(change.because)})" if change.because else ""
        onward = f", next on {moment_words(change.next_at)}" if change.next_at else ""
        what = decided_words(change.outcome) + because + onward
    yield f"{moment_words(change.noticed_at)}  {who}  photo {change.kind}: {what}"
    yield from (f"    {_message_as_text(message)}" for message in change.messages)
    if change.reminder_at:
        yield f"    a reminder, as the person asked, on {moment_words(change.reminder_at)}"


def _message_as_text(message: ListedMessage) -> str:
    if message.is_shadow:
        return f"{message.reference}  not sent, in shadow, on {moment_words(message.asked_at)}"
    words = [message.state or "not queued yet"]
    if message.reason:
        words.append(f"({message.reason})")
    if message.sent_at:
        words.append(f"on {moment_words(message.sent_at)}")
    elif message.next_at:
        words.append(f"for {moment_words(message.next_at)}")
    return f"{message.reference}  {' '.join(words)}"
