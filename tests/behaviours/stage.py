"""Turns to play before the whole bot, and what comes of them."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.behaviours.orphans import finish_orphans
from bot.chat.dispatcher import Dispatcher
from bot.chat.turn import Pressed, Scope, Turn
from bot.outbox.message import Message
from bot.services import Services
from bot.use_cases.authorizer import Act, Actor
from tests.behaviours.bot_in_memory import BotInMemory
from tests.behaviours.fakes import CHAT, FakeSurface, Shown


@dataclass
class Stage(BotInMemory):
    """Somebody whose SharePoint holds an old picture, and what they see when they write or press.

    Attributes:
        refusal: why the first card of a turn is not taken.
    """

    refusal: str | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def play(
        self,
        turn: Turn,
        message_id: str | None = "message",
        by: Dispatcher[Services] | None = None,
    ) -> Shown | None:
        """Answer a turn to its end, and give the first card that was shown."""
        shown = await self.begin(turn, message_id, by)
        await self.finish()
        return shown

    async def begin(
        self,
        turn: Turn,
        message_id: str | None = "message",
        by: Dispatcher[Services] | None = None,
    ) -> Shown | None:
        """Answer a turn, and give the first card that is shown; the rest goes on.

        `message_id` is what the channel calls a new message, where it says so; `by` is a process
        that answered earlier turns too.
        """
        pressed = turn.event.message_id if isinstance(turn.event, Pressed) else None
        own = pressed if turn.scope is Scope.PERSONAL else None
        surface = FakeSurface(self.channel, turn.where, own, message_id, self.refusal)
        is_shared = self.takes_targeted and turn.scope is not Scope.PERSONAL
        targeted = self.channel.targeted(turn.where) if is_shared else None
        dispatcher = by or self.dispatcher
        task = asyncio.create_task(dispatcher(replace(turn, surface=surface, targeted=targeted)))
        self._tasks.add(task)
        first = asyncio.create_task(surface.first.wait())
        await asyncio.wait({task, first}, return_when=asyncio.FIRST_COMPLETED)
        first.cancel()
        return surface.shown

    async def finish(self) -> None:
        """Let everything that was begun come to its end; raises what it raised."""
        while self._tasks:
            await self._tasks.pop()

    async def crash(self) -> None:
        """End the process: everything that was begun stops where it is."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    async def finish_orphans(self) -> None:
        """Look for cards that were left, as every process does again and again."""
        await finish_orphans(self.services)

    async def rechecked(self, after: timedelta = timedelta(hours=24)) -> Message:
        """A recheck of one's own that was asked for now and is due after so long."""
        return await self.outbox.replace(
            Act.RECHECK,
            reader=CHAT.person_id,
            subject=CHAT.person_id,
            actor=Actor.person(CHAT.person_id),
            due_at=self.clock() + after,
        )

    @property
    def recheck(self) -> Message | None:
        """The recheck of the person's own that waits."""
        return self.messages.waiting.get((Act.RECHECK, CHAT.person_id, CHAT.person_id))
