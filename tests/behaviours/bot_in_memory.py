"""The bot with fakes at its ends, wired as the app wires it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import count
from uuid import UUID, uuid4

from bot.app.serve import ON_SHARED_CARDS, behaviours_of
from bot.behaviours.case.texts import CaseLookButton
from bot.behaviours.nudge.texts import NudgeLookButton
from bot.behaviours.recheck.missed import tell_missed
from bot.chat.card_sessions import CardSessions
from bot.chat.dispatcher import Dispatcher
from bot.chat.privacy import Privacy
from bot.core.expiring_store import ExpiringStore
from bot.core.lease import RENEWAL_SECONDS
from bot.helpdesk.agents import Agents
from bot.helpdesk.cases import Cases
from bot.helpdesk.finding import CaseFinder
from bot.helpdesk.following import FollowingStore
from bot.helpdesk.looks import AgentLooks
from bot.helpdesk.messages import CaseMessages
from bot.helpdesk.ports import AgentActStore, CaseStore
from bot.nudges.policy import Audience, Policy
from bot.outbox.outbox import Outbox
from bot.outbox.reach import InstallationStore
from bot.photos.portrait import Portrait
from bot.results.pictures import PictureAddress, SealedAddress, hidden
from bot.results.plain_view import PlainViews
from bot.results.sign_in_offer import SignInOffer
from bot.results.view import ResultViews
from bot.services import Helpdesk, Nudging, Services, SignIn
from bot.texts.general import apology, guest_message
from bot.texts.links import Links
from bot.use_cases.audit import EffectStore
from bot.use_cases.authorizer import Authorizer
from bot.use_cases.by_rights import UseCases
from bot.use_cases.changes import Changes
from bot.use_cases.check import Check
from bot.use_cases.people import People
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.service import PhotoServices
from bot.use_cases.subject_lease import SubjectLeases
from bot.use_cases.sync import Sync
from bot.use_cases.undo import Undoable
from bot.use_cases.writer import Writes
from tests.behaviours.chats import FakeChats
from tests.behaviours.fake_cards import FakeCards
from tests.behaviours.fakes import (
    INTENTS,
    LANGUAGES,
    FakeChannel,
    FakeClock,
    FakePictures,
    FakeTargetedStore,
)
from tests.behaviours.memory import (
    FakeEffects,
    FakeInstallations,
    FakeLeases,
    FakeMessages,
    FakePreferences,
)
from tests.behaviours.no_cases import NoAgentActs, NoCases, NoFollowings
from tests.behaviours.nobody_nudged import NoChanges, NoHold, NoNudges, NoPresses
from tests.helpdesk.desk import followings_of
from tests.helpdesk.fakes import FakeLooks, FakeNames
from tests.m365.fakes import FakeTime
from tests.photos.examples import thumbnails_of
from tests.use_cases.fakes import (
    FakeCapabilities,
    FakeMicrosoft365,
    FakeProvenFiles,
    FakeSharePoint,
)

LINKS = Links(
    my_account="https://myaccount.microsoft.com",
    portal="https://m365.cloud.microsoft",
    portal_name="Microsoft 365 (Office.com)",
    about_sync="https://go.microsoft.com/fwlink/?linkid=2022634",
    add_photo="https://support.microsoft.com/topic/add-your-profile-photo",
    one_drive="https://contoso-my.sharepoint.com",
)
RETENTION = timedelta(days=30)
NOBODY_NUDGED = Nudging(
    Policy(Audience.OFF), NoChanges(), NoNudges(), NoHold(), lambda: "PB-0000000"
)


def old_picture() -> FakeSharePoint:
    return FakeSharePoint(files=thumbnails_of(2))


@dataclass
class BotInMemory:
    """One process of the bot, all of whose services are fakes that a test can look into.

    Attributes:
        takes_targeted: whether only one person may see messages where others read.
        patience: seconds until a waiting card: none come with the default.
        by_rights: what may be done, in place of the fakes of Microsoft 365.
        looks: rows of agents' looks at photos, who see the pictures `with_pictures`.
    """

    microsoft_365: FakeMicrosoft365 = field(default_factory=FakeMicrosoft365)
    sharepoint: FakeSharePoint = field(default_factory=old_picture)
    capabilities: FakeCapabilities = field(default_factory=FakeCapabilities)
    cards: FakeCards = field(default_factory=FakeCards)
    channel: FakeChannel = field(default_factory=FakeChannel)
    targeted: FakeTargetedStore = field(default_factory=FakeTargetedStore)
    clock: FakeClock = field(default_factory=FakeClock)
    effects: EffectStore = field(default_factory=FakeEffects)
    leases: FakeLeases = field(default_factory=FakeLeases)
    preferences: FakePreferences = field(default_factory=FakePreferences)
    messages: FakeMessages = field(default_factory=FakeMessages)
    chats: FakeChats = field(default_factory=FakeChats)
    installations: InstallationStore = field(default_factory=FakeInstallations)
    pictures: FakePictures = field(default_factory=FakePictures)
    takes_targeted: bool = False
    patience: float = 60.0
    owner: str = "this process"
    sign_in: SignIn | None = None
    writes: Writes | None = None
    by_rights: UseCases | None = None
    nudging: Nudging = field(default_factory=lambda: NOBODY_NUDGED)
    agents: Agents | None = None
    looks: FakeLooks = field(default_factory=FakeLooks)
    with_pictures: bool = False
    picture: PictureAddress = hidden
    sealed: SealedAddress | None = None
    case_rows: CaseStore = field(default_factory=NoCases)
    following_rows: FollowingStore = field(default_factory=NoFollowings)
    agent_acts: AgentActStore = field(default_factory=NoAgentActs)
    names: FakeNames = field(default_factory=FakeNames)
    proven_files: FakeProvenFiles = field(default_factory=FakeProvenFiles)
    links: Links = LINKS
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.waiting: ExpiringStore[Portrait] = ExpiringStore(self.clock, timedelta(minutes=10))
        self.overwritten: ExpiringStore[Undoable] = ExpiringStore(self.clock, timedelta(hours=1))
        self.threads = PictureThreads()
        self.chats.preferences, self.chats.messages = self.preferences, self.messages

    @property
    def sessions(self) -> CardSessions:
        return CardSessions(
            self.cards,
            self.chats,
            self.targeted,
            self.channel,
            LANGUAGES,
            apology,
            now=self.clock,
            sleep=self.sleep,
            new_id=lambda: UUID(int=next(self._ids)),
            owner=self.owner,
            retention=RETENTION,
            message_seconds=self.patience,
            press_seconds=self.patience,
        )

    @property
    def use_cases(self) -> UseCases:
        if self.by_rights:
            return self.by_rights
        check = Check(
            self.microsoft_365,
            self.sharepoint,
            self.capabilities,
            self.clock,
            self.threads,
            proven_files=self.proven_files,
        )
        sync = Sync(check, self.microsoft_365, self.sharepoint, FakeTime().sleep)
        return UseCases(People(self.microsoft_365, self.clock), check, sync, self.capabilities)

    @property
    def photo_services(self) -> PhotoServices:
        return PhotoServices(
            self.use_cases,
            Changes(
                self.effects,
                SubjectLeases(self.leases, uuid4, self.sleep),
                self.authorizer,
                self.clock,
                uuid4,
                RETENTION,
            ),
            self.authorizer,
            own_rights=self.sign_in.rights if self.sign_in else None,
            follower=self.cases_of(self.outbox).notes,
        )

    @property
    def services(self) -> Services:
        offer = SignInOffer(self.sign_in.rights) if self.sign_in else None
        return Services(
            cards=self.sessions,
            photo_services=self.photo_services,
            results=ResultViews(
                PlainViews(self.picture, LINKS, self.sealed), self.overwritten, offer
            ),
            languages=LANGUAGES,
            intents=INTENTS,
            links=self.links,
            chats=self.chats,
            preferences=self.preferences,
            effects=self.effects,
            looks=self.looks,
            agent_acts=self.agent_acts,
            people_names=self.names,
            outbox=self.outbox,
            installations=self.installations,
            presses=NoPresses(),
            nudging=self.nudging,
            cases=self.cases_of(self.outbox),
            pictures=self.pictures,
            waiting=self.waiting,
            overwritten=self.overwritten,
            threads=self.threads,
            now=self.clock,
            recheck_after=timedelta(hours=24),
            retention=RETENTION,
            writes=self.writes,
            sign_in=self.sign_in,
            helpdesk=self.helpdesk,
        )

    @cached_property
    def helpdesk(self) -> Helpdesk | None:
        """One for as long as the process, as it remembers what was found."""
        if self.agents is None:
            return None
        looks = AgentLooks(
            self.photo_services,
            self.looks,
            self.clock,
            uuid4,
            RETENTION,
            with_pictures=self.with_pictures,
            clock=lambda: self.clock().timestamp(),
        )
        finder = CaseFinder(
            self.case_rows, self.authorizer, self.photo_services.usual.people, self.names
        )
        return Helpdesk(self.agents, looks, finder, self.sleep)

    def cases_of(self, outbox: Outbox) -> Cases:
        return Cases(
            self.case_rows,
            CaseMessages(outbox, self.clock),
            self.authorizer,
            self.clock,
            uuid4,
            self.nudging.new_reference,
            followings_of(self.following_rows, outbox),
            RETENTION,
        )

    @property
    def authorizer(self) -> Authorizer:
        return Authorizer(self.nudging.policy.acts, self.agents)

    @property
    def dispatcher(self) -> Dispatcher[Services]:
        return Dispatcher(
            router=behaviours_of(with_sign_in=self.sign_in is not None),
            services=self.services,
            recognise=INTENTS.recognise,
            languages=LANGUAGES,
            chats=self.chats,
            preferences=self.preferences,
            privacy=Privacy(
                self.channel,
                self.chats,
                self.targeted,
                LANGUAGES,
                "https://teams.example/chat",
                apology,
                on_shared_cards=ON_SHARED_CARDS,
            ),
            guest=guest_message,
            tell_missed=tell_missed,
            presses=self.services.presses,
            refreshes={NudgeLookButton.verb, CaseLookButton.verb},
        )

    @property
    def outbox(self) -> Outbox:
        return Outbox(self.messages, self.clock, uuid4, RETENTION)

    async def sleep(self, seconds: float) -> None:
        if seconds and (seconds == RENEWAL_SECONDS or seconds >= 60.0):
            await asyncio.Event().wait()
        await asyncio.sleep(0)
