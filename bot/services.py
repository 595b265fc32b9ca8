"""The services that every behaviour is given."""

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
    """What behaviours need to let people sign in.

    Attributes:
        page: returns the address behind an offer's button; None where there is no page.
    """

    rights: OwnRights
    offers: SignInStore
    cards: SignInCards
    page: Callable[[UUID], str | None]
    new_id: Callable[[], UUID]


class Jobs(Protocol):
    """The queue of jobs."""

    async def drain(self, at: datetime | None = None) -> None:
        """Enqueue the job that sends what is due in the outbox: now, or at a moment (UTC)."""


@dataclass(frozen=True, kw_only=True)
class Services:
    """The parts of the bot, most behind ports that their users own.

    Attributes:
        waiting: pictures that people sent and have not confirmed yet, in memory.
        overwritten: what a person's latest act overwrote, in memory, until the time to undo ends.
        recheck_after: time from the request for a recheck until it is due.
        retention: how long rows are kept.
        writes: the queue of a worker that may write; None where this process writes itself.
        sign_in: what is needed to let people sign in; None where that is switched off.
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
        """Return the photo service for a turn's actor and subject."""
        return self.photo_services.of(turn.actor, turn.subject)
