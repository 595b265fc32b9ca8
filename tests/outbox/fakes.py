"""Fakes around a delivery: time, chats, a composer, a gate and a channel."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from bot.chat.conversation import ConversationReference
from bot.chat.surface import Card, NotDelivered, Surface
from bot.core.lease import RENEWAL_SECONDS, Lease
from bot.outbox.backoff import Backoff
from bot.outbox.delivery import Delivery
from bot.outbox.message import Message
from bot.outbox.outbox import Outbox
from bot.outbox.ports import (
    BudgetUnreachable,
    Enter,
    GateClosed,
    Priority,
    nothing,
)
from bot.outbox.sender import Sender
from bot.storage.database import Database
from bot.storage.outbox import Messages
from bot.use_cases.authorizer import Actor

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
KIND = "recheck"
CARD: Card = {"type": "AdaptiveCard", "version": "1.5", "body": []}


@dataclass
class Chats:
    """Every person has a chat, except those in `without`."""

    service_url: str = "https://smba.example/"
    without: set[str] = field(default_factory=set)

    async def of_person(self, person_id: str) -> ConversationReference | None:
        chat = ConversationReference(
            person_id=person_id,
            conversation_id=f"a:{person_id}",
            service_url=self.service_url,
            tenant_id="tenant",
            bot_id="28:bot",
            user_id="29:user",
            locale=None,
        )
        return None if person_id in self.without else chat

    async def drop(self, chat: ConversationReference) -> None:
        self.without.add(chat.person_id)

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        raise AssertionError("the sender remembers no chat")

    async def forget(self, person_id: str) -> None:
        raise AssertionError("the sender forgets no person")


@dataclass
class OpenGate:
    """Lets everybody through, until it is closed."""

    entered: list[Priority] = field(default_factory=list)
    closed_for: float = 0.0
    breaks_late: bool = False

    async def enter(self, priority: Priority, prepare: Enter = nothing) -> None:
        if self.closed_for:
            raise GateClosed(self.closed_for)
        await prepare()
        if self.breaks_late:
            raise BudgetUnreachable
        self.entered.append(priority)

    async def close(self, seconds: float) -> None:
        self.closed_for = seconds


@dataclass
class Channel:
    """Accepts every message, except while there is a refusal in `refusals`."""

    refusals: deque[NotDelivered] = field(default_factory=deque)
    posted: list[str] = field(default_factory=list)
    updates: list[tuple[str, str]] = field(default_factory=list)
    before: Callable[[], Awaitable[None]] = nothing
    meanwhile: Callable[[], Awaitable[None]] = nothing

    async def post(
        self, where: ConversationReference, card: Card, summary: str, enter: Enter
    ) -> str:
        await self.before()
        await enter()
        self.posted.append(where.person_id)
        await self.meanwhile()
        if self.refusals:
            raise self.refusals.popleft()
        return f"message-{len(self.posted)}"

    def surface(self, where: ConversationReference) -> Surface:
        return Chat(self, where)


@dataclass(frozen=True)
class Chat:
    """The chat in which a sent message can be updated."""

    channel: Channel
    where: ConversationReference
    message_id: None = None

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        raise AssertionError("every message goes through the gate")

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        self.channel.updates.append((self.where.conversation_id, message_id))


@dataclass
class Writer:
    """Composes a message, or raises `answer`; records whether it was delivered.

    Attributes:
        answer: raised before anything is shown.
        broken: whether it fails after the message was sent or refused.
        sent: ids of the messages that were delivered.
        refused: reasons for which messages were not delivered.
    """

    answer: Exception | None = None
    broken: bool = False
    sent: list[str | None] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    composed: list[tuple[Message, ConversationReference]] = field(default_factory=list)
    after: Callable[[Surface, str | None], Awaitable[None]] | None = None

    async def compose(
        self, message: Message, where: ConversationReference, surface: Surface
    ) -> None:
        self.composed.append((message, where))
        if self.answer:
            raise self.answer
        try:
            sent_as = await surface.show(CARD, "Hello")
        except NotDelivered as refusal:
            self.refused.append(refusal.reason)
            self._break()
            raise
        self.sent.append(sent_as)
        self._break()
        if self.after:
            await self.after(surface, sent_as)

    def _break(self) -> None:
        if self.broken:
            raise ValueError("broken")


@dataclass
class PostOffice:
    """A delivery and a sender over the real outbox, with fakes for everything around them."""

    database: Database
    time: datetime = NOW
    chats: Chats = field(default_factory=Chats)
    gate: OpenGate = field(default_factory=OpenGate)
    channel: Channel = field(default_factory=Channel)
    writer: Writer = field(default_factory=Writer)
    renewal: asyncio.Event = field(default_factory=asyncio.Event)
    pauses: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.messages = Messages(self.database)
        self.outbox = Outbox(self.messages, self.now, uuid4, timedelta(days=30))
        self.delivery = Delivery(
            messages=self.messages,
            chats=self.chats,
            composers={KIND: self.writer.compose},
            poster=self.channel,
            gate=self.gate,
            now=self.now,
            sleep=self.sleep,
            random=lambda: 0.0,
            backoff=Backoff(first_pause=2.0, patience=7200.0),
        )
        self.sender = Sender(
            self.messages, self.delivery, self.now, self.sleep, lambda: str(uuid4())
        )

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Let time pass; leases are renewed only where a test asks for it."""
        if seconds == RENEWAL_SECONDS:
            await self.renewal.wait()
            self.renewal.clear()
        else:
            self.pauses.append(seconds)
            self.time += timedelta(seconds=seconds)

    async def put(
        self,
        person: str = "ada",
        due_at: datetime = NOW,
        *,
        kind: str = KIND,
        about: UUID | None = None,
    ) -> Message:
        return await self.outbox.put(
            kind,
            reader=person,
            subject=person,
            actor=Actor.person(person),
            about=about or uuid4(),
            due_at=due_at,
        )

    async def seen(self, message: Message) -> Message:
        assert message.about is not None
        found = await self.outbox.of(message.kind, message.about)
        assert found is not None
        return found

    async def sent(self, *people: str) -> list[Message]:
        """Deliver a message to each of these people in turn, and return their rows afterwards."""
        messages = [await self.put(person) for person in people or ["ada"]]
        for message in messages:
            await self.deliver(message)
        return [await self.seen(message) for message in messages]

    async def deliver(self, message: Message) -> None:
        lease = Lease("mine", self.time + timedelta(seconds=60))
        claimed = await self.messages.claim([KIND], lease, self.time, 100)
        await self.delivery.deliver(next(each for each in claimed if each.id == message.id))
        await self.messages.release(lease.owner)
