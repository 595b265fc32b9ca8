"""What a census has counted, and its rows one by one, for administrators and campaigns."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.rows import class_row, dict_row

from bot.census.finding import HELPFUL, Counted
from bot.census.ports import CensusCounts, CensusRun
from bot.photos.causes import Cause
from bot.storage.census import SECONDS, census_run
from bot.storage.database import Database

PAGE = 1000

LATEST: LiteralString = "select * from census order by started_at desc, id limit 1"

COUNT: LiteralString = """
select verdict, causes[1] as cause, because, count(*) as n from census_person
where census = %s group by 1, 2, 3 order by n desc, 1, 2, 3
"""

ROWS: LiteralString = """
select census, subject, verdict, causes, remedy, because, checked_at from census_person
where census = %(census)s and subject > %(after)s and verdict is not null
order by subject limit %(most)s
"""

# Whose photo differs, whom a message would help, who did not ask for none, and whom no group
# excludes.
TO_WRITE_TO: LiteralString = """
from census_person as known
where census = %(census)s and verdict = 'differs' and remedy = any(%(helpful)s)
    and not causes && array['guest', 'sign_in_blocked']
    and not exists (select from preference where lower(person_id) = known.subject and quiet)
    and not exists (
        select from policy_group_member as member join policy_groups_read using (reading)
        where member.subject = known.subject and kind = 'excluded'
    )
"""
COUNT_TO_WRITE_TO: LiteralString = "select count(*) as n" + TO_WRITE_TO
ROWS_TO_WRITE_TO: LiteralString = (
    "select census, subject, verdict, causes, remedy, because, checked_at"
    + TO_WRITE_TO
    + "and subject > %(after)s order by subject limit %(most)s"
)


@dataclass(frozen=True)
class CensusRow:
    """One person of a census; `causes` and `remedy` by their values."""

    census: UUID
    subject: str
    verdict: str
    causes: list[str]
    remedy: str | None
    because: str | None
    checked_at: datetime


async def latest_census(database: Database) -> CensusRun | None:
    """Return the census that is under way, or the last one; None where there never was one."""
    row = await database.row(LATEST, (), dict_row)
    return census_run(row) if row else None


async def count_census(database: Database, run: CensusRun) -> CensusCounts:
    """Count what a census found, as far as it has come."""
    async with (
        database.connection(SECONDS) as connection,
        connection.cursor(row_factory=dict_row) as cursor,
    ):
        groups = await (await cursor.execute(COUNT, (run.id,))).fetchall()
        [told] = await (await cursor.execute(COUNT_TO_WRITE_TO, _values(run))).fetchall()
    return _counts(run, groups, told["n"])


def _counts(run: CensusRun, groups: list[dict[str, Any]], would_write_to: int) -> CensusCounts:
    verdicts: dict[Counted, int] = {}
    causes: dict[Counted, dict[Cause | None, int]] = {}
    reasons: dict[str, int] = {}
    waiting = 0
    for group in groups:
        number = group["n"]
        if group["verdict"] is None:
            waiting += number
            continue
        verdict = Counted(group["verdict"])
        cause = Cause(group["cause"]) if group["cause"] else None
        by_cause = causes.setdefault(verdict, {})
        verdicts[verdict] = verdicts.get(verdict, 0) + number
        by_cause[cause] = by_cause.get(cause, 0) + number
        if because := group["because"]:
            reasons[because] = reasons.get(because, 0) + number
    people = sum(verdicts.values()) + waiting
    return CensusCounts(run, people, waiting, verdicts, causes, reasons, would_write_to)


async def census_rows(
    database: Database, run: CensusRun, *, to_write_to: bool = False, after: str = ""
) -> AsyncGenerator[CensusRow, None]:
    """Yield everybody who is checked, or only those whom a message would help, by subject.

    The first one is who follows the subject `after`.
    """
    query = ROWS_TO_WRITE_TO if to_write_to else ROWS
    while page := await _page(database, query, _values(run) | {"after": after, "most": PAGE}):
        for row in page:
            yield row
        after = page[-1].subject


async def _page(
    database: Database, query: LiteralString, values: Mapping[str, object]
) -> list[CensusRow]:
    async with (
        database.connection(SECONDS) as connection,
        connection.cursor(row_factory=class_row(CensusRow)) as cursor,
    ):
        return await (await cursor.execute(query, values)).fetchall()


def _values(run: CensusRun) -> dict[str, object]:
    return {"census": run.id, "helpful": [remedy.value for remedy in HELPFUL]}
