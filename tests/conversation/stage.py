"""The whole conversation with fakes at its ends, wired as the app wires it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from bot.chat.conversation import ConversationReference
from bot.chat.language import load_languages
from bot.chat.reply import Reply
from bot.chat.stores import CardRow
from bot.chat.turn import Turn
from bot.conversation.assemble import Conversation
from bot.conversation.desk import Desk
from bot.conversation.door import Door
from bot.conversation.examine import Examine
from bot.conversation.handed_over import Elsewhere
from bot.conversation.own_pictures import KeptPictures
from bot.conversation.own_rights import OffersSignIn
from bot.conversation.promising import KIND
from bot.conversation.recover import Recover
from bot.conversation.sign_in import SigningIn
from bot.conversation.speech import Speech
from bot.intents import load_intents
from bot.outbox.message import Message
from bot.outbox.outbox import Outbox
from bot.results.pictures import hidden
from bot.results.view import Presenter
from bot.texts.remedies import Links
from bot.use_cases.authorizer import Act, Actor
from bot.use_cases.check import Check
from bot.use_cases.people import People
from bot.use_cases.ports import Audit
from bot.use_cases.practice import Practice
from bot.use_cases.practices import SamePractice
from bot.use_cases.sync import Sync
from tests.conversation.fakes import CHAT, FakeCards, FakeClock, FakeMessenger, FakePictures
from tests.conversation.memory import FakeHistory, FakeMessages, FakePreferences
from tests.m365.fakes import FakeTime
from tests.photos.examples import thumbnails_of
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint
from tests.use_cases.tenant import Diary

LINKS = Links(
    my_account="https://myaccount.microsoft.com",
    portal="https://m365.cloud.microsoft",
    portal_name="Microsoft 365 (Office.com)",
    about_sync="https://go.microsoft.com/fwlink/?linkid=2022634",
    add_photo="https://support.microsoft.com/topic/add-your-profile-photo",
    one_drive="https://contoso-my.sharepoint.com",
)
INTENTS = load_intents()
LANGUAGES = load_languages()


def old_picture() -> FakeSharePoint:
    return FakeSharePoint(files=thumbnails_of(2))


@dataclass
class Stage:
    """Somebody whose SharePoint holds an old picture, and what they see and what is kept."""

    microsoft_365: FakeMicrosoft365 = field(default_factory=FakeMicrosoft365)
    sharepoint: FakeSharePoint = field(
        default_factory=lambda: FakeSharePoint(files=thumbnails_of(2))
    )
    capabilities: FakeCapabilities = field(default_factory=FakeCapabilities)
    cards: FakeCards = field(default_factory=FakeCards)
    messenger: FakeMessenger = field(default_factory=FakeMessenger)
    clock: FakeClock = field(default_factory=FakeClock)
    diary: Diary = field(default_factory=Diary)
    history: FakeHistory = field(default_factory=FakeHistory)
    preferences: FakePreferences = field(default_factory=FakePreferences)
    messages: FakeMessages = field(default_factory=FakeMessages)
    drains: list[datetime] = field(default_factory=list)
    pictures: FakePictures = field(default_factory=FakePictures)
    patience: float = 60.0
    reachable: bool = True
    forgotten: list[str] = field(default_factory=list)
    remembered: list[ConversationReference] = field(default_factory=list)
    owner: str = "this process"
    signing_in: SigningIn | None = None
    elsewhere: Elsewhere | None = None
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.kept = KeptPictures.none_yet(self.clock)

    async def play(self, turn: Turn, message_id: str = "message") -> Reply | None:
        """Answer a turn as the channel does: deliver the card, then do what comes afterwards."""
        reply = await self.door.dispatch(turn)
        if reply and reply.delivered:
            await reply.delivered(message_id)
        if reply and reply.afterwards:
            await reply.afterwards()
        return reply

    @property
    def desk(self) -> Desk:
        return Desk(
            self.cards,
            self.messenger,
            self.clock,
            self._never,
            lambda: UUID(int=next(self._ids)),
            owner=self.owner,
            retention=timedelta(days=30),
            patience=self.patience,
        )

    @property
    def outbox(self) -> Outbox:
        return Outbox(self.messages, self.clock, uuid4, timedelta(days=30))

    async def rechecked(self, after: timedelta = timedelta(hours=24)) -> Message:
        """A recheck of one's own that was asked for now and is due after so long."""
        return await self.outbox.replace(
            KIND,
            reader=CHAT.person_id,
            subject=CHAT.person_id,
            actor=Actor.person(CHAT.person_id),
            due_at=self.clock() + after,
        )

    @property
    def recheck(self) -> Message | None:
        """The recheck of the person's own that waits."""
        return self.messages.waiting.get((KIND, CHAT.person_id, CHAT.person_id))

    async def drain(self, at: datetime) -> None:
        self.drains.append(at)

    @property
    def speech(self) -> Speech:
        return Speech(LANGUAGES)

    @property
    def examine(self) -> Examine:
        check = Check(self.microsoft_365, self.sharepoint, self.capabilities, self.clock)
        sync = Sync(check, self.microsoft_365, self.sharepoint, FakeTime().sleep)
        presenter = Presenter(hidden, LINKS)
        people = People(self.microsoft_365)
        practice = Practice(people, check, sync, self.capabilities)
        offers = OffersSignIn(self.signing_in.rights) if self.signing_in else None
        return Examine(SamePractice(practice), presenter, self.speech, offers)

    @property
    def door(self) -> Door:
        return Conversation(
            desk=self.desk,
            examine=self.examine,
            speech=self.speech,
            intents=INTENTS,
            audit=self._audit,
            forget=self.forget,
            history=self.history,
            preferences=self.preferences,
            outbox=self.outbox,
            drain=self.drain,
            look_again_after=timedelta(hours=24),
            chats=self,
            messenger=self.messenger,
            own_chat="https://teams.example/chat",
            pictures=self.pictures,
            kept=self.kept,
            elsewhere=self.elsewhere,
            sign_in=self.signing_in,
        ).door

    @property
    def recover(self) -> Recover:
        return Recover(self.desk, self.examine, self.speech, self)

    async def of_person(self, person_id: str) -> ConversationReference | None:
        return CHAT if self.reachable and person_id == CHAT.person_id else None

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        self.remembered.append(reference)
        return reference

    def _audit(self, _card: CardRow, _act: Act) -> Audit:
        return self.diary

    async def drop(self, chat: ConversationReference) -> None:
        raise AssertionError("only the outbox finds out that a chat is closed")

    async def forget(self, person_id: str) -> None:
        self.forgotten.append(person_id)

    async def _never(self, _seconds: float) -> None:
        await asyncio.Event().wait()
