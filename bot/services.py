"""What every behaviour is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from bot.chat.card_sessions import CardSessions
from bot.chat.conversation import ConversationStore
from bot.chat.language import Languages
from bot.chat.pictures import Pictures
from bot.chat.stores import PreferenceStore, SignInCards, SignInStore
from bot.chat.turn import Turn
from bot.core.clock import Now
from bot.core.expiring_store import ExpiringStore
from bot.outbox.outbox import Outbox
from bot.photos.readings import Photo
from bot.results.view import ResultViews
from bot.texts.links import Links
from bot.use_cases.audit import EffectStore
from bot.use_cases.own_sync import OwnRights
from bot.use_cases.service import PhotoService, PhotoServices
from bot.use_cases.undo import Undoable
from bot.use_cases.writer import Writes


@dataclass(frozen=True)
class SignIn:
    """What it takes to let people sign in.

    Attributes:
        page: where the button of an offer leads, if anywhere.
    """

    rights: OwnRights
    offers: SignInStore
    cards: SignInCards
    page: Callable[[UUID], str | None]
    new_id: Callable[[], UUID]


class Jobs(Protocol):
    """The queue of jobs."""

    async def drain(self, at: datetime | None = None) -> None:
        """Have what is due in the outbox sent, at that moment (UTC)."""


@dataclass(frozen=True, kw_only=True)
class Services:
    """The parts of the bot, each behind the port that its user owns.

    Attributes:
        waiting: pictures that were sent, until their person has answered.
        overwritten: what a person's latest act overwrote, until it can't be undone any more.
        writes: the queue of a worker that may write; None where this process writes itself.
        sign_in: what it takes to let people sign in; None where nobody can.
        recheck_after: how long after it was asked for a recheck is due.
        retention: for how long rows are kept.
    """

    cards: CardSessions
    photo_services: PhotoServices
    results: ResultViews
    languages: Languages
    links: Links
    chats: ConversationStore
    preferences: PreferenceStore
    effects: EffectStore
    outbox: Outbox
    jobs: Jobs
    pictures: Pictures
    waiting: ExpiringStore[Photo]
    overwritten: ExpiringStore[Undoable]
    now: Now
    recheck_after: timedelta
    retention: timedelta
    writes: Writes | None = None
    sign_in: SignIn | None = None

    def photos(self, turn: Turn) -> PhotoService:
        """Give what may be done about the photo of a turn's subject."""
        return self.photo_services.of(turn.actor, turn.subject)
