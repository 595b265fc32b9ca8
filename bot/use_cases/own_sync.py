"""Sync with the rights of the person: for people who signed in, on their own SharePoint copies."""

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

# Target of the one upload from which SharePoint makes S, M and L by itself.
PICTURE = "sharepoint:own"


class SignInState(Enum):
    """Whether a person lets the bot act with their own rights."""

    SIGNED_OUT = "signed_out"
    SIGNED_IN = "signed_in"
    EXPIRED = "expired"
    DECLINED = "declined"


class OwnPicture(Protocol):
    """A person's own SharePoint profile, written with that person's token."""

    async def write_picture(self, my_site: str, image: bytes) -> None:
        """Set the person's profile picture, from which SharePoint makes S, M and L.

        JPEG or PNG of at most 5,000,000 bytes (docs/photo-sync.md, "SharePoint REST").
        Raises ServiceFailure.
        """

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        """Set one property of the person's own profile; raises ServiceFailure."""


@dataclass(frozen=True)
class OwnServices:
    """Microsoft 365 and SharePoint with the rights of one signed-in person."""

    microsoft_365: Microsoft365
    sharepoint: SharePoint
    picture: OwnPicture
    capabilities: frozenset[Capability]


class OwnRights(Protocol):
    """The people who signed in; a person is named by Entra object id."""

    def state(self, person_id: str) -> SignInState:
        """Tell whether this person is signed in, was, or declined."""

    def services(self, person_id: str) -> OwnServices | None:
        """Return the services with this person's rights; None unless they are signed in."""

    def decline(self, person_id: str) -> None:
        """Note that this person does not want to sign in."""

    def end(self, person_id: str) -> bool:
        """Forget this person's tokens, and tell whether there were any."""


@dataclass(frozen=True)
class OwnSync:
    """The sync of a person's SharePoint copies as that person: picture first, then properties."""

    sharepoint: SharePoint
    picture: OwnPicture
    sleep: Sleep

    async def __call__(self, before: CheckResult, source: Photo, audit: Audit) -> tuple[Step, ...]:
        """Write what is wrong, each read back; nothing is written after one that failed."""
        person, profile = before.person, before.readings.profile
        steps: tuple[Step, ...] = ()
        if isinstance(profile, Profile) and _needs_picture(before, profile):
            write = self._picture(person, profile.my_site, source)
            steps = (await carry_out(person.id, write, audit, self.sleep),)
        if any(step.outcome is not WriteOutcome.VERIFIED for step in steps):
            return steps
        writes = await self._properties(before)
        in_turn = ((each,) for each in writes)
        return (*steps, *await carry_out_in_turn(person.id, in_turn, audit, self.sleep))

    async def _properties(self, before: CheckResult) -> list[Write]:
        """Return the property writes that are still needed.

        The profile is read again, because SharePoint sets properties when a picture is uploaded.
        """
        profile = await self.sharepoint.profile(before.person.upn)
        if not isinstance(profile, Profile):
            return []
        place = discovered(profile.picture_url, profile.my_site)
        if place is None:
            # There is no file to name. The check after the sync reports what is wrong.
            return []
        # Every size counts as up to date, so that no file is planned: people can't write files.
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
        """Tell whether every size shows the source; None where one could not be read."""
        place = discovered(profile.picture_url, profile.my_site)
        if place is None:
            return False
        read = [await self.sharepoint.thumbnail(place, size) for size in Size]
        if any(isinstance(reading, NotRead) for reading in read):
            return None
        return all(isinstance(each, Photo) and shows_the_same(each, source) for each in read)


def _needs_picture(before: CheckResult, profile: Profile) -> bool:
    # The Microsoft 365 photo is a copy too, without a size.
    thumbnails = [copy.state for copy in before.diagnosis.copies if copy.size]
    names_no_thumbnail = discovered(profile.picture_url, profile.my_site) is None
    return names_no_thumbnail or any(state is not CopyState.SAME for state in thumbnails)
