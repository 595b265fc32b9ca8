"""A recheck from the wish for it to the message, over real rows and with several workers."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.behaviours.recheck.behaviour import PATIENCE, PAUSE, SendRecheck
from bot.chat.surface import NotDelivered
from bot.core.failures import FailureReason
from bot.core.lease import Lease
from bot.outbox.delivery import Delivery
from bot.outbox.message import Message, MessageState
from bot.outbox.outbox import Outbox
from bot.outbox.ports import nothing
from bot.outbox.sender import Sender
from bot.photos.readings import NotRead
from bot.storage.database import Database
from bot.storage.outbox import Messages
from bot.use_cases.authorizer import Act, Actor, ActorKind
from tests.behaviours.fakes import CHAT
from tests.behaviours.stage import Stage
from tests.outbox.fakes import Channel, OpenGate

DAY = timedelta(hours=24)
ME = CHAT.person_id


@dataclass
class Office:
    """Somebody who was promised a recheck, and as many workers as a test wants."""

    database: Database
    stage: Stage = field(default_factory=Stage)
    channel: Channel = field(default_factory=Channel)

    def __post_init__(self) -> None:
        self.messages = Messages(self.database)
        self.outbox = Outbox(self.messages, self.stage.clock, uuid4, timedelta(days=30))

    async def ask(self, after: timedelta = DAY) -> Message:
        return await self.outbox.replace(
            Act.RECHECK,
            reader=ME,
            subject=ME,
            actor=Actor.person(ME),
            due_at=self.stage.clock() + after,
        )

    async def due(self) -> Message:
        message = await self.ask()
        self.stage.clock.now = message.due_at
        return message

    def worker(self) -> Sender:
        stage = self.stage
        delivery = Delivery(
            self.messages,
            stage.chats,
            {Act.RECHECK: SendRecheck(stage.services)},
            self.channel,
            OpenGate(),
            stage.clock,
            asyncio.sleep,
            lambda: 0.0,
        )
        return Sender(self.messages, delivery, stage.clock, asyncio.sleep, lambda: str(uuid4()))

    async def drain(self) -> None:
        await self.worker().drain()

    async def waiting(self) -> Message | None:
        return await self.outbox.queued(Act.RECHECK, ME, ME)

    async def states(self) -> list[str]:
        async with self.database.connection() as connection:
            rows = await connection.execute("select state from outbox order by created_at")
            return [state async for (state,) in rows]


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


async def test_a_recheck_is_sent_when_it_is_due_and_not_before(office: Office) -> None:
    recheck = await office.ask()
    await office.drain()
    assert (office.channel.posted, await office.waiting()) == ([], recheck)
    office.stage.clock.now = recheck.due_at
    await office.drain()
    assert (office.channel.posted, await office.waiting()) == ([ME], None)
    assert await office.states() == ["delivered"]
    assert office.stage.cards.only.id == recheck.id


async def test_a_recheck_that_fell_due_while_no_process_ran_is_sent_by_the_next_one(
    office: Office,
) -> None:
    recheck = await office.due()
    office.stage.clock.now = recheck.due_at + 3 * DAY
    await office.drain()
    assert office.channel.posted == [ME]


async def test_two_workers_at_the_same_time_send_one_message(office: Office) -> None:
    await office.due()
    await asyncio.gather(*(office.drain() for _ in range(4)))
    assert office.channel.posted == [ME]


async def test_a_recheck_of_a_worker_that_died_before_sending_is_sent_by_another(
    office: Office,
) -> None:
    recheck = await office.due()
    dead = Lease("dead", office.stage.clock() + timedelta(minutes=1))
    assert [
        one.id for one in await office.messages.claim([Act.RECHECK], dead, office.stage.clock(), 9)
    ]
    await office.drain()
    assert office.channel.posted == []
    office.stage.clock.now = dead.until
    await office.drain()
    assert office.channel.posted == [ME]
    assert office.stage.cards.only.id == recheck.id


async def test_a_recheck_that_a_dead_worker_may_have_sent_is_not_sent_again(
    office: Office,
) -> None:
    await office.due()
    dead = Lease("dead", office.stage.clock() + timedelta(minutes=1))
    [claimed] = await office.messages.claim([Act.RECHECK], dead, office.stage.clock(), 9)
    assert await office.messages.begin(claimed, office.stage.clock())
    office.stage.clock.now = dead.until
    await office.drain()
    assert (office.channel.posted, await office.states()) == ([], ["unconfirmed"])


async def test_a_withdrawn_recheck_is_not_sent(office: Office) -> None:
    recheck = await office.due()
    withdrawn = replace(recheck, state=MessageState.WITHDRAWN, ended_at=office.stage.clock.now)
    assert await office.outbox.withdraw_all(Act.RECHECK, ME) == [withdrawn]
    await office.drain()
    assert (office.channel.posted, await office.states()) == ([], ["withdrawn"])
    assert office.stage.microsoft_365.asked == []


async def test_a_recheck_that_is_withdrawn_while_the_bot_reads_is_not_sent(office: Office) -> None:
    await office.due()

    async def stop() -> None:
        assert await office.outbox.withdraw_all(Act.RECHECK, ME)

    office.channel.before = stop
    await office.drain()
    assert (office.channel.posted, await office.states()) == ([], ["withdrawn"])


async def test_a_recheck_that_is_asked_for_again_while_the_bot_reads_is_sent_once_at_the_new_time(
    office: Office,
) -> None:
    await office.due()
    anew: list[Message] = []

    async def ask() -> None:
        anew.append(await office.ask())

    office.channel.before = ask
    await office.drain()
    assert (office.channel.posted, await office.waiting()) == ([], anew[0])
    office.channel.before = nothing
    office.stage.clock.now = anew[0].due_at
    await office.drain()
    assert (office.channel.posted, await office.states()) == ([ME], ["delivered"])


async def test_a_recheck_that_is_asked_for_while_one_is_being_sent_is_a_second_one(
    office: Office,
) -> None:
    first = await office.due()

    async def ask() -> None:
        await office.ask()

    office.channel.meanwhile = ask
    await office.drain()
    assert office.channel.posted == [ME]
    waiting = await office.waiting()
    assert waiting is not None
    assert waiting.id != first.id


async def test_a_person_who_said_stop_is_sent_no_recheck(office: Office) -> None:
    await office.due()
    await office.stage.preferences.keep_quiet(ME, quiet=True)
    await office.drain()
    assert (office.channel.posted, await office.states()) == ([], ["withdrawn"])
    assert office.stage.microsoft_365.asked == []


async def test_a_recheck_that_is_put_off_keeps_its_due_time(
    office: Office,
) -> None:
    recheck = await office.due()
    held = office.stage.sharepoint.held
    office.stage.sharepoint.held = NotRead(FailureReason.UNAVAILABLE)
    await office.drain()
    waiting = await office.waiting()
    assert waiting is not None
    assert (waiting.due_at, waiting.not_before) == (recheck.due_at, recheck.due_at + PAUSE)
    office.stage.clock.now = recheck.due_at + PAUSE
    office.stage.sharepoint.held = held
    await office.drain()
    assert office.channel.posted == [ME]


async def test_a_recheck_that_cannot_read_for_half_an_hour_says_so(office: Office) -> None:
    recheck = await office.due()
    office.stage.sharepoint.held = NotRead(FailureReason.UNAVAILABLE)
    await office.drain()
    while waiting := await office.waiting():
        office.stage.clock.now = waiting.not_before
        await office.drain()
    assert office.channel.posted == [ME]
    assert office.stage.clock() == recheck.due_at + PATIENCE


@pytest.mark.parametrize(
    ("reason", "state"),
    [("unconfirmed", MessageState.UNCONFIRMED), ("too_large", MessageState.FAILED)],
)
async def test_no_promise_is_left_however_the_message_ended(
    office: Office, reason: str, state: MessageState
) -> None:
    await office.due()
    office.channel.refusals.append(NotDelivered(reason))
    await office.drain()
    assert (await office.waiting(), await office.states()) == (None, [state])


async def test_a_person_who_removed_the_bot_is_sent_nothing(office: Office) -> None:
    await office.due()
    office.stage.chats.reachable = False
    await office.drain()
    assert (office.channel.posted, await office.states()) == ([], ["failed"])
    assert office.stage.microsoft_365.asked == []


@pytest.mark.parametrize("actor", [Actor.person("somebody else"), Actor(ActorKind.POLICY)])
async def test_a_recheck_by_an_actor_without_the_right_is_not_sent(
    office: Office, actor: Actor
) -> None:
    await office.outbox.replace(
        Act.RECHECK, reader=ME, subject=ME, actor=actor, due_at=office.stage.clock()
    )
    await office.drain()
    assert (office.channel.posted, await office.states()) == ([], ["withdrawn"])
