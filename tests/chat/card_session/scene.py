"""A process that works on cards, somebody who looks at them, and the rows."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from bot.chat.buttons import CardButton
from bot.chat.card_session import CardSession
from bot.chat.card_sessions import CardSessions
from bot.chat.language import Gettext
from bot.chat.stores import CardRow
from bot.chat.surface import PASSING
from bot.chat.turn import Turn
from bot.core.lease import LEASE, Lease
from cards.render import View
from cards.views import Button, Link, MessageView
from tests.behaviours.fakes import LANGUAGES, FakeChannel, FakeTargetedStore, pressed, said
from tests.chat.card_session.fakes import Rows, Screen
from tests.chat.card_session.virtual_time import VirtualTime
from tests.chat.privacy.scene import Chats

OWNER = "this process"
RETENTION = timedelta(days=30)
LATER = sorted(PASSING)


@dataclass(frozen=True)
class Paint(CardButton, verb="paint_wall", aliases=("tint_wall",)):
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
        self.chats, self.targeted = Chats(), FakeTargetedStore()
        self.let = asyncio.Event()
        self.sessions = CardSessions(
            self.rows,
            self.chats,
            self.targeted,
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

    def presses(
        self, activity_id: str = "2", message_id: str | None = "pressed", verb: str = Paint.verb
    ) -> Turn:
        self.screen.message_id = message_id
        return self.asks(pressed(verb, {}, activity_id, message_id))

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
        async with self.sessions.finish(row) as card:
            await card.show(view or result(), Kept("found"))


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
