"""Somebody who asks where others read, and a behaviour that answers them in private."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace

from bot.chat.conversation import ConversationReference
from bot.chat.privacy import Privacy
from bot.chat.surface import Card, NotDelivered
from bot.chat.turn import Answered, Event, Pressed, Said, Scope, Turn
from bot.texts.general import apology
from tests.behaviours.fakes import (
    CHAT,
    LANGUAGES,
    FakeChannel,
    FakeSurface,
    FakeTargetedStore,
    Shown,
    title,
    turn,
)

PHOTO = Said("my photo is wrong")
WROTE = "I wrote to you privately."
WRITING = "I'm writing to you privately. Look in your chat with me."
UNSURE = "I've tried to write to you privately. Look in your chat with me."
REFUSED = "I couldn't write to you privately. Open a chat with me and ask there."
SORRY = "Something went wrong on my side"
WAITING: Card = {"body": [{"text": "just a moment"}]}
RESULT: Card = {"body": [{"text": "what concerns you alone"}]}


@dataclass
class Alone:
    """Shows a card when it is let, and its result when it is let again.

    Attributes:
        steps: the ids of the messages that it was told of, and what it could not show.
    """

    turns: list[Turn] = field(default_factory=list)
    let: asyncio.Event = field(default_factory=asyncio.Event)
    let_finish: asyncio.Event = field(default_factory=asyncio.Event)
    steps: list[str | None] = field(default_factory=list)
    is_silent: bool = False
    error: Exception | None = None
    late_error: Exception | None = None

    async def __call__(self, turn: Turn) -> None:
        self.turns.append(turn)
        await self.let.wait()
        if self.error:
            raise self.error
        if not self.is_silent:
            await self._show(turn)

    async def _show(self, turn: Turn) -> None:
        try:
            message_id = await turn.surface.show(WAITING, "just a moment", waiting=True)
        except NotDelivered as refusal:
            self.steps.append(refusal.reason)
            raise
        self.steps.append(message_id)
        if self.late_error:
            raise self.late_error
        await self.let_finish.wait()
        await turn.surface.update(message_id or "", RESULT, "what concerns you alone")
        self.steps.append("finished")


@dataclass
class Chats:
    known: ConversationReference | None = CHAT
    remembered: list[ConversationReference] = field(default_factory=list)

    async def of_person(self, person_id: str) -> ConversationReference | None:
        # As a database does, it lets others go on meanwhile.
        await asyncio.sleep(0)
        return self.known and replace(self.known, person_id=person_id)

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        self.remembered.append(reference)
        return reference

    async def drop(self, chat: ConversationReference) -> None:
        raise AssertionError

    async def forget(self, person_id: str) -> None:
        raise AssertionError


@dataclass
class Public(FakeSurface):
    """What others read; the line, and what takes its place."""

    replaced: list[tuple[str, Card]] = field(default_factory=list)

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        self.replaced.append((message_id, card))


@dataclass
class Scene:
    alone: Alone = field(default_factory=Alone)
    chats: Chats = field(default_factory=Chats)
    channel: FakeChannel = field(default_factory=FakeChannel)
    targeted: FakeTargetedStore = field(default_factory=FakeTargetedStore)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    replaced: list[tuple[str, Card]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.alone.let.set()
        self.alone.let_finish.set()

    def privacy(self, answer_within: float = 5.0) -> Privacy:
        chat = "https://teams.example/chat"
        return Privacy(
            self.channel,
            self.chats,
            self.targeted,
            LANGUAGES,
            chat,
            apology,
            answer_within,
            on_shared_cards={"open"},
        )

    async def ask(
        self, asked: Turn, privacy: Privacy | None = None, *, in_own_chat: bool = False
    ) -> Shown | None:
        """Give the line, if there is one; what is done in private goes on."""
        # A note is no message, so it has no id.
        note = isinstance(asked.event, Pressed) and asked.event.has_note
        public = Public(FakeChannel(), asked.where, posted_as=None if note else "the line")
        public.replaced = self.replaced
        asking = self._ask(
            replace(asked, surface=public), privacy or self.privacy(), in_own_chat=in_own_chat
        )
        task = asyncio.create_task(asking)
        self.tasks.append(task)
        line = asyncio.create_task(public.first.wait())
        await asyncio.wait({task, line}, return_when=asyncio.FIRST_COMPLETED)
        line.cancel()
        return public.shown

    async def finish(self) -> None:
        """Let everything come to its end; raises what a behaviour raised."""
        while self.tasks:
            await self.tasks.pop(0)

    async def _ask(self, asked: Turn, privacy: Privacy, *, in_own_chat: bool) -> None:
        with suppress(Answered):
            async with privacy.alone(asked, in_own_chat=in_own_chat) as private:
                await self.alone(private)


def asked(event: Event = PHOTO, **where: str) -> Turn:
    there = {"conversation_id": "19:others;messageid=1", **where}
    return turn(event, "7", Scope.CHANNEL, **there)


async def breaks_after_the_line(scene: Scene, turn: Turn, line: str) -> None:
    """Let a behaviour raise once the line is read."""
    scene.alone.let.clear()
    scene.alone.error = RuntimeError("Amara's photo")
    assert title(await scene.ask(turn, scene.privacy(answer_within=0))) == line
    scene.alone.let.set()
    await scene.finish()
