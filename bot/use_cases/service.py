"""The service for one actor and one subject: every act on that subject's photo."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol
from uuid import UUID

from bot.core.deadline import Deadline
from bot.core.metrics import Metrics, unread_metrics
from bot.core.single_flight import SingleFlight
from bot.photos.capabilities import SYNC_SHAREPOINT, Capability, can_look
from bot.photos.readings import AccountReading, Photo
from bot.photos.replacement import WRITE_PHOTO
from bot.photos.versions import PictureVersions
from bot.use_cases.authorizer import Act, Actor, Authorizer
from bot.use_cases.by_rights import UseCases, with_own_rights
from bot.use_cases.changes import AnyChange, Changes, UnderWay
from bot.use_cases.check import LATE, CheckResult
from bot.use_cases.former import FormerFiles, former_files
from bot.use_cases.own_sync import OwnRights
from bot.use_cases.ports import Person
from bot.use_cases.refusals import Refusals
from bot.use_cases.remove import Removal
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.undo import Undoable

# A Person in place of a result is a guest: their photo belongs to their home tenant.
Unchecked = Person | AccountReading
Found = CheckResult | Unchecked
# What comes of asking for a change.
Changed = ActResult | UnderWay | Unchecked


class CanCheck(Enum):
    """When the subject's photo can be read.

    BY_ITSELF: at any time, with the app's rights. WHEN_ASKED: only while the person is signed in,
    so a later recheck that nobody asks for would read nothing.
    """

    NEVER = "never"
    WHEN_ASKED = "when_asked"
    BY_ITSELF = "by_itself"


class ResultFollower(Protocol):
    """Who follows what becomes of people's photos."""

    async def note_result(
        self, subject: str, found: CheckResult, ending: Ending | None = None
    ) -> None:
        """Note what a check found; `ending` is that of a sync before it. Raises nothing."""


@dataclass(frozen=True)
class PhotoServices:
    """What all services share, and from which each is made.

    Attributes:
        usual: the use cases with the app's rights.
        own_rights: the rights of people who signed in; None where nobody can sign in.
        follower: is told of every result, whoever asked for it.
    """

    usual: UseCases
    changes: Changes
    authorizer: Authorizer
    own_rights: OwnRights | None = None
    metrics: Metrics = field(default_factory=unread_metrics)
    follower: ResultFollower | None = None
    refusals: Refusals = field(default_factory=Refusals)
    checks: SingleFlight[Found] = field(default_factory=SingleFlight)

    def of(self, actor: Actor, subject: str) -> "PhotoService":
        """Make the service for this actor and this subject, named by object id or UPN."""
        return PhotoService(self, actor, subject)

    async def may_sync(self) -> bool:
        """Tell whether this process may sync with the app's rights."""
        return await self.usual.capabilities.granted() >= SYNC_SHAREPOINT

    async def can_check_by_itself(self) -> bool:
        """Tell whether a check that nobody asks for would read anything."""
        return can_look(await self.usual.capabilities.granted())


@dataclass(frozen=True)
class PhotoService:
    """Checks of one subject's photo, and changes to it at the request of one actor.

    Checks and changes look the subject up first. For a guest they return the Person, for somebody
    who is not found the reading that says why, and do nothing. Both raise NotAuthorized. Changes
    return UnderWay, and do nothing, while another process or press changes the same photo. `card`
    is the id of the card on which a change was asked for.
    """

    shared: PhotoServices
    actor: Actor
    subject: str

    async def check(self) -> Found:
        """Read every copy and diagnose; calls at the same time share one check.

        Raises NotAuthorized.
        """
        await self.shared.authorizer.require(self.actor, Act.CHECK, self.subject)
        # Keyed by the actor too: with the subject's own rights a check may show them more than
        # it may show others.
        return await self.shared.checks.ask((str(self.actor), self.subject), self._check)

    async def sync(
        self, card: UUID | None, shown: PictureVersions | None, reason: str | None = None
    ) -> Changed:
        """Make SharePoint show the Microsoft 365 photo, unless it is another one than was shown.

        `shown` is None for an agent, who is shown none and syncs whatever the person chose. An
        agent has to give a `reason`, which the audit keeps.
        """
        return await self._change(
            Act.SYNC, card, lambda use, person, audit: use.sync(person, audit, shown), reason
        )

    async def replace(self, card: UUID | None, picture: Photo) -> Changed:
        """Write a picture everywhere: a JPEG of at most 4 MB."""
        return await self._change(
            Act.REPLACE, card, lambda use, person, audit: use.replace.new(person, picture, audit)
        )

    async def replace_with_sharepoints(self, card: UUID | None, shown: PictureVersions) -> Changed:
        """Write SharePoint's picture to Microsoft 365, unless the pictures have changed."""
        return await self._change(
            Act.REPLACE,
            card,
            lambda use, person, audit: use.replace.from_sharepoint(person, audit, shown),
        )

    async def remove(self, card: UUID | None, shown: PictureVersions) -> Changed:
        """Remove every copy, unless the pictures are other ones than the person was `shown`."""
        return await self._change(
            Act.REMOVE, card, lambda use, person, audit: use.remove(person, audit, shown)
        )

    async def remove_former(self, card: UUID | None, shown: PictureVersions) -> Changed:
        """Remove former files, unless they are other ones than the person was `shown`."""
        return await self._change(
            Act.REMOVE_FORMER,
            card,
            lambda use, person, audit: use.remove_former(person, audit, shown),
        )

    async def undo(self, card: UUID | None, change: Undoable) -> Changed:
        """Put back what `change` overwrote, unless somebody changed the pictures since."""
        return await self._change(
            Act.UNDO, card, lambda use, person, audit: use.undo(person, change, audit)
        )

    async def plan_removal(self, found: CheckResult) -> Removal:
        """Return what a removal would take, and what it would have to leave."""
        return await (await self._use_cases()).remove.plan(found)

    async def find_former(self, found: CheckResult) -> FormerFiles:
        """Return the files that lie under a former name, and which are provably the subject's."""
        return await former_files((await self._use_cases()).check, found)

    async def may_replace(self) -> bool:
        """Tell whether a picture that the subject chooses could be written."""
        granted = await (await self._use_cases()).capabilities.granted()
        return Capability.READ_ACCOUNT in granted and not WRITE_PHOTO.isdisjoint(granted)

    async def can_check(self) -> CanCheck:
        """Tell when a check would read anything."""
        if await self.shared.can_check_by_itself():
            return CanCheck.BY_ITSELF
        granted = await (await self._use_cases()).capabilities.granted()
        return CanCheck.WHEN_ASKED if can_look(granted) else CanCheck.NEVER

    async def upn(self) -> str | None:
        """Look up the subject's user principal name; None where it can't be read."""
        person = await (await self._use_cases()).people.find(self.subject)
        return person.upn if isinstance(person, Person) else None

    async def _check(self) -> Found:
        use_cases = await self._use_cases()
        until = Deadline.after(use_cases.check.seconds)
        person = await until.result_of(use_cases.people.find(self.subject), LATE)
        if not isinstance(person, Person) or person.guest:
            return person
        found = await use_cases.check(person, until)
        self.shared.metrics.checked(self.actor.kind.value, found.diagnosis.verdict.value)
        if self.shared.follower:
            await self.shared.follower.note_result(person.id, found)
        return found

    async def _change(
        self,
        act: Act,
        card: UUID | None,
        change: AnyChange,
        reason: str | None = None,
    ) -> Changed:
        shared = self.shared
        # Before the look-up, so that a refusal does not tell whether the subject exists.
        await shared.authorizer.require(self.actor, act, self.subject, reason)
        use_cases = await self._use_cases()
        # Whoever was renamed is known by another name by now, and theirs may be somebody else's.
        person = await use_cases.people.find_anew(self.subject)
        if not isinstance(person, Person) or person.guest:
            return person
        changed = await shared.changes.make(
            change, use_cases, person, actor=self.actor, act=act, card=card, reason=reason
        )
        if shared.follower and isinstance(changed, ActResult):
            ending = changed.ending if act is Act.SYNC else None
            await shared.follower.note_result(person.id, changed.check_result, ending)
        return changed

    async def _use_cases(self) -> UseCases:
        """Return the use cases with the app's rights, completed by a signed-in person's own."""
        shared = self.shared
        own = shared.own_rights.services(self.subject) if shared.own_rights else None
        # A person's tokens serve nobody but that person: no agent, no command.
        if own is None or not self.actor.is_person(self.subject):
            return shared.usual
        granted = await shared.usual.capabilities.granted()
        return with_own_rights(shared.usual, own, granted, shared.refusals)
