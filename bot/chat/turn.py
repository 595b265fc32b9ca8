"""One turn of a conversation as behaviours see it, without types of the SDK."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from bot.chat.conversation import ConversationReference
from bot.chat.language import Reader
from bot.chat.private_surface import OwnChat
from bot.chat.surface import Surface
from bot.use_cases.authorizer import Actor, ActorKind
from cards.render import View, card_of


class Scope(Enum):
    """Kind of a conversation, which decides who can read it."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


class PictureKind(Enum):
    """How a file came with a message: pasted picture, uploaded picture, or another file."""

    INLINE = "inline"
    UPLOADED = "uploaded"
    OTHER = "other"


@dataclass(frozen=True)
class PictureReference:
    """The address of a picture in a chat; it was not fetched yet.

    The address is kept out of `repr`, as that of an upload gives access to the file.
    """

    kind: PictureKind
    address: str = field(repr=False)


@dataclass(frozen=True)
class Said:
    """A message, without the mention of the bot, and its pictures."""

    text: str
    pictures: tuple[PictureReference, ...] = ()


@dataclass(frozen=True)
class Edited:
    """A message that was edited, or whose deletion was undone, with its text by now."""

    text: str


@dataclass(frozen=True)
class Pressed:
    """A pressed button.

    Attributes:
        message_id: the message that carries the card, where it is known.
        automatic: whether the client says that it refreshed the card by itself.
        has_note: whether a note can be shown to whoever pressed; older clients send a message.
    """

    verb: str
    data: Mapping[str, Any]
    message_id: str | None
    automatic: bool = False
    has_note: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class Joined:
    """The bot was installed for the person, or added to the conversation."""


@dataclass(frozen=True)
class Left:
    """The bot was removed from the conversation."""


Event = Said | Edited | Pressed | Joined | Left


class Answered(Exception):
    """The turn needs no answer: it was claimed before, or was answered another way."""


@dataclass(frozen=True)
class Turn:
    """One authenticated activity, and the surface for its answer.

    Attributes:
        where: the conversation and the person, as the authenticated activity names them.
        scope: kind of the conversation.
        event: what the person did.
        activity_id: the channel's id of the activity. A repeated delivery has the same id, and
            so has an edit of the message.
        guest: whether the person is known to come from another tenant.
        received_at: UTC.
        reader: the person who sees the answer, with language and time zone.
        written_in: name of the language of what the person wrote; None where it is not certain.
        surface: where the answer goes.
        targeted: where others read, the surface of an answer that only this person sees; None
            where the channel has none.
        is_targeted: whether others see neither what the person wrote nor the card that they
            pressed. What a client says of a press is not believed (`Privacy.recognise`).
        own_chat: the person's own chat, where cards go that others may not read and that can't be
            shown to the person alone; None where nobody else reads.
        agent_for: object id of the person for whom the reader acts as an agent of the helpdesk;
            None where they act for themselves.
    """

    where: ConversationReference
    scope: Scope
    event: Event
    activity_id: str
    guest: bool
    received_at: datetime
    reader: Reader
    surface: Surface
    targeted: Surface | None = None
    is_targeted: bool = False
    written_in: str | None = None
    own_chat: OwnChat | None = None
    agent_for: str | None = None

    @property
    def actor(self) -> Actor:
        """The authenticated person, for themselves or as an agent; it says nothing of rights."""
        person = self.where.person_id
        return Actor(ActorKind.AGENT, person) if self.agent_for else Actor.person(person)

    @property
    def subject(self) -> str:
        """Entra object id of the person whose photo it is about: mostly the reader's own."""
        return self.agent_for or self.where.person_id

    @property
    def language(self) -> str:
        """Name of the language to read a message in: its own where certain, else the reader's."""
        return self.written_in or self.reader.language.name

    def as_agent_for(self, subject: str) -> "Turn":
        """Return the turn of a reader who acts for somebody else, whether they may or not."""
        return replace(self, agent_for=subject)

    async def show(self, view: View) -> None:
        """Show a card that needs no work and so no session; raises NotDelivered."""
        await self.surface.show(card_of(view), view.summary)
