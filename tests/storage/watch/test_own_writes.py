"""What Photobot wrote itself is no change, and hides nobody's own."""

from datetime import datetime
from uuid import uuid4

import pytest

from bot.storage.database import Database
from bot.storage.own_writes import OwnWriteRows
from bot.storage.watch import WatchRows
from bot.watch.notice import notice
from bot.watch.ports import PhotosPage
from tests.storage.watch.sweeping import (
    EVERY,
    EVERYBODY,
    ME,
    MINUTE,
    NOW,
    RETENTION,
    changes,
    claim,
    kinds,
    known,
    swept,
)


async def own_write(
    database: Database, subject: str, at: datetime, outcome: str | None, target: str
) -> None:
    """A row of the audit, and its result where there is one."""
    effect = uuid4()
    await database.change(
        "insert into effect (id, subject, actor, act, action, target, at, expires_at)"
        " values (%s, %s, 'command', 'replace', 'write', %s, %s, %s)",
        (effect, subject, target, at, at + RETENTION),
    )
    if outcome:
        await database.change(
            "insert into effect_result (effect_id, outcome, at) values (%s, %s, %s)",
            (effect, outcome, at),
        )


async def test_what_photobot_wrote_is_no_change(rows: WatchRows, database: Database) -> None:
    await swept(rows, NOW, ada="1", bob="1")
    await OwnWriteRows(database).note("ADA", "2", NOW + MINUTE)
    await OwnWriteRows(database).note("bob", "", NOW + MINUTE)
    await OwnWriteRows(database).note("unknown", "7", NOW + MINUTE)
    await swept(rows, NOW + EVERY, ada="2", bob="")
    assert await changes(database) == []
    await swept(rows, NOW + 2 * EVERY, ada="3")
    assert await kinds(database) == {"ada": "changed"}


async def test_an_own_write_during_a_sweep_is_not_overwritten_by_an_older_reading(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1")
    await claim(rows, now=NOW + EVERY)
    [before] = await rows.people("", EVERYBODY, 1)
    # The sweep reads somebody's change, then Photobot writes over it, then the page is stored.
    await OwnWriteRows(database).note("ada", "3", NOW + EVERY)
    late = notice(before, "2", NOW + EVERY)
    assert late is not None
    await rows.save_photos(ME, PhotosPage("ada", 1, 0, 1, (late,)), NOW + EVERY)
    assert await known(rows) == {"ada": "3"}
    assert await changes(database) == []


async def test_a_sweep_that_saw_an_own_write_before_it_was_noted_is_corrected(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1", bob="1")
    await swept(rows, NOW + EVERY, ada="2", bob="2")
    await OwnWriteRows(database).note("ada", "2", NOW + EVERY)
    await OwnWriteRows(database).note("bob", "3", NOW + EVERY)
    # Bob changed his photo himself before.
    assert await kinds(database) == {"bob": "changed"}


@pytest.mark.parametrize("outcome", ["verified", "unknown", None])
async def test_an_own_write_whose_etag_was_not_noted_explains_one_difference(
    rows: WatchRows, database: Database, outcome: str | None
) -> None:
    await swept(rows, NOW, ada="1")
    await own_write(database, "ADA", NOW + MINUTE, outcome, "microsoft_365")
    await swept(rows, NOW + EVERY, ada="2")
    assert await changes(database) == []
    await swept(rows, NOW + 2 * EVERY, ada="3")
    assert await kinds(database) == {"ada": "changed"}


@pytest.mark.parametrize(
    ("outcome", "target", "at"),
    [
        ("failed", "microsoft_365", NOW + MINUTE),
        ("not_stored", "microsoft_365", NOW + MINUTE),
        ("verified", "sharepoint:L", NOW + MINUTE),
        ("verified", "microsoft_365", NOW - MINUTE),
    ],
)
async def test_a_write_that_explains_nothing_hides_no_change(
    rows: WatchRows, database: Database, outcome: str, target: str, at: datetime
) -> None:
    await own_write(database, "ada", at, outcome, target)
    await swept(rows, NOW, ada="1")
    await swept(rows, NOW + EVERY, ada="2")
    assert await kinds(database) == {"ada": "changed"}


async def test_an_own_write_after_which_a_sweep_saw_no_difference_hides_no_later_change(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1")
    await own_write(database, "ada", NOW + MINUTE, "unknown", "microsoft_365")
    await swept(rows, NOW + EVERY, ada="1")
    await swept(rows, NOW + 2 * EVERY, ada="2")
    assert await kinds(database) == {"ada": "changed"}


async def test_an_own_write_that_was_noted_hides_no_change_in_the_same_hours(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1")
    await own_write(database, "ada", NOW + MINUTE, "verified", "microsoft_365")
    await OwnWriteRows(database).note("ada", "2", NOW + 2 * MINUTE)
    await swept(rows, NOW + EVERY, ada="3")
    assert await kinds(database) == {"ada": "changed"}
