"""What becomes of cards that an earlier Photobot left in chats: what they say and what they offer.

An earlier Photobot kept both in one object of facts.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import pytest
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from bot.chat.stores import CardRow, CardState
from bot.core.lease import Lease
from bot.photos.causes import Remedy
from bot.photos.guide import Browser, PrivateWindow, System
from bot.photos.verdict import Verdict
from bot.photos.versions import PictureVersions
from bot.results.record import NOTHING_KEPT, ResultRecord, record_of
from bot.storage.cards import Cards
from bot.storage.database import Database, open_database
from bot.storage.migrate import migrate, read_migrations

THEN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LATER = THEN + timedelta(days=30)
LEASE = Lease("worker", THEN + timedelta(seconds=20))
SEEN = {"etag": '"1"', "files": "digest"}


def a_copy(size: str | None, state: str, pixels: int, distance: float | None) -> dict[str, Any]:
    store = "sharepoint" if size else "microsoft_365"
    copy = {"store": store, "size": size, "state": state, "pixels": [pixels, pixels]}
    return {"copy": {**copy, "distance": distance}, "not_read": None}


# What the facts of a check were.
EVIDENCE: dict[str, Any] = {
    "read_at": "2026-03-01T09:00:00Z",
    "verdict": "differs",
    "causes": ["sharepoint_old"],
    "remedy": "repair",
    "copies": [
        a_copy(None, "present", 240, None),
        a_copy("S", "differs", 48, 1.0),
        a_copy("M", "differs", 72, 1.0),
        a_copy("L", "differs", 200, 1.0),
    ],
    "profile": {"found": True, "frozen": False, "hidden": False, "points_elsewhere": False},
    "mailbox": True,
    "possible": ["picture_not_editable"],
    "facts": {
        "guest": False,
        "enabled": True,
        "on_premises_synced": False,
        "mailbox_on_premises": False,
        "changes_restricted": None,
        "exchange_enabled": None,
        "missing_permissions": [],
    },
    "repairable": True,
}
CHECKED, ANOTHER_REMEDY, ASKED_TO_REPLACE, ASKED_TO_REMOVE = (UUID(int=each) for each in range(4))
BEING_CHECKED, CHECKED_AGAIN, APOLOGY, OLDER, BEING_SYNCED = (
    UUID(int=each) for each in range(4, 9)
)
FACTS: dict[UUID, dict[str, Any]] = {
    CHECKED: {**EVIDENCE, **SEEN},
    ANOTHER_REMEDY: {**EVIDENCE, **SEEN, "remedy": "visit_sharepoint"},
    ASKED_TO_REPLACE: {"offer": "put"},
    ASKED_TO_REMOVE: {"offer": "remove", **SEEN},
    BEING_CHECKED: {},
    CHECKED_AGAIN: {"system": "windows", "browser": "edge"},
    APOLOGY: {},
    OLDER: {"verdict": "differs", "remedy": "repair"},
    BEING_SYNCED: {**EVIDENCE, **SEEN, "etag": None},
}
STATES = {
    BEING_CHECKED: CardState.CHECKING,
    CHECKED_AGAIN: CardState.CHECKING,
    BEING_SYNCED: CardState.SYNCING,
}
INSERT: LiteralString = """
insert into card (id, reader, subject, actor, conversation_id, request_id, message_id, state,
    locale, facts, lease_owner, lease_until, created_at, expires_at, timezone)
values (%s, 'ada', 'ada', 'person:ada', 'a:1', %s, 'message', %s, 'en-US', %s, %s, %s, %s, %s, null)
"""


@pytest.fixture
async def migrated(empty_url: str) -> AsyncIterator[Database]:
    """A database that was filled by an earlier version, and opened by this one."""
    async with await AsyncConnection.connect(empty_url, autocommit=True) as connection:
        await migrate(connection, [step for step in read_migrations() if step.number <= 10])
        for card_id, facts in FACTS.items():
            state = STATES.get(card_id, CardState.CHECKED)
            lease = (LEASE.owner, LEASE.until) if card_id in STATES else (None, None)
            values = (card_id, str(card_id), str(state), Jsonb(facts), *lease, THEN, LATER)
            await connection.execute(INSERT, values)
    async with open_database(empty_url, Path()) as database:
        yield database


async def kept(migrated: Database, card_id: UUID) -> CardRow:
    row = await Cards(migrated).get(card_id)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("card_id", "offers"),
    [
        (CHECKED, {"check", "sync", "use_sharepoint_picture", "undo"}),
        (ANOTHER_REMEDY, {"check", "use_sharepoint_picture", "undo"}),
        (ASKED_TO_REPLACE, {"replace"}),
        (ASKED_TO_REMOVE, {"remove"}),
        (BEING_CHECKED, set()),
        (CHECKED_AGAIN, set()),
        (APOLOGY, set()),
        (OLDER, {"check", "sync", "undo"}),
        (BEING_SYNCED, {"check", "sync", "use_sharepoint_picture", "undo"}),
    ],
)
async def test_a_card_offers_what_its_buttons_did(
    migrated: Database, card_id: UUID, offers: set[str]
) -> None:
    assert (await kept(migrated, card_id)).offers == offers


@pytest.mark.parametrize("card_id", [CHECKED, ANOTHER_REMEDY, BEING_SYNCED])
async def test_a_check_says_what_it_read_and_which_pictures_it_showed(
    migrated: Database, card_id: UUID
) -> None:
    row = await kept(migrated, card_id)
    record, facts = record_of(row), FACTS[card_id]
    assert record.evidence is not None
    assert record.evidence.read_at == THEN
    assert record.evidence.verdict is Verdict.DIFFERS
    assert record.evidence.remedy is Remedy(facts["remedy"])
    assert [copy.copy.state.value for copy in record.evidence.copies] == [
        "present",
        "differs",
        "differs",
        "differs",
    ]
    assert record.evidence.facts.enabled
    assert record.evidence.repairable
    assert record.shown == PictureVersions(facts["etag"], "digest")
    assert record.window is None
    assert row.has_result


async def test_a_question_knows_which_pictures_it_was_about(migrated: Database) -> None:
    asked = await kept(migrated, ASKED_TO_REMOVE)
    assert record_of(asked) == ResultRecord(shown=PictureVersions('"1"', "digest"))
    assert not asked.has_result
    assert (await kept(migrated, ASKED_TO_REPLACE)).record == {}


async def test_a_check_after_the_steps_knows_its_private_window(migrated: Database) -> None:
    row = await kept(migrated, CHECKED_AGAIN)
    assert record_of(row) == ResultRecord(window=PrivateWindow(Browser.EDGE, System.WINDOWS))
    assert not row.has_result


@pytest.mark.parametrize("card_id", [APOLOGY, BEING_CHECKED])
async def test_what_kept_nothing_keeps_nothing(migrated: Database, card_id: UUID) -> None:
    row = await kept(migrated, card_id)
    assert (row.record, record_of(row), row.has_result) == ({}, NOTHING_KEPT, False)


async def test_a_check_that_can_be_read_only_in_part_is_a_result_all_the_same(
    migrated: Database,
) -> None:
    row = await kept(migrated, OLDER)
    assert row.record == {"evidence": {"verdict": "differs", "remedy": "repair"}}
    assert record_of(row) == NOTHING_KEPT
    assert row.has_result


async def test_work_under_way_stays_under_its_lease(migrated: Database) -> None:
    for card_id, state in STATES.items():
        row = await kept(migrated, card_id)
        assert (row.state, row.lease, row.message_id) == (state, LEASE, "message")
    row = await kept(migrated, CHECKED)
    assert (row.state, row.lease) == (CardState.CHECKED, None)


async def test_the_newest_result_and_the_work_under_way_are_found(migrated: Database) -> None:
    latest = await Cards(migrated).latest_of("ada")
    assert latest.result is not None
    assert latest.result.id in {CHECKED, ANOTHER_REMEDY, OLDER}
    assert latest.work is not None
    assert latest.work.id in STATES
