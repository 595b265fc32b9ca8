"""Everything that may be done about the photo of one subject, for one actor."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from uuid import UUID

from bot.core.clock import Now
from bot.core.single_flight import SingleFlight
from bot.photos.capabilities import REPAIR_SHAREPOINT, Capability, can_look
from bot.photos.readings import AccountReading, Photo
from bot.photos.replacement import WRITE_PHOTO
from bot.photos.versions import PictureVersions
from bot.use_cases.audit import EffectAudit, EffectStore
from bot.use_cases.authorizer import Act, Actor, Authorizer
from bot.use_cases.by_rights import UseCases, with_own_rights
from bot.use_cases.check import CheckResult
from bot.use_cases.own_sync import OwnRights
from bot.use_cases.ports import Audit, Person
from bot.use_cases.refusals import Refusals
from bot.use_cases.remove import Removal
from bot.use_cases.sync import ActResult
from bot.use_cases.undo import Undoable

# Somebody who was found and not checked is a guest.
Unchecked = Person | AccountReading
Found = CheckResult | Unchecked


class CanCheck(Enum):
    """When somebody's photo can be read."""

    NEVER = "never"
    WHEN_ASKED = "when_asked"
    BY_ITSELF = "by_itself"


@dataclass(frozen=True)
class PhotoServices:
    """Makes the service for an actor and a subject.

    Attributes:
        usual: what may be done with the app's rights.
        own_rights: people who signed in, whose own rights fill the gaps; None where nobody can.
    """

    usual: UseCases
    effects: EffectStore
    authorizer: Authorizer
    now: Now
    new_id: Callable[[], UUID]
    retention: timedelta
    own_rights: OwnRights | None = None
    refusals: Refusals = field(default_factory=Refusals)
    checks: SingleFlight[Found] = field(default_factory=SingleFlight)

    def of(self, actor: Actor, subject: str) -> "PhotoService":
        """Give what this actor may do for this subject, who is named by object id or UPN."""
        return PhotoService(self, actor, subject)

    async def may_sync(self) -> bool:
        """Tell whether this process may sync with the app's rights."""
        return await self.usual.capabilities.granted() >= REPAIR_SHAREPOINT

    async def can_check_by_itself(self) -> bool:
        """Tell whether a check that nobody asks for would read anything."""
        return can_look(await self.usual.capabilities.granted())


@dataclass(frozen=True)
class PhotoService:
    """Checks one subject's photo, and changes it for an actor who may.

    Each method looks the subject up first: a guest, or somebody who is not found, is given back
    as such, and nothing is done. Changes raise NotAuthorized.
    """

    shared: PhotoServices
    actor: Actor
    subject: str

    async def check(self) -> Found:
        """Read every copy and diagnose; who asks twice at once is answered by one check."""
        return await self.shared.checks.ask((str(self.actor), self.subject), self._check)

    async def sync(self, card: UUID | None, expected_etag: str | None) -> ActResult | Unchecked:
        """Make SharePoint show the Microsoft 365 photo, if that is still the one with this etag."""
        return await self._change(
            Act.SYNC,
            card,
            lambda use, person, audit: use.sync(person, audit, expected_etag),
        )

    async def replace(self, card: UUID | None, picture: Photo) -> ActResult | Unchecked:
        """Write a picture everywhere: a JPEG of at most 4 MB."""
        return await self._change(
            Act.REPLACE, card, lambda use, person, audit: use.replace.new(person, picture, audit)
        )

    async def replace_with_sharepoints(
        self, card: UUID | None, shown: PictureVersions
    ) -> ActResult | Unchecked:
        """Write SharePoint's picture into Microsoft 365, if what was shown is still there."""
        return await self._change(
            Act.REPLACE,
            card,
            lambda use, person, audit: use.replace.from_sharepoint(person, audit, shown),
        )

    async def remove(self, card: UUID | None, shown: PictureVersions) -> ActResult | Unchecked:
        """Remove every copy, if what was shown is still there."""
        return await self._change(
            Act.REMOVE, card, lambda use, person, audit: use.remove(person, audit, shown)
        )

    async def undo(self, card: UUID | None, change: Undoable) -> ActResult | Unchecked:
        """Put back what the last change overwrote."""
        return await self._change(
            Act.UNDO, card, lambda use, person, audit: use.undo(person, change, audit)
        )

    async def plan_removal(self, found: CheckResult) -> Removal:
        """Find out what of the photo can be removed."""
        return await (await self._use_cases()).remove.plan(found)

    async def may_replace(self) -> bool:
        """Tell whether a picture of the subject's choice could be written."""
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
        person = await use_cases.people.find(self.subject)
        if not isinstance(person, Person) or person.guest:
            return person
        return await use_cases.check(person)

    async def _change(
        self,
        act: Act,
        card: UUID | None,
        change: Callable[[UseCases, Person, Audit], Awaitable[ActResult]],
    ) -> ActResult | Unchecked:
        shared = self.shared
        await shared.authorizer.require(self.actor, act, self.subject)
        use_cases = await self._use_cases()
        person = await use_cases.people.find(self.subject)
        if not isinstance(person, Person) or person.guest:
            return person
        audit = EffectAudit(
            shared.effects,
            shared.authorizer,
            self.actor,
            act,
            card,
            shared.now,
            shared.new_id,
            shared.retention,
        )
        return await change(use_cases, person, audit)

    async def _use_cases(self) -> UseCases:
        """Use the app's rights first; the person's own, while they are signed in, fill gaps."""
        shared = self.shared
        own = shared.own_rights.services(self.subject) if shared.own_rights else None
        if own is None or not self.actor.is_person(self.subject):
            return shared.usual
        granted = await shared.usual.capabilities.granted()
        return with_own_rights(shared.usual, own, granted, shared.refusals)
