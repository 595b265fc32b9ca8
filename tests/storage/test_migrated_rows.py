"""What becomes of rows that an earlier Photobot left, when this one migrates its database."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import LiteralString
from uuid import UUID

import pytest
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from bot.chat.conversation import ConversationReference
from bot.chat.stores import CardRow, CardState
from bot.core.lease import Lease
from bot.jobs.queue import open_queue
from bot.outbox.message import Message, MessageState
from bot.photos.capabilities import Capability
from bot.storage.cards import Cards
from bot.storage.conversations import Conversations
from bot.storage.database import Database, open_database
from bot.storage.effects import Effects
from bot.storage.migrate import migrate, read_migrations
from bot.storage.outbox import Messages
from bot.storage.preferences import Preferences
from bot.storage.sign_ins import SignIns
from bot.storage.sweeps import Sweeps
from bot.storage.writer_grants import WriterGrants
from bot.use_cases.audit import Effect, EffectResult, EffectWithResult
from bot.use_cases.authorizer import COMMAND, Act, Actor

THEN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
DUE, SOON, LATER = (THEN + timedelta(hours=hours) for hours in (24, 24.5, 720))
ADA = Actor.person("ada")
CARD, WORK, WRITTEN, COMMANDED, OFFER, PROMISE, MESSAGE, OTHER, OTHERS_ROW = (
    UUID(int=number) for number in range(1, 10)
)
# Promises of other people, and messages about them.
WAITING, MADE_ANEW, REPLACED, LEFT, TOLD, SENT, TAKEN_BACK, LEFT_TOO = (
    UUID(int=number) for number in range(11, 19)
)
PUT: LiteralString = (
    "insert into outbox values (%s, %s, 'promise', %s, %s, %s, 0, null, null, null, null, %s, %s)"
)
PROMISED: LiteralString = "insert into promise values (%s, %s, %s, %s, %s, null, null, %s)"

# Every table as it was at 0008, and its rows.
ROWS: tuple[tuple[LiteralString, Sequence[object]], ...] = (
    (
        "insert into conversation values"
        " ('ada', 'a:1', 'https://smba', 'tenant', '28:bot', '29:ada', 'en-US', 'Asia/Taipei')",
        (),
    ),
    ("insert into preference values ('ada', 'zh_Hant', true)", ()),
    (
        "insert into card values (%s, 'ada', 'a:1', 'request', 'message', 'checked', 'en-US', %s,"
        " null, null, %s, %s, 'Asia/Taipei')",
        (CARD, Jsonb({"verdict": "differs"}), THEN, LATER),
    ),
    (
        "insert into card values (%s, 'ben', 'a:2', 'request', null, 'syncing', null, %s,"
        " 'worker', %s, %s, %s, null)",
        (WORK, Jsonb({}), SOON, THEN, LATER),
    ),
    (
        "insert into effect values (%s, %s, 'ada', 'person', 'sharepoint:L', 'write', %s, %s)",
        (WRITTEN, CARD, THEN, LATER),
    ),
    (
        "insert into effect values (%s, null, 'ada', 'command', 'sharepoint:M', 'write', %s, %s)",
        (COMMANDED, SOON, LATER),
    ),
    ("insert into effect_result values (%s, 'verified', null, %s)", (WRITTEN, THEN)),
    (
        "insert into promise values (%s, 'ada', %s, %s, 'open', 'worker', %s, %s)",
        (PROMISE, THEN, DUE, LATER, LATER),
    ),
    (
        "insert into outbox values (%s, 'ada', 'promise', %s, 'queued', %s, 1, null, 'throttled',"
        " null, null, %s, %s)",
        (MESSAGE, PROMISE, SOON, DUE, LATER),
    ),
    (
        "insert into outbox values (%s, 'ben', 'other', %s, 'sending', %s, 0, null, null,"
        " 'sender', %s, %s, %s)",
        (OTHER, OTHERS_ROW, DUE, SOON, THEN, LATER),
    ),
    # One that is not due, one made anew after it fell due, one told, and one taken back since.
    (PROMISED, (WAITING, "cleo", THEN, DUE, "open", LATER)),
    (PROMISED, (MADE_ANEW, "dan", THEN, DUE, "open", LATER)),
    (PUT, (LEFT, "dan", REPLACED, "queued", DUE, DUE, LATER)),
    (PROMISED, (TOLD, "eve", THEN, DUE, "open", LATER)),
    (PUT, (SENT, "eve", TOLD, "delivered", DUE, DUE, LATER)),
    (PROMISED, (TAKEN_BACK, "flo", THEN, DUE, "withdrawn", LATER)),
    (PUT, (LEFT_TOO, "flo", TAKEN_BACK, "queued", DUE, DUE, LATER)),
    (
        "insert into procrastinate_jobs (queue_name, task_name, args, status, scheduled_at)"
        " values ('default', 'keep_promise', %s, 'todo', %s)",
        (Jsonb({"promise_id": str(WAITING)}), DUE),
    ),
    (
        "insert into procrastinate_jobs (queue_name, task_name, args, status)"
        " values ('default', 'repair', %s, 'todo')",
        (Jsonb({"card_id": str(WORK)}),),
    ),
    ("insert into sign_in values (%s, 'ada', null, null, %s)", (OFFER, LATER)),
    ("insert into sweep values ('outbox', %s, %s)", (THEN, SOON)),
    (
        "insert into writer_grant (capabilities, found_at) values (%s, %s)",
        ([Capability.WRITE_MICROSOFT_365_PHOTO.value], THEN),
    ),
    ("update gate set next_at = %s, closed_until = %s", (THEN, SOON)),
)


@pytest.fixture
async def migrated(empty_url: str) -> AsyncIterator[Database]:
    """A database that was filled by an earlier version, and opened by this one."""
    async with await AsyncConnection.connect(empty_url, autocommit=True) as connection:
        earlier = [step for step in read_migrations() if step.number <= 8]
        await migrate(connection, earlier)
        for query, values in ROWS:
            await connection.execute(query, values)
    async with open_database(empty_url, Path()) as database:
        yield database


async def test_cards_are_their_persons_to_read_about_themselves_and_at_their_own_request(
    migrated: Database,
) -> None:
    cards = Cards(migrated)
    checked = CardRow(
        id=CARD,
        reader="ada",
        subject="ada",
        actor=ADA,
        conversation_id="a:1",
        request_id="request",
        message_id="message",
        state=CardState.CHECKED,
        locale="en-US",
        record={"evidence": {"verdict": "differs"}},
        offers=frozenset({"check", "undo"}),
        lease=None,
        created_at=THEN,
        expires_at=LATER,
        timezone="Asia/Taipei",
    )
    assert await cards.get(CARD) == checked
    assert (await cards.latest_of("ada")).result == checked
    work = (await cards.latest_of("ben")).work
    assert work is not None
    assert (work.reader, work.subject, work.actor) == ("ben", "ben", Actor.person("ben"))
    assert work.lease == Lease("worker", SOON)


async def test_writes_tell_who_asked_and_which_act_it_was_where_that_is_certain(
    migrated: Database,
) -> None:
    effect = Effect(
        id=WRITTEN,
        card_id=CARD,
        subject="ada",
        actor=ADA,
        act=None,
        action="write",
        target="sharepoint:L",
        at=THEN,
        expires_at=LATER,
    )
    command = Effect(
        id=COMMANDED,
        card_id=None,
        subject="ada",
        actor=COMMAND,
        act=Act.SYNC,
        action="write",
        target="sharepoint:M",
        at=SOON,
        expires_at=LATER,
    )
    assert await Effects(migrated).of_person("ada", THEN) == [
        EffectWithResult(effect, EffectResult("verified", None, THEN)),
        EffectWithResult(command, None),
    ]


async def test_a_promise_whose_message_was_asked_for_keeps_that_message(
    migrated: Database,
) -> None:
    assert await Messages(migrated).queued("recheck", "ada", "ada") == Message(
        id=MESSAGE,
        reader="ada",
        subject="ada",
        actor=ADA,
        kind="recheck",
        about=None,
        state=MessageState.QUEUED,
        due_at=DUE,
        not_before=SOON,
        attempts=1,
        message_id=None,
        reason="throttled",
        lease=None,
        created_at=THEN,
        expires_at=LATER,
    )


@pytest.mark.parametrize(("person", "promise"), [("cleo", WAITING), ("dan", MADE_ANEW)])
async def test_an_open_promise_becomes_a_message_that_is_due_then(
    migrated: Database, person: str, promise: UUID
) -> None:
    assert await Messages(migrated).queued("recheck", person, person) == Message(
        id=promise,
        reader=person,
        subject=person,
        actor=Actor.person(person),
        kind="recheck",
        about=None,
        state=MessageState.QUEUED,
        due_at=DUE,
        not_before=DUE,
        attempts=0,
        message_id=None,
        reason=None,
        lease=None,
        created_at=THEN,
        expires_at=LATER,
    )


async def test_what_was_told_or_is_not_wanted_any_more_is_not_told(migrated: Database) -> None:
    for person in ("eve", "flo"):
        assert await Messages(migrated).queued("recheck", person, person) is None
    async with migrated.connection() as connection:
        query = "select id, state from outbox where kind = 'recheck' and state <> 'queued'"
        ended = {message: state async for message, state in await connection.execute(query)}
    assert ended == {SENT: "delivered", LEFT: "withdrawn", LEFT_TOO: "withdrawn"}


async def test_no_timer_is_left_of_a_promise_whose_message_workers_find(migrated: Database) -> None:
    async with open_queue(migrated.url) as queue:
        assert await queue.job_manager.list_jobs_async(queue="default") == []


async def test_a_repair_that_was_asked_for_waits_for_a_worker_that_may_write(
    migrated: Database,
) -> None:
    async with open_queue(migrated.url) as queue:
        [job] = await queue.job_manager.list_jobs_async(queue="writes")
    assert (job.task_name, job.task_kwargs, job.status) == ("sync", {"card_id": str(WORK)}, "todo")


async def test_a_message_about_anything_else_was_asked_for_when_it_is_tried(
    migrated: Database,
) -> None:
    other = await Messages(migrated).of("other", OTHERS_ROW)
    assert other is not None
    assert (other.reader, other.subject, other.actor) == ("ben", "ben", Actor.person("ben"))
    assert (other.due_at, other.not_before) == (DUE, DUE)
    assert (other.state, other.lease) == (MessageState.SENDING, Lease("sender", SOON))


async def test_rows_of_all_other_tables_stay_as_they_were(migrated: Database) -> None:
    chat = ConversationReference(
        "ada", "a:1", "https://smba", "tenant", "28:bot", "29:ada", "zh_Hant", "Asia/Taipei"
    )
    assert await Conversations(migrated).of_person("ada") == chat
    assert await Preferences(migrated).is_quiet("ada")
    assert await SignIns(migrated, lambda: THEN, timedelta()).person_of(OFFER) == "ada"
    assert await Sweeps(migrated).ended_at("outbox") == SOON
    writing = frozenset({Capability.WRITE_MICROSOFT_365_PHOTO})
    assert await WriterGrants(migrated).found_since(THEN - timedelta(seconds=1)) == writing
    async with migrated.connection() as connection:
        gate = await connection.execute("select next_at, closed_until from gate")
        assert await gate.fetchall() == [(THEN, SOON)]
