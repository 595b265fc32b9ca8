"""A process that works on cards, somebody who looks at them, and the rows."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from bot.chat.buttons import CardButton
from bot.chat.card_session import CardSession
from bot.chat.card_sessions import CardSessions
from bot.chat.language import Gettext
from bot.chat.stores import CardRow, CardState
from bot.chat.surface import PASSING, Card, NotDelivered
from bot.chat.turn import Turn
from bot.core.lease import LEASE, Lease
from bot.use_cases.authorizer import Actor
from cards.render import View
from cards.views import Button, Link, MessageView
from tests.behaviours.fakes import CHAT, LANGUAGES, FakeCards, FakeChannel, pressed, said, title
from tests.chat.card_session.virtual_time import VirtualTime

OWNER = "this process"
RETENTION = timedelta(days=30)
LATER = sorted(PASSING)


@dataclass(frozen=True)
class Paint(CardButton, verb="paint_wall"):
    """Of this test alone."""

    card: UUID | None = None


@dataclass(frozen=True)
class Unoffered(CardButton, verb="unoffered"):
    """Of this test alone."""


@dataclass(frozen=True)
class Kept:
    """A record of this test alone."""

    what: str

    def as_json(self) -> dict[str, Any]:
        return {"what": self.what}


def waiting(_: Gettext) -> MessageView:
    return MessageView("Wait", ())


def apology(_: Gettext) -> MessageView:
    return MessageView("Sorry", (), (Button("Again", "check"),))


def result(words: str = "Done") -> MessageView:
    link = Link("Elsewhere", "https://contoso.sharepoint.com")
    return MessageView(words, (), (Paint().titled("Paint"), Button("Help", "help"), link))


def breaks() -> None:
    raise RuntimeError


@dataclass
class Rows(FakeCards):
    """Rows that tell when they are written.

    Attributes:
        failures: what breaks the next renewals.
        broken: the states to which no row can be moved.
    """

    events: list[str] = field(default_factory=list)
    renewed: int = 0
    failures: list[Exception] = field(default_factory=list)
    broken: set[CardState] = field(default_factory=set)

    async def open(self, row: CardRow) -> bool:
        opened = await super().open(row)
        self.events.append(f"row {row.state}" if opened else "claimed before")
        return opened

    async def move(
        self,
        card_id: UUID,
        from_states: Collection[CardState],
        to: CardState,
        *,
        owner: str | None,
        lease: Lease | None = None,
        actor: Actor | None = None,
        conversation_id: str | None = None,
        message_id: str | None = None,
        record: Mapping[str, Any] | None = None,
        offers: Collection[str] | None = None,
    ) -> bool:
        if to in self.broken:
            raise ConnectionError("host=db user=photobot")
        self.events.append(f"row {to}")
        return await super().move(
            card_id,
            from_states,
            to,
            owner=owner,
            lease=lease,
            actor=actor,
            conversation_id=conversation_id,
            message_id=message_id,
            record=record,
            offers=offers,
        )

    async def renew(self, card_id: UUID, lease: Lease) -> bool:
        if self.failures:
            raise self.failures.pop(0)
        self.renewed += 1
        return await super().renew(card_id, lease)


@dataclass
class Screen:
    """What a person sees of one turn.

    Attributes:
        posted_as: the ids of new messages, in their order; None where one is not known.
        refusals: why cards are not taken, in the order in which they come; None for one that is.
        seconds: for how long the channel keeps one waiting for each card.
    """

    time: VirtualTime
    events: list[str]
    message_id: str | None = None
    posted_as: list[str | None] = field(default_factory=lambda: ["first", "second"])
    refusals: list[str | None] = field(default_factory=list)
    seconds: float = 0.0
    cards: list[tuple[str | None, Card]] = field(default_factory=list)

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        message_id = self.message_id or self.posted_as.pop(0)
        await self._take("waiting" if waiting else "show", message_id, card)
        return message_id

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        await self._take("update", message_id, card)

    async def _take(self, what: str, message_id: str | None, card: Card) -> None:
        if self.seconds:
            await self.time.sleep(self.seconds)
        refusal = self.refusals.pop(0) if self.refusals else None
        self.events.append(f"{what} refused" if refusal else what)
        if refusal:
            raise NotDelivered(refusal)
        self.cards.append((message_id, card))

    @property
    def titles(self) -> list[str]:
        return [title(card) for _, card in self.cards]


@dataclass
class Scene:
    """A process, somebody's screen, and the rows."""

    time: VirtualTime = field(default_factory=VirtualTime)
    events: list[str] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        ids = count(1)
        self.rows = Rows(events=self.events)
        self.screen = Screen(self.time, self.events)
        self.channel = FakeChannel()
        self.let = asyncio.Event()
        self.sessions = CardSessions(
            self.rows,
            self.channel,
            LANGUAGES,
            apology,
            now=self.time.clock,
            sleep=self.time.sleep,
            new_id=lambda: UUID(int=next(ids)),
            owner=OWNER,
            retention=RETENTION,
        )

    def asks(self, turn: Turn | None = None) -> Turn:
        """Give a turn that is answered on this screen."""
        return replace(turn or said("my photo is wrong"), surface=self.screen)

    def presses(self, activity_id: str = "2", message_id: str | None = "pressed") -> Turn:
        self.screen.message_id = message_id
        return self.asks(pressed("paint_wall", {}, activity_id, message_id))

    async def answer(
        self,
        turn: Turn,
        view: View | None = None,
        *,
        row: CardRow | None = None,
        record: Kept | None = None,
        slow: bool = False,
        error: Exception | None = None,
    ) -> None:
        """Answer a turn as a behaviour does."""
        async with self.sessions.session(turn, waiting=waiting, row=row) as card:
            await self.work(card, view, record, slow=slow, error=error)

    async def work(
        self,
        card: CardSession,
        view: View | None = None,
        record: Kept | None = None,
        *,
        slow: bool = False,
        error: Exception | None = None,
    ) -> None:
        self.events.append("work")
        if slow:
            await self.let.wait()
        if error:
            raise error
        await card.show(view or result(), record)

    def start(self, turn: Turn, **how: Any) -> asyncio.Task[None]:
        task = asyncio.create_task(self.answer(turn, **how))
        self.tasks.append(task)
        return task

    async def offered(self) -> CardRow:
        """Give the row of a card that was shown, in a message called “pressed”."""
        self.screen.posted_as.insert(0, "pressed")
        await self.answer(self.asks(), record=Kept("before"))
        self.events.clear()
        self.screen.cards.clear()
        return self.rows.only

    async def left(self) -> CardRow:
        """Give the row of a card that another process left waiting, under this one's lease."""
        return await self._left("first")

    async def left_unshown(self) -> CardRow:
        """Give the row of a request that another process left before it showed anything."""
        return await self._left(None)

    async def _left(self, message_id: str | None) -> CardRow:
        now = self.time.clock()
        async with self.sessions.session(self.asks(), waiting=waiting) as card:
            row = card.row
        left = replace(row, message_id=message_id, lease=Lease("another", now))
        self.rows.rows[row.id] = left
        self.events.clear()
        [orphan] = await self.sessions.orphans()
        return orphan

    async def finish(self, row: CardRow, view: View | None = None) -> None:
        async with self.sessions.finish(row, CHAT) as card:
            await card.show(view or result(), Kept("found"))


@dataclass(frozen=True)
class OneChat:
    """A channel whose only chat is on this screen."""

    screen: Screen

    async def open(self, where: Any) -> Any:
        raise AssertionError

    def surface(self, where: Any) -> Screen:
        return self.screen


# What may be answered to an update of a card that is there: 400, 401, 403, 404, 405, 410, 413, 500.
REFUSED = [
    "bad_request",
    "blocked",
    "forbidden",
    "gone",
    "message_gone",
    "not_found",
    "not_installed",
    "refused",
    "service_error",
    "too_large",
    "unauthorized",
]


async def take_orphans(scene: Scene) -> list[CardRow]:
    """Look for orphans as another process does."""
    now = scene.time.clock()
    return await scene.rows.take_orphans(Lease("another", now + LEASE), now)


async def orphans_when_due(scene: Scene) -> list[CardRow]:
    """Give what is found once the next lease has run out, however far away that is."""
    lease = scene.rows.only.lease
    if lease:
        await scene.time.pass_((lease.until - scene.time.clock()).total_seconds())
    return await scene.sessions.orphans()


async def recovered(scene: Scene) -> list[UUID]:
    return [row.id for row in await orphans_when_due(scene)]
