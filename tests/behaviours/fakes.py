"""Rows in memory, a chat that records what it gets, and turns to play."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot.chat.conversation import ConversationReference
from bot.chat.language import load_languages
from bot.chat.pictures import NotFetched
from bot.chat.stores import WORKING, CardRow, CardState, Latest
from bot.chat.surface import Card, NotDelivered
from bot.chat.turn import Event, PictureReference, Pressed, Said, Scope, Turn
from bot.core.lease import Lease
from bot.use_cases.authorizer import Actor
from tests.cards.first_look import first_look
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


@dataclass
class FakeClock:
    """The time, moved by tests alone."""

    now: datetime = READ_AT

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class FakeCards:
    """Rows as Postgres keeps them; `history` has every state that a row was in."""

    rows: dict[UUID, CardRow] = field(default_factory=dict)
    history: list[CardState] = field(default_factory=list)

    async def open(self, row: CardRow) -> bool:
        taken = {(each.conversation_id, each.request_id) for each in self.rows.values()}
        if (row.conversation_id, row.request_id) in taken:
            return False
        self._keep(row)
        return True

    async def get(self, card_id: UUID) -> CardRow | None:
        return self.rows.get(card_id)

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
        row = self.rows.get(card_id)
        if row is None or row.state not in from_states or not _is_of(row, owner):
            return False
        self._keep(
            replace(
                row,
                state=to,
                lease=lease,
                actor=actor or row.actor,
                conversation_id=conversation_id or row.conversation_id,
                unshown_since=None if to is CardState.CHECKED else row.unshown_since,
                may_be_posted=to is not CardState.CHECKED and row.may_be_posted,
                message_id=message_id or row.message_id,
                record=row.record if record is None else record,
                offers=row.offers if offers is None else frozenset(offers),
            )
        )
        return True

    async def put_off(self, row: CardRow, owner: str | None) -> None:
        if not _is_of(self.rows[row.id], owner):
            return
        self._keep(
            replace(
                self.rows[row.id],
                state=row.state,
                lease=row.lease,
                unshown_since=row.unshown_since,
                may_be_posted=row.may_be_posted,
            )
        )

    async def renew(self, card_id: UUID, lease: Lease) -> bool:
        row = self.rows.get(card_id)
        if row is None or row.lease is None or row.lease.owner != lease.owner:
            return False
        self.rows[card_id] = replace(row, lease=lease)
        return True

    async def take_over(self, card_id: UUID, owner: str, lease: Lease, now: datetime) -> bool:
        row = self.rows.get(card_id)
        if row is None or row.lease is None or row.lease.owner != owner or row.lease.until <= now:
            return False
        self.rows[card_id] = replace(row, lease=lease)
        return True

    async def take_orphans(self, lease: Lease, now: datetime) -> list[CardRow]:
        left = [row for row in self.rows.values() if row.lease and row.lease.until <= now]
        for row in left:
            self.rows[row.id] = replace(row, lease=lease)
        return [self.rows[row.id] for row in left]

    async def latest_of(self, subject: str) -> Latest:
        about = [row for row in self.rows.values() if row.subject == subject]
        mine = [row for row in about if row.reader == subject]
        results = [row for row in mine if row.state not in WORKING and row.has_result]
        syncing = [row for row in about if row.state is CardState.SYNCING]
        work = [row for row in mine if row.state in WORKING] or syncing
        newest = max(results, key=_read_at, default=None)
        return Latest(newest, work[-1] if work else None)

    async def drop(self, card_id: UUID, owner: str | None) -> None:
        row = self.rows.get(card_id)
        if row and _is_of(row, owner) and (row.lease or row.message_id is None):
            del self.rows[card_id]

    @property
    def only(self) -> CardRow:
        [row] = self.rows.values()
        return row

    def _keep(self, row: CardRow) -> None:
        self.rows[row.id] = row
        self.history.append(row.state)


def _is_of(row: CardRow, owner: str | None) -> bool:
    return (row.lease and row.lease.owner) == owner


def _read_at(row: CardRow) -> datetime:
    at = row.record["evidence"].get("read_at")
    return datetime.fromisoformat(at) if at else row.created_at


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
    """

    updates: list[tuple[str, Card]] = field(default_factory=list)
    sent: list[Card] = field(default_factory=list)
    refusal: str | None = None
    update_refusal: str | None = None
    closed: str | None = None
    sent_to: list[ConversationReference] = field(default_factory=list)

    async def open(self, where: ConversationReference) -> ConversationReference:
        if self.closed:
            raise NotDelivered(self.closed)
        return replace(where, conversation_id="a:opened")

    def surface(self, where: ConversationReference) -> "FakeChat":
        return FakeChat(self, where)

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
    return Turn(
        where=there,
        scope=scope,
        event=event,
        activity_id=activity_id,
        guest=False,
        received_at=READ_AT,
        reader=LANGUAGES.reader(there.person_id, there.locale, there.timezone),
        surface=FakeSurface(FakeChannel(), there),
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
