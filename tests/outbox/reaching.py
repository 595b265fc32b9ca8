"""A post office that installs the app for Ada, who has no chat."""

from collections import deque
from dataclasses import dataclass, field, replace
from typing import LiteralString

from psycopg.rows import scalar_row

from bot.chat.conversation import ConversationReference
from bot.chat.surface import NotDelivered, Surface
from bot.outbox.message import Message
from bot.outbox.reach import LOOK_SECONDS, Reach
from bot.storage.installations import Installations
from tests.outbox.fakes import KIND, Chats, OpenGate, PostOffice

ADA = "ada"
BOT = ConversationReference("", "", "https://smba.example/teams", "tenant", "28:bot", "", None)
CHAT = replace(BOT, person_id=ADA, conversation_id="a:ada", user_id=ADA)


@dataclass
class Known(Chats):
    """Chats that can be learnt of, by Teams' own activity or from Graph."""

    remembered: list[ConversationReference] = field(default_factory=list)

    async def of_person(self, person_id: str) -> ConversationReference | None:
        found = [chat for chat in self.remembered if chat.person_id == person_id]
        return found[0] if found else await super().of_person(person_id)

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        self.remembered.append(reference)
        return reference


@dataclass
class FakeInstaller:
    """Installs the app, unless it refuses; notes what it was asked for."""

    office: "Post"
    granted: bool = True
    tells: bool = True
    has_it: set[str] = field(default_factory=set)
    refusals: deque[NotDelivered] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    rows: list[bool] = field(default_factory=list)

    async def is_granted(self) -> bool:
        return self.granted

    async def install(self, person_id: str) -> bool:
        self.asked.append(f"install {person_id}")
        self.rows.append(await self.office.is_asked_for(person_id))
        if self.refusals:
            raise self.refusals.popleft()
        if person_id in self.has_it:
            return False
        self.has_it.add(person_id)
        if self.tells:
            self.office.told = replace(CHAT, person_id=person_id, conversation_id=f"a:{person_id}")
        return True


@dataclass
class Opener:
    """The channel, which opens the chats of those who have the app."""

    installer: FakeInstaller
    refusal: NotDelivered | None = None
    opened: list[ConversationReference] = field(default_factory=list)

    async def open(self, where: ConversationReference) -> ConversationReference:
        self.opened.append(where)
        if self.refusal:
            raise self.refusal
        return replace(where, conversation_id=f"a:{where.person_id}")

    def surface(self, where: ConversationReference) -> Surface:
        raise AssertionError("every message goes through the gate")

    def targeted(self, where: ConversationReference) -> Surface:
        raise AssertionError("what nobody asked for goes to the own chat")


@dataclass
class Post(PostOffice):
    """A post office that reaches people; Ada has no chat."""

    told: ConversationReference | None = None
    answer: Exception | None = None
    wanted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chats = self.known = Known(without={ADA})
        super().__post_init__()
        self.installations = Installations(self.database)
        self.installer, self.install_gate = FakeInstaller(self), OpenGate()
        self.opener, self.bot = Opener(self.installer), BOT
        self.start({KIND})

    def start(self, kinds: set[str]) -> None:
        reach = Reach(
            dict.fromkeys(kinds, self.is_wanted),
            self.installations,
            self.installer,
            self.chats,
            self.opener,
            self.bot,
            self.install_gate,
            self.now,
            self.sleep,
        )
        self.delivery = replace(self.delivery, reach=reach)
        self.sender = replace(self.sender, delivery=self.delivery)

    async def is_wanted(self, message: Message) -> None:
        self.wanted.append(message.reader)
        if self.answer:
            raise self.answer

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        # What Teams tells of an installation arrives while one waits for it.
        if seconds == LOOK_SECONDS and self.told:
            await self.chats.remember(self.told)
            self.told = None

    async def is_asked_for(self, person: str) -> bool:
        query: LiteralString = "select asked_at = %s from installation where person_id = %s"
        return bool(await self.database.row(query, (self.time, person), scalar_row))


async def ended(post: Post) -> tuple[str, str | None]:
    [message] = await post.sent(ADA)
    return message.state, message.reason
