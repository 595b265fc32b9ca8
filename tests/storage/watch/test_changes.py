"""A later reading that differs is one open change, stored with its whole page or not at all."""

from uuid import UUID

import pytest

from bot.storage.database import Database
from bot.storage.sweeps import delete_expired
from bot.storage.watch import WatchRows
from bot.storage.watch_counts import count_watched
from bot.watch.change import ChangeKind
from bot.watch.notice import Noticed, WatchedPerson
from bot.watch.ports import AccountKind, PhotosPage
from tests.storage.watch.sweeping import (
    EVERY,
    ME,
    NOW,
    RETENTION,
    changes,
    claim,
    kinds,
    known,
    swept,
)


async def test_the_first_reading_is_a_baseline_and_a_later_difference_a_change(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1", bob="", cy="1", dee="1")
    assert await changes(database) == []
    later = NOW + EVERY
    await swept(rows, later, ada="2", bob="1", cy="1", dee="", eve="1")
    assert await kinds(database) == {"ada": "changed", "bob": "new"}
    [ada, _] = await changes(database)
    assert (ada["etag"], ada["noticed_at"], ada["not_before"]) == ("2", later, later)
    assert (ada["state"], ada["nudges"], ada["expires_at"]) == ("open", 0, later + RETENTION)
    assert await known(rows) == {"ada": "2", "bob": "1", "cy": "1", "dee": "1", "eve": "1"}
    await swept(rows, NOW + 2 * EVERY, dee="")
    [*_, dee] = await changes(database)
    assert (dee["kind"], dee["etag"], dee["noticed_at"]) == ("vanished", None, later)
    counts = await count_watched(database)
    assert (counts.run.seen, counts.run.changed) == (1, 1)
    assert counts.changes == dict.fromkeys(ChangeKind, 1)
    assert counts.people == {AccountKind.MEMBER: 5}
    assert counts.unread == 0


async def test_a_later_change_takes_the_place_of_an_open_one(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1")
    await swept(rows, NOW + EVERY, ada="2")
    [first] = await changes(database)
    await database.change(
        "update photo_change set nudges = 2, outcome = 'nudge', lease_owner = 'x',"
        " lease_until = %s, not_before = %s",
        (NOW, NOW + RETENTION),
    )
    await swept(rows, NOW + 2 * EVERY, ada="3")
    [second] = await changes(database)
    assert second["id"] != first["id"]
    assert (second["etag"], second["nudges"], second["outcome"]) == ("3", 0, None)
    assert (second["lease_owner"], second["not_before"]) == (None, NOW + 2 * EVERY)


async def test_an_ended_change_stays_beside_a_new_one_until_its_retention_ends(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1")
    await swept(rows, NOW + EVERY, ada="2")
    await database.change("update photo_change set state = 'ended'", ())
    await swept(rows, NOW + 2 * EVERY, ada="3")
    assert len(await changes(database)) == 2
    assert await delete_expired(database, NOW + 3 * EVERY + RETENTION) == 1
    assert [row["state"] for row in await changes(database)] == ["open"]


async def test_a_page_is_stored_all_or_none(rows: WatchRows, database: Database) -> None:
    await swept(rows, NOW, ada="1", bob="1")
    await claim(rows, now=NOW + EVERY)
    people = [WatchedPerson("ada", "1"), WatchedPerson("bob", "1")]
    noticed = tuple(Noticed(each, "2", NOW, kind=ChangeKind.CHANGED) for each in people)
    twice = WatchRows(database, lambda: UUID(int=1), RETENTION)
    with pytest.raises(Exception, match="duplicate key"):
        await twice.save_photos(ME, PhotosPage("bob", 2, 0, 1, noticed), NOW)
    assert await known(rows) == {"ada": "1", "bob": "1"}
    assert await changes(database) == []
    assert (await count_watched(database)).run.cursor is None
