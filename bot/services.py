"""The services that every behaviour is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bot.chat.card_sessions import CardSessions
from bot.chat.conversation import ConversationStore
from bot.chat.language import Languages
from bot.chat.pictures import Pictures
from bot.chat.stores import PreferenceStore, PressStore, SignInCards, SignInStore
from bot.chat.turn import Turn
from bot.core.clock import Now, Sleep
from bot.core.expiring_store import ExpiringStore
from bot.helpdesk.agents import Agents
from bot.helpdesk.cases import Cases
from bot.helpdesk.finding import CaseFinder
from bot.helpdesk.looks import AgentLooks, LookStore
from bot.helpdesk.ports import AgentActStore, DisplayNames
from bot.intents import Intents
from bot.nudges.policy import Policy
from bot.nudges.ports import ChangeStore, HoldStore, NudgeStore
from bot.outbox.outbox import Outbox
from bot.outbox.reach import InstallationStore
from bot.photos.portrait import Portrait
from bot.results.view import ResultViews
from bot.texts.links import Links
from bot.use_cases.audit import EffectStore
from bot.use_cases.own_sync import OwnRights
from bot.use_cases.picture_threads import PictureThreads
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


@dataclass(frozen=True)
class Nudging:
    """What behaviours need for messages about photo changes.

    Attributes:
        new_reference: makes the reference of a message.
    """

    policy: Policy
    changes: ChangeStore
    messages: NudgeStore
    hold: HoldStore
    new_reference: Callable[[], str]


@dataclass(frozen=True)
class Helpdesk:
    """What behaviours need for agents.

    Attributes:
        agents: who is one.
        looks: what they see of others' photos.
        finder: which cases they find.
        sleep: waits between looks at what becomes of a message.
    """

    agents: Agents
    looks: AgentLooks
    finder: CaseFinder
    sleep: Sleep


@dataclass(frozen=True, kw_only=True)
class Services:
    """The parts of the bot, most behind ports that their users own.

    Attributes:
        waiting: pictures that people sent and have not confirmed yet, in memory.
        overwritten: what a person's latest act overwrote, in memory, until the time to undo ends.
        recheck_after: time from the request for a recheck until it is due.
        retention: how long rows are kept.
        looks: which agents looked at somebody's photo.
        agent_acts: what agents wrote to people's data.
        people_names: what people are called.
        writes: the queue of a worker that may write; None where this process writes itself.
        sign_in: what is needed to let people sign in; None where that is switched off.
        helpdesk: what is needed for agents; None where nobody can be one.
    """

    cards: CardSessions
    photo_services: PhotoServices
    results: ResultViews
    languages: Languages
    intents: Intents
    links: Links
    chats: ConversationStore
    preferences: PreferenceStore
    effects: EffectStore
    looks: LookStore
    agent_acts: AgentActStore
    people_names: DisplayNames
    outbox: Outbox
    installations: InstallationStore
    presses: PressStore
    nudging: Nudging
    cases: Cases
    pictures: Pictures
    waiting: ExpiringStore[Portrait]
    overwritten: ExpiringStore[Undoable]
    threads: PictureThreads
    now: Now
    recheck_after: timedelta
    retention: timedelta
    writes: Writes | None = None
    sign_in: SignIn | None = None
    helpdesk: Helpdesk | None = None

    async def may_sync_for_others(self) -> bool:
        """Tell whether a sync is possible that the person does not do with their own rights."""
        if self.writes:
            return await self.writes.may_sync()
        return await self.photo_services.may_sync()

    def photos(self, turn: Turn) -> PhotoService:
        """Return the photo service for a turn's actor and subject."""
        return self.photo_services.of(turn.actor, turn.subject)
