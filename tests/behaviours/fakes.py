"""Rows in memory, a chat that records what it gets, and turns to play."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.chat.conversation import ConversationReference
from bot.chat.language import load_languages
from bot.chat.pictures import NotFetched
from bot.chat.surface import Card, NotDelivered
from bot.chat.turn import Edited, Event, PictureReference, Pressed, Said, Scope, Turn
from bot.intents.language import LanguageRecogniser, load_vocabularies
from tests.cards.first_look import first_look
from tests.intents.read_once import INTENTS as LEARNED
from tests.photos.examples import ACCOUNT, READ_AT

CHAT = ConversationReference(
    person_id=ACCOUNT.id,
    conversation_id="a:1",
    service_url="https://smba.trafficmanager.net/emea",
    tenant_id="1b4e28ba-2fa1-41d2-883f-0016d3cca427",
    bot_id="28:bot",
    user_id="29:amara",
    locale="en-US",
)


LANGUAGES = load_languages()
# As where every language is understood well enough: how well each is changes with the sentences.
INTENTS = replace(LEARNED, model=replace(LEARNED.model, wanted=dict.fromkeys(LANGUAGES.known, 1)))
RECOGNISER = LanguageRecogniser(INTENTS.features, load_vocabularies().languages)


@dataclass
class FakeClock:
    """The time, moved by tests alone."""

    now: datetime = READ_AT

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Shown:
    """A card that somebody was shown, and what a notification said."""

    card: Card
    summary: str


@dataclass
class FakeChannel:
    """Records what it gets, or refuses it for a reason.

    Attributes:
        refusal: why it takes nothing.
        update_refusal: why it takes no update, though it takes new messages.
        closed: why it opens no chat.
        targeted_cards: those that only one person sees where others read.
        targeted_updates: by which such cards were replaced.
        targeted_refusal: why it takes none of those.
        targeted_update_refusal: why it takes no update of those.
    """

    updates: list[tuple[str, Card]] = field(default_factory=list)
    sent: list[Card] = field(default_factory=list)
    refusal: str | None = None
    update_refusal: str | None = None
    closed: str | None = None
    sent_to: list[ConversationReference] = field(default_factory=list)
    targeted_cards: list[Card] = field(default_factory=list)
    targeted_updates: list[tuple[str, Card]] = field(default_factory=list)
    targeted_refusal: str | None = None
    targeted_update_refusal: str | None = None

    async def open(self, where: ConversationReference) -> ConversationReference:
        if self.closed:
            raise NotDelivered(self.closed)
        return replace(where, conversation_id="a:opened")

    def surface(self, where: ConversationReference) -> "FakeChat":
        return FakeChat(self, where)

    def targeted(self, where: ConversationReference) -> "FakeTargeted":
        return FakeTargeted(self, where)

    def send(self, where: ConversationReference, card: Card) -> str:
        if self.refusal:
            raise NotDelivered(self.refusal)
        self.sent.append(card)
        self.sent_to.append(where)
        return "new message"

    def update(self, message_id: str, card: Card) -> None:
        if refusal := self.update_refusal or self.refusal:
            raise NotDelivered(refusal)
        self.updates.append((message_id, card))


@dataclass(frozen=True)
class FakeChat:
    """A chat outside of any turn."""

    channel: FakeChannel
    where: ConversationReference
    message_id: str | None = None

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        return self.channel.send(self.where, card)

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        self.channel.update(message_id, card)


@dataclass
class FakeTargeted:
    """What one person alone sees of a conversation."""

    channel: FakeChannel
    where: ConversationReference
    message_id: str | None = None

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str:
        if refusal := self.channel.targeted_refusal:
            raise NotDelivered(refusal)
        self.channel.targeted_cards.append(card)
        return f"targeted {len(self.channel.targeted_cards)}"

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        if refusal := self.channel.targeted_update_refusal or self.channel.targeted_refusal:
            raise NotDelivered(refusal)
        self.channel.targeted_updates.append((message_id, card))


@dataclass
class FakeTargetedStore:
    """Which messages only one person sees, in memory."""

    notes: dict[tuple[str, str], tuple[ConversationReference, datetime]] = field(
        default_factory=dict
    )

    async def note(
        self, where: ConversationReference, message_id: str, expires_at: datetime
    ) -> None:
        self.notes[where.person_id, message_id] = where, expires_at

    async def of_message(
        self, person_id: str, message_id: str, now: datetime
    ) -> ConversationReference | None:
        where, until = self.notes.get((person_id, message_id), (None, now))
        return where if until > now else None


@dataclass
class FakeSurface:
    """The answer to a turn: the first card is kept, later ones go to the channel.

    Attributes:
        message_id: the message of the pressed card.
        posted_as: the message that a first card becomes otherwise; None where that is not known.
        refusal: why the first card is not taken; a later one is a new message in the channel.
    """

    channel: FakeChannel
    where: ConversationReference
    message_id: str | None = None
    posted_as: str | None = "message"
    refusal: str | None = None
    shown: Shown | None = None
    first: asyncio.Event = field(default_factory=asyncio.Event)

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        if self.first.is_set():
            return self.channel.send(self.where, card)
        self.first.set()
        if self.refusal:
            raise NotDelivered(self.refusal)
        self.shown = Shown(card, summary)
        return self.message_id or self.posted_as

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        self.channel.update(message_id, card)


@dataclass
class FakePictures:
    """Gives one picture, or none for a reason; notes what was fetched."""

    data: bytes = b""
    refusal: NotFetched.Reason | None = None
    fetched: list[PictureReference] = field(default_factory=list)
    max_bytes: int = 4 * 1024 * 1024

    async def fetch(self, picture: PictureReference) -> bytes:
        self.fetched.append(picture)
        if self.refusal:
            raise NotFetched(self.refusal)
        return self.data


def turn(event: Event, activity_id: str = "1", scope: Scope = Scope.PERSONAL, **where: Any) -> Turn:
    there = replace(CHAT, **where)
    written_in = RECOGNISER.recognise(event.text) if isinstance(event, Said | Edited) else None
    return Turn(
        where=there,
        scope=scope,
        event=event,
        activity_id=activity_id,
        guest=False,
        received_at=READ_AT,
        reader=LANGUAGES.reader(there.person_id, written_in or there.locale, there.timezone),
        surface=FakeSurface(FakeChannel(), there),
        written_in=written_in,
    )


def said(text: str, activity_id: str = "1") -> Turn:
    return turn(Said(text), activity_id)


def pressed(
    verb: str, data: Mapping[str, Any], activity_id: str = "2", message_id: str | None = "message"
) -> Turn:
    return turn(Pressed(verb, data, message_id), activity_id)


def title(shown: Shown | Card | None) -> str:
    """The headline of a card."""
    assert shown is not None
    card = shown.card if isinstance(shown, Shown) else shown
    words: str = card["body"][0]["text"]
    return words


def verbs(shown: Shown | Card | None) -> dict[str, Mapping[str, Any]]:
    """The buttons of a card that come back to the bot, with their data."""
    assert shown is not None
    card = shown.card if isinstance(shown, Shown) else shown
    return {
        action["verb"]: {key: value for key, value in action["data"].items() if key != "verb"}
        for action in first_look(card).buttons
        if action["type"] == "Action.Execute"
    }
