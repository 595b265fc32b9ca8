"""One turn of a conversation, as a behaviour sees it: free of any SDK's types."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from bot.chat.conversation import ConversationReference
from bot.chat.language import Reader
from bot.chat.surface import Surface
from bot.use_cases.authorizer import Actor
from cards.render import View, card_of


class Scope(Enum):
    """Who can read what is said in a conversation."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


class PictureKind(Enum):
    """How a file came into a chat: within the message, uploaded beside it, or as no picture."""

    INLINE = "inline"
    UPLOADED = "uploaded"
    OTHER = "other"


@dataclass(frozen=True)
class PictureReference:
    """A picture in a chat that nobody has looked at: only where it lies."""

    kind: PictureKind
    address: str = field(repr=False)


@dataclass(frozen=True)
class Said:
    """A message that somebody wrote, without the mention of the bot, and its pictures."""

    text: str
    pictures: tuple[PictureReference, ...] = ()


@dataclass(frozen=True)
class Edited:
    """What a message says after its writer changed it, or undid its deletion."""

    text: str


@dataclass(frozen=True)
class Pressed:
    """A card's button: `message_id` is the message that carries the card, where it is known."""

    verb: str
    data: Mapping[str, Any]
    message_id: str | None


@dataclass(frozen=True)
class Joined:
    """The bot was installed for the person, or added to the conversation."""


@dataclass(frozen=True)
class Left:
    """The bot was removed from the conversation."""


Event = Said | Edited | Pressed | Joined | Left


class Answered(Exception):
    """Nothing is left to be said: the request was claimed before, or was answered otherwise."""


@dataclass(frozen=True)
class Turn:
    """One authenticated activity, and where its answer goes.

    Attributes:
        where: the conversation, and the person in it as the authenticated activity names them.
        scope: who can read what is said there.
        event: what happened.
        activity_id: the channel's id of this activity; the same when the channel retries, and
            when a message is edited.
        guest: whether the person is known to come from another tenant.
        received_at: UTC.
        reader: who sees the answer, and in which language.
        surface: where the answer goes.
    """

    where: ConversationReference
    scope: Scope
    event: Event
    activity_id: str
    guest: bool
    received_at: datetime
    reader: Reader
    surface: Surface

    @property
    def actor(self) -> Actor:
        """Who asks: the authenticated person."""
        return Actor.person(self.where.person_id)

    @property
    def subject(self) -> str:
        """Entra object id of whose photo it is about: people ask about their own."""
        return self.where.person_id

    async def show(self, view: View) -> None:
        """Answer with a card that takes no work; raises NotDelivered."""
        await self.surface.show(card_of(view), view.summary)
