"""`python -m bot audit`: who looked at what, wrote what and sent what, and why."""

import csv
import json
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.app.infrastructure import open_storage
from bot.commands.moments import iso, moment_words
from bot.commands.names import PAGE, Names
from bot.commands.result import print_lines
from bot.commands.spreadsheet import cells
from bot.config.settings import Settings
from bot.core.logs import where_it_broke
from bot.m365.settings import M365Settings
from bot.m365.watched_tenant import open_watched_tenant
from bot.storage.audit_rows import Audited, AuditRow, audit_rows
from bot.storage.database import Database
from bot.texts.written import in_line

COLUMNS = (
    *("at", "what", "actor", "actor_id", "actor_upn", "subject_id", "subject_upn", "reader_id"),
    *("reader_upn", "act", "target", "outcome", "detail", "command", "reason", "reference"),
)
NOT_KNOWN = "not known"


@dataclass(frozen=True)
class _Page:
    rows: Sequence[AuditRow]
    names: Mapping[str, str]


async def print_audit(
    settings: Settings, since: datetime | None, *, as_json: bool, as_csv: bool
) -> int:
    """Print what was done since then, oldest first, a page at a time; return the exit status."""
    async with (
        open_storage(settings) as database,
        open_watched_tenant(M365Settings.of(settings)) as tenant,
        aclosing(_pages(database, since, Names(tenant.names))) as pages,
    ):
        if as_json:
            return await _print_json(pages, since)
        return await (_print_csv if as_csv else _print_text)(pages)


async def _pages(
    database: Database, since: datetime | None, names: Names
) -> AsyncGenerator[_Page, None]:
    page: list[AuditRow] = []
    async with aclosing(audit_rows(database, since)) as rows:
        async for row in rows:
            page.append(row)
            if len(page) == PAGE:
                yield await _named(page, names)
                page = []
    yield await _named(page, names)


async def _named(rows: Sequence[AuditRow], names: Names) -> _Page:
    people = dict.fromkeys(person for row in rows for person in row.people)
    return _Page(rows, await names.of(list(people)))


async def _print_text(pages: AsyncIterator[_Page]) -> int:
    is_empty = True
    async for page in pages:
        for row in page.rows:
            print_lines([_as_text(row, page.names)], sys.stdout)
            is_empty = False
    if is_empty:
        print("Nothing.")
    return 0


async def _print_csv(pages: AsyncIterator[_Page]) -> int:
    table = csv.writer(sys.stdout)
    table.writerow(COLUMNS)
    async for page in pages:
        for row in page.rows:
            table.writerow(cells(_as_json(row, page.names).values()))
    return 0


async def _print_json(pages: AsyncIterator[_Page], since: datetime | None) -> int:
    """Print one object, and each row as it comes; `error` says what cut it off."""
    print(json.dumps({"since": iso(since)})[:-1] + ', "rows": [', end="")
    end: dict[str, Any] = {}
    comma = ""
    try:
        async for page in pages:
            for row in page.rows:
                found = json.dumps(_as_json(row, page.names))
                print(comma + found, end="")
                comma = ", "
    except Exception as error:  # noqa: BLE001 - what was begun has to end as one JSON object
        end["error"] = "{error} at {at}".format(**where_it_broke(error))
        print(f"The list is cut off: {end['error']}", file=sys.stderr)
    print("]" + (f", {json.dumps(end)[1:-1]}" if end else "") + "}")
    return 1 if end else 0


def _as_json(row: AuditRow, names: Mapping[str, str]) -> dict[str, Any]:
    """Describe a row by `COLUMNS`; a name is null where it can't be read."""
    values = (
        *(iso(row.at), row.what.value, row.actor.kind.value),
        *(row.actor.id, names.get(row.actor.id or "")),
        *(row.subject, names.get(row.subject)),
        *(row.reader, names.get(row.reader or "")),
        *(row.act, row.target, row.outcome, row.detail, row.command, row.reason, row.reference),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _as_text(row: AuditRow, names: Mapping[str, str]) -> str:
    def name(person: str) -> str:
        return names.get(person, person)

    kind = row.actor.kind
    who = f"{name(row.actor.id)} ({kind})" if row.actor.id else kind.value
    outcome = row.outcome or NOT_KNOWN
    match row.what:
        case Audited.LOOK:
            did = f"looked at {row.target} of {name(row.subject)} by {row.command}: {outcome}"
        case Audited.WRITE:
            did = f"wrote {row.target} of {name(row.subject)} ({row.act or NOT_KNOWN}): {outcome}"
        case Audited.MESSAGE:
            whose = "" if row.reader == row.subject else f" about {name(row.subject)}"
            did = f"sent {row.act} to {name(row.reader or NOT_KNOWN)}{whose}: {outcome}"
    more = (row.detail, row.reason and f"reason: {in_line(row.reason)}", row.reference)
    return "  ".join((moment_words(row.at), who, did, *filter(None, more)))
