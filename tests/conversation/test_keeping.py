"""From the timer of a promise to one message, over real rows."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from psycopg import AsyncConnection

from bot.chat.stores import Promise
from bot.conversation.keeping import HANDED_OVER, KIND, LEASE, Keep
from bot.core.lease import Lease
from bot.outbox.message import Message, MessageState
from bot.outbox.outbox import Outbox
from bot.storage.database import Database
from bot.storage.outbox import Messages
from bot.storage.promises import Promises
from tests.conversation.fakes import FakeClock

DAY = timedelta(hours=24)


async def no_timer(_: UUID, __: datetime, ___: AsyncConnection) -> None:
    pass


@dataclass
class Keeper:
    """A worker's handler, and all that it stands on."""

    database: Database
    clock: FakeClock
    drains: int = 0

    def __post_init__(self) -> None:
        self.promises = Promises(self.database, no_timer, self.clock, uuid4, DAY)
        self.messages = Messages(self.database)
        self.outbox = Outbox(self.messages, self.clock, uuid4, DAY)

    async def due(self) -> Promise:
        promise = await self.promises.make("ada", self.clock() + DAY)
        self.clock.now = promise.due_at
        return promise

    async def keep(self, promise: Promise, owner: str = "mine") -> None:
        await Keep(self.promises, self.outbox, self._drain, self.clock, owner)(promise.id)

    async def message(self, promise: Promise) -> Message | None:
        return await self.outbox.of(KIND, promise.id)

    async def message_ends(self, promise: Promise, state: MessageState) -> None:
        lease = Lease("sender", self.clock() + LEASE)
        [message] = await self.messages.claim([KIND], lease, self.clock(), 1)
        await self.messages.end(message, state)

    async def _drain(self) -> None:
        self.drains += 1


@pytest.fixture
def keeper(database: Database) -> Keeper:
    return Keeper(database, FakeClock())


async def test_a_promise_that_is_due_becomes_a_message_that_is_sent(keeper: Keeper) -> None:
    promise = await keeper.due()
    await keeper.keep(promise)
    message = await keeper.message(promise)
    assert message is not None
    assert (message.reader, message.subject, message.state) == ("ada", "ada", MessageState.QUEUED)
    assert keeper.drains == 1
    assert await keeper.promises.open_of("ada") == promise


async def test_a_promise_that_is_not_due_or_taken_back_becomes_none(keeper: Keeper) -> None:
    early = await keeper.promises.make("ada", keeper.clock() + DAY)
    await keeper.keep(early)
    keeper.clock.now = early.due_at
    await keeper.promises.withdraw("ada")
    await keeper.keep(early)
    assert await keeper.message(early) is None
    assert keeper.drains == 0


async def test_two_workers_at_the_same_time_ask_for_one_message(keeper: Keeper) -> None:
    promise = await keeper.due()
    await asyncio.gather(*(keeper.keep(promise, owner) for owner in ("mine", "theirs")))
    assert keeper.drains == 1


async def test_a_worker_that_died_before_it_asked_is_followed_by_another(keeper: Keeper) -> None:
    promise = await keeper.due()
    await keeper.promises.take(promise.id, Lease("dead", keeper.clock() + LEASE))
    await keeper.keep(promise)
    assert await keeper.message(promise) is None
    keeper.clock.advance(LEASE.total_seconds())
    assert await keeper.promises.overdue(keeper.clock()) == [promise.id]
    await keeper.keep(promise)
    assert await keeper.message(promise) is not None


async def test_while_the_outbox_has_its_message_a_promise_is_not_overdue(keeper: Keeper) -> None:
    promise = await keeper.due()
    await keeper.keep(promise)
    keeper.clock.advance(HANDED_OVER.total_seconds() - 1)
    assert await keeper.promises.overdue(keeper.clock()) == []


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (MessageState.DELIVERED, "kept"),
        (MessageState.UNCONFIRMED, "kept"),
        (MessageState.FAILED, "withdrawn"),
    ],
)
async def test_a_promise_ends_as_its_message_did_though_nobody_heard_of_it(
    keeper: Keeper, end: MessageState, state: str
) -> None:
    promise = await keeper.due()
    await keeper.keep(promise)
    await keeper.message_ends(promise, end)
    keeper.clock.advance(HANDED_OVER.total_seconds())
    await keeper.keep(promise)
    assert await keeper.promises.open_of("ada") is None
    async with keeper.database.connection() as connection:
        [row] = await (await connection.execute("select state from promise")).fetchall()
    assert row == (state,)
