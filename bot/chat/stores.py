"""The stores that behaviours use, as ports, and the rows of cards."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from bot.chat.conversation import ConversationReference
from bot.core.lease import Lease
from bot.use_cases.authorizer import Actor


class CardState(StrEnum):
    """State of a card's row: being checked, being written, or finished."""

    CHECKING = "checking"
    SYNCING = "syncing"
    CHECKED = "checked"


WORKING = frozenset({CardState.CHECKING, CardState.SYNCING})


@dataclass(frozen=True)
class CardRow:
    """The row of one card; it holds no photo and no name.

    Attributes:
        reader: Entra object id of the person who sees the card and may press it.
        subject: Entra object id of the person whose photo it is about.
        actor: who asked for the result, or for the work in progress.
        request_id: id of the activity that asked for it; unique within the conversation.
        message_id: id of the message that carries the card; None until the channel accepted it.
        locale: language tag of the reader.
        record: what a later turn needs, from `Record.as_json`.
        offers: verbs of the buttons that the card shows.
        lease: which process works on the card; None where no work is in progress.
        timezone: IANA name of the reader's time zone.
        unshown_since: when the channel first refused the result; None where it did not.
        may_be_posted: whether a message with the result may have arrived, so that none is sent.
    """

    id: UUID
    reader: str
    subject: str
    actor: Actor
    conversation_id: str
    request_id: str
    message_id: str | None
    state: CardState
    locale: str | None
    record: Mapping[str, Any]
    offers: frozenset[str]
    lease: Lease | None
    created_at: datetime
    expires_at: datetime
    timezone: str | None = None
    unshown_since: datetime | None = None
    may_be_posted: bool = False

    @property
    def has_result(self) -> bool:
        """Whether the record holds the result of a check."""
        return "evidence" in self.record


class Record(Protocol):
    """What a behaviour stores in the row of its card; it holds no photo and no name."""

    def as_json(self) -> dict[str, Any]:
        """Return the JSON object that the row stores."""


@dataclass(frozen=True)
class Latest:
    """The card with the newest result for one subject, and the card in progress, if any."""

    result: CardRow | None
    work: CardRow | None


class CardStore(Protocol):
    """The rows of cards, in durable storage that all processes share."""

    async def open(self, row: CardRow) -> bool:
        """Insert a row; return False where the request has a row already."""

    async def get(self, card_id: UUID) -> CardRow | None:
        """Return one row; None where there is none."""

    async def move(
        self,
        card_id: UUID,
        from_states: Collection[CardState],
        to: CardState,
        *,
        owner: str | None,
        offering: str | None = None,
        lease: Lease | None = None,
        actor: Actor | None = None,
        conversation_id: str | None = None,
        message_id: str | None = None,
        record: Mapping[str, Any] | None = None,
        offers: Collection[str] | None = None,
    ) -> bool:
        """Update a row that is in one of `from_states`; return whether it was.

        `owner` has to have the lease; None where nobody has to have one. So who lost a lease
        changes nothing any more. With `offering`, the row has to offer the button of that verb at
        this moment. The lease is always replaced, by None too. Other fields that are None stay
        unchanged. A finished card counts as shown.
        """

    async def put_off(self, row: CardRow, owner: str | None) -> None:
        """Store that a result is to be shown later: state, lease, and what was tried so far.

        `owner` as in `move`.
        """

    async def renew(self, card_id: UUID, lease: Lease, message_id: str | None) -> bool:
        """Extend a lease, and note a message; return False where another process holds it by now.

        Without a message the row keeps the one that it has.
        """

    async def take_over(self, card_id: UUID, owner: str, lease: Lease, now: datetime) -> bool:
        """Replace an owner's unexpired lease; return True for one of several callers only."""

    async def take_orphans(self, lease: Lease, now: datetime) -> list[CardRow]:
        """Take rows whose lease ran out, the oldest first, and return a batch of them."""

    async def latest_of(self, subject: str) -> Latest:
        """Return the newest result that a subject was shown, and the work in progress for them.

        A check that an agent asked for is neither: only the agent is told what it finds.
        """

    async def drop(self, card_id: UUID, owner: str | None) -> None:
        """Delete the row of a card that `owner` works on; without one, if it was never delivered.

        Nothing happens where somebody else has the lease.
        """


class TargetedStore(Protocol):
    """The messages that only one person sees of a shared conversation, until they vanish."""

    async def note(
        self, where: ConversationReference, message_id: str, expires_at: datetime
    ) -> None:
        """Store that the person of `where` was sent a message there that only they see."""

    async def of_message(
        self, person_id: str, message_id: str, now: datetime
    ) -> ConversationReference | None:
        """Return where a person sees a message alone; None where it is not theirs, or gone."""


class PressStore(Protocol):
    """What is known of messages from the presses of their buttons."""

    async def note_press(self, card: UUID, reader: str, now: datetime, *, automatic: bool) -> None:
        """Note that a reader opened the message with a card, and tapped it unless `automatic`.

        A client refreshes a card by itself (`automatic`) when it shows it.
        """


class PreferenceStore(Protocol):
    """People's preferences, which outlive their conversations."""

    async def choose_language(self, person_id: str, language: str) -> None:
        """Store the language (a catalogue's name) that the person chose."""

    async def note_written_in(self, person_id: str, language: str) -> str:
        """Store the language of a person's message; return the one that they chose, else this."""

    async def language_of(self, person_id: str) -> str | None:
        """Return the language that a person chose, else wrote in; None where there is neither."""

    async def keep_quiet(self, person_id: str, *, quiet: bool) -> None:
        """Store whether the person wants no unasked messages."""

    async def is_quiet(self, person_id: str) -> bool:
        """Tell whether the person wants no unasked messages."""

    async def pause(self, person_id: str, until: datetime | None) -> None:
        """Store until when (UTC) the person wants no unasked messages; None ends a pause."""

    async def paused_until(self, person_id: str) -> datetime | None:
        """Return until when (UTC) the person wants none; None without a pause."""


@dataclass(frozen=True)
class Begun:
    """A flow that was started for a person, as stored."""

    person_id: str
    flow: Mapping[str, Any] = field(repr=False)


class SignInStore(Protocol):
    """Offers to sign in, each made to one person, and the flows that were started for them."""

    async def offer(self, offer: UUID, person_id: str) -> None:
        """Store an offer, which one person may accept for some minutes."""

    async def person_of(self, offer: UUID) -> str | None:
        """Return the person of an offer; None for one that is unknown or too old."""

    async def begin(self, offer: UUID, state: str, flow: Mapping[str, Any]) -> str | None:
        """Store a flow for an offer; return its person, None where it is unknown or too old."""

    async def take(self, state: str) -> Begun | None:
        """Return and delete the flow of a state; None for a state that is unknown or used."""


class SignInCards(Protocol):
    """Sends the OAuth cards with which Teams signs people in."""

    async def send(
        self, where: ConversationReference, offer: UUID, words: str, button: str, page: str | None
    ) -> None:
        """Send an offer; `page` is the address behind the button. Raises NotDelivered."""
