"""What behaviours remember, and where."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from bot.chat.conversation import ConversationReference
from bot.core.lease import Lease
from bot.use_cases.authorizer import Actor


class CardState(StrEnum):
    """How far a card has come; the first two are work under way."""

    CHECKING = "checking"
    SYNCING = "syncing"
    CHECKED = "checked"


WORKING = frozenset({CardState.CHECKING, CardState.SYNCING})


@dataclass(frozen=True)
class CardRow:
    """What is known of one card: never a photo, never a name.

    Attributes:
        reader: Entra object id of who sees the card and may press it.
        subject: object id of whose photo it is about.
        actor: who asked for what it shows, and for the work that is under way.
        request_id: id of the activity that asked for it; one card for each.
        message_id: the message that carries it; None until the channel accepted it.
        locale: language tag of whoever reads it, and in `timezone` the name of their time zone.
        record: what a later turn needs, as `Record.as_json` gave it.
        offers: verbs of the buttons that the card shows.
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

    @property
    def has_result(self) -> bool:
        """Whether it says what a check read."""
        return "evidence" in self.record


class Record(Protocol):
    """What a behaviour keeps in the row of its card: never a photo, never a name."""

    def as_json(self) -> dict[str, Any]:
        """Give it as the row keeps it."""


@dataclass(frozen=True)
class Latest:
    """The card with the newest result for one subject, and the card that is being worked on."""

    result: CardRow | None
    work: CardRow | None


class CardStore(Protocol):
    """Durable states of cards."""

    async def open(self, row: CardRow) -> bool:
        """Add a row; False when that request was taken before."""

    async def get(self, card_id: UUID) -> CardRow | None:
        """One row."""

    async def move(
        self,
        card_id: UUID,
        from_states: Collection[CardState],
        to: CardState,
        *,
        lease: Lease | None = None,
        actor: Actor | None = None,
        message_id: str | None = None,
        record: Mapping[str, Any] | None = None,
        offers: Collection[str] | None = None,
    ) -> bool:
        """Compare and set; what is None stays as it is, but for the lease, which is replaced."""

    async def renew(self, card_id: UUID, lease: Lease) -> bool:
        """Keep a lease; False when it is somebody else's by now."""

    async def take_over(self, card_id: UUID, owner: str, lease: Lease, now: datetime) -> bool:
        """Replace the lease of this owner while it lasts; of several who try, one succeeds."""

    async def take_orphans(self, lease: Lease, now: datetime) -> list[CardRow]:
        """Some rows of work whose lease ran out, the longest ago first, now under this lease."""

    async def latest_of(self, subject: str) -> Latest:
        """What was found last for one subject, and what is under way for them."""

    async def drop(self, card_id: UUID) -> None:
        """Forget a card that nobody ever saw."""


class PreferenceStore(Protocol):
    """What people asked of the bot itself; it outlives the conversation."""

    async def choose_language(self, person_id: str, language: str) -> None:
        """Speak this language (a catalogue's name) to the person from now on."""

    async def keep_quiet(self, person_id: str, *, quiet: bool) -> None:
        """Note whether the person may be written to unasked."""

    async def is_quiet(self, person_id: str) -> bool:
        """Whether the person asked not to be written to unasked."""


class SignInStore(Protocol):
    """The offers to sign in."""

    async def offer(self, offer: UUID, person_id: str) -> None:
        """Let one person sign in with this offer, for some minutes."""

    async def person_of(self, offer: UUID) -> str | None:
        """Whose offer it is; None for one that is unknown or too old."""


class SignInCards(Protocol):
    """The cards by which Teams signs people in."""

    async def send(
        self, where: ConversationReference, offer: UUID, words: str, button: str, page: str | None
    ) -> None:
        """Offer to sign in; `page` is where the button leads. Raises NotDelivered."""
