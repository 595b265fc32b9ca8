"""One person's chat with the bot: the conversation as the app wires it, with memory of its own."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.chat.conversation import ConversationReference
from bot.chat.reply import Reply
from bot.chat.stores import CardRow
from bot.chat.turn import Turn
from bot.conversation.assemble import Conversation
from bot.conversation.desk import Desk
from bot.conversation.door import Door
from bot.conversation.examine import Examine
from bot.conversation.own_pictures import KeptPictures
from bot.conversation.speech import Speech
from bot.outbox.outbox import Outbox
from bot.results.pictures import hidden
from bot.results.view import Presenter
from bot.use_cases.authorizer import Act
from bot.use_cases.ports import Audit
from bot.use_cases.practice import Practice
from bot.use_cases.practices import SamePractice
from tests.conversation.fakes import CHAT, FakeCards, FakeClock, FakeMessenger, FakePictures
from tests.conversation.memory import FakeHistory, FakeMessages, FakePreferences
from tests.conversation.stage import INTENTS, LANGUAGES, LINKS
from tests.model.company import NEW
from tests.scenarios.drawing import drawn
from tests.use_cases.tenant import Diary


@dataclass
class Chat:
    """Answers turns as the channel has them answered, in front of a practice."""

    practice: Practice
    cards: FakeCards = field(default_factory=FakeCards)
    diary: Diary = field(default_factory=Diary)

    def __post_init__(self) -> None:
        self.door = self._door()

    @property
    def kept(self) -> Mapping[str, Any]:
        """What is kept of the newest card."""
        return list(self.cards.rows.values())[-1].facts

    async def play(self, turn: Turn) -> Reply:
        """Answer, deliver the card, and do what comes afterwards."""
        reply = await self.door.dispatch(turn)
        assert reply is not None, "nothing was answered"
        if reply.delivered:
            await reply.delivered("message")
        if reply.afterwards:
            await reply.afterwards()
        return reply

    async def of_person(self, _person_id: str) -> ConversationReference:
        return CHAT

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        return reference

    def _door(self) -> Door:
        clock, messenger, speech = FakeClock(), FakeMessenger(), Speech(LANGUAGES)
        desk = Desk(
            self.cards,
            messenger,
            clock,
            self._never,
            uuid4,
            owner="the model",
            retention=timedelta(days=30),
            patience=60.0,
        )
        return Conversation(
            desk=desk,
            examine=Examine(SamePractice(self.practice), Presenter(hidden, LINKS), speech),
            speech=speech,
            intents=INTENTS,
            audit=self._audit,
            forget=self.forget,
            history=FakeHistory(),
            preferences=FakePreferences(),
            outbox=Outbox(FakeMessages(), clock, uuid4, timedelta(days=30)),
            drain=self._drain,
            look_again_after=timedelta(hours=24),
            chats=self,
            messenger=messenger,
            own_chat="https://teams.example/chat",
            pictures=FakePictures(drawn(NEW)),
            kept=KeptPictures.none_yet(clock),
        ).door

    def _audit(self, _card: CardRow, _act: Act) -> Audit:
        return self.diary

    async def drop(self, _chat: ConversationReference) -> None:
        """No chat is closed."""

    async def forget(self, _person_id: str) -> None:
        """Nobody leaves."""

    async def _drain(self, _at: datetime) -> None:
        """Nobody waits for what was promised."""

    async def _never(self, _seconds: float) -> None:
        await asyncio.Event().wait()
