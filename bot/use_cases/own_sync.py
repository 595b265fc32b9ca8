"""What people may do to their own photo with their own rights, once they signed in."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from bot.core.clock import Sleep
from bot.photos.capabilities import Capability
from bot.photos.compare import shows_the_same
from bot.photos.copies import CopyState
from bot.photos.library import discovered
from bot.photos.plan import plan_sync
from bot.photos.readings import NotRead, Photo, Profile, Size
from bot.use_cases.check import CheckResult
from bot.use_cases.ports import Audit, Microsoft365, Person, SharePoint
from bot.use_cases.properties import Properties
from bot.use_cases.write import Step, Write, WriteOutcome, carry_out, carry_out_in_turn

PICTURE = "sharepoint:own"


class SignInState(Enum):
    """How somebody stands to letting the bot act for them."""

    SIGNED_OUT = "signed_out"
    SIGNED_IN = "signed_in"
    EXPIRED = "expired"
    DECLINED = "declined"


class OwnPicture(Protocol):
    """Writes one's own SharePoint profile, which takes no administrator."""

    async def write_picture(self, my_site: str, image: bytes) -> None:
        """Set one's profile picture, from which SharePoint makes S, M and L.

        JPEG or PNG of at most 5,000,000 bytes (docs/photo-sync.md, "SharePoint REST").
        Raises ServiceFailure.
        """

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        """Set one property of one's own profile; raises ServiceFailure."""


@dataclass(frozen=True)
class OwnServices:
    """Microsoft 365 as one person may use it."""

    microsoft_365: Microsoft365
    sharepoint: SharePoint
    picture: OwnPicture
    capabilities: frozenset[Capability]


class OwnRights(Protocol):
    """Who signed in, and what they may do."""

    def state(self, person_id: str) -> SignInState:
        """How this person stands to it now."""

    def services(self, person_id: str) -> OwnServices | None:
        """What this person may use; None where they are not signed in."""

    def decline(self, person_id: str) -> None:
        """Note that this person does not want it."""

    def end(self, person_id: str) -> bool:
        """Forget this person's tokens; whether there were any."""


@dataclass(frozen=True)
class OwnSync:
    """Repairs a person's SharePoint copies as that person: the picture first, then properties."""

    sharepoint: SharePoint
    picture: OwnPicture
    sleep: Sleep

    async def __call__(self, before: CheckResult, source: Photo, audit: Audit) -> tuple[Step, ...]:
        """Write what is wrong, and read each back; the next is tried only then."""
        person, profile = before.person, before.readings.profile
        steps: tuple[Step, ...] = ()
        if isinstance(profile, Profile) and _needs_picture(before, profile):
            write = self._picture(person, profile.my_site, source)
            steps = (await carry_out(person.id, write, audit, self.sleep),)
        if any(step.outcome is not WriteOutcome.VERIFIED for step in steps):
            return steps
        writes = await self._properties(before)
        return (*steps, *await carry_out_in_turn(person.id, writes, audit, self.sleep))

    async def _properties(self, before: CheckResult) -> list[Write]:
        """What is left to set; read again, for a new picture changes properties by itself."""
        profile = await self.sharepoint.profile(before.person.upn)
        if not isinstance(profile, Profile):
            return []
        place = discovered(profile.picture_url, profile.my_site)
        if place is None:
            return []
        plan = plan_sync(before.readings.account, profile, place, set(Size))
        properties = Properties(self.sharepoint, self.picture, place.my_site, before.person.upn)
        return properties.planned(plan)

    def _picture(self, person: Person, my_site: str, source: Photo) -> Write:
        async def stored() -> bool | None:
            profile = await self.sharepoint.profile(person.upn)
            if isinstance(profile, NotRead):
                return None
            return isinstance(profile, Profile) and await self._shows(profile, source)

        return Write(
            target=PICTURE,
            perform=lambda: self.picture.write_picture(my_site, source.data),
            stored=stored,
        )

    async def _shows(self, profile: Profile, source: Photo) -> bool | None:
        """Whether every size is the source; None where one could not be read."""
        place = discovered(profile.picture_url, profile.my_site)
        if place is None:
            return False
        read = [await self.sharepoint.thumbnail(place, size) for size in Size]
        if any(isinstance(reading, NotRead) for reading in read):
            return None
        return all(isinstance(each, Photo) and shows_the_same(each, source) for each in read)


def _needs_picture(before: CheckResult, profile: Profile) -> bool:
    copies = [copy.state for copy in before.diagnosis.copies if copy.size]
    elsewhere = discovered(profile.picture_url, profile.my_site) is None
    return elsewhere or any(state is not CopyState.SAME for state in copies)
