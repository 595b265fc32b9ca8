"""The whole tenant: people, their photos in Microsoft 365 and in SharePoint, and its settings."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import UUID

from simulation.clock import Clock
from simulation.tenant import lazy_pull
from simulation.tenant.cloud_photo import CloudPhoto, store
from simulation.tenant.geography import Geography
from simulation.tenant.one_drive import LINK_LIFETIME, Upload
from simulation.tenant.origins import Origins
from simulation.tenant.person import Mailbox, Person
from simulation.tenant.profile import new_profile
from simulation.tenant.settings import Settings

MAX_ON_PREMISES_BYTES = 102_400
"""What `thumbnailPhoto` in Active Directory may hold (docs/photo-sync.md, "Limits")."""


# No repr: asyncio's debug mode would print the whole company with each task that holds it.
@dataclass(repr=False)
class Tenant:
    """All state of the simulation; people are found by their Entra object id."""

    id: str
    domain: str
    clock: Clock
    geographies: Sequence[Geography]
    random: Random = field(default_factory=lambda: Random(365))  # noqa: S311 - not for secrets
    people: dict[str, Person] = field(default_factory=dict)
    photos: dict[str, CloudPhoto] = field(default_factory=dict)
    on_premises: dict[str, bytes] = field(default_factory=dict)
    pulls: dict[str, datetime] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    installed_apps: dict[str, tuple[str, ...]] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    origins: Origins = field(default_factory=Origins)

    def find(self, id_or_upn: str) -> Person | None:
        """Return the person with this object id or user principal name, or None."""
        wanted = id_or_upn.lower()
        return next((p for p in self.people.values() if wanted in (p.id, p.upn.lower())), None)

    def geography_of(self, person: Person) -> Geography:
        """Return the geography that holds the person's profile."""
        return next(geo for geo in self.geographies if geo.hosts.name == person.geo)

    def change_photo(self, person_id: str, picture: bytes, origin: str = "") -> CloudPhoto:
        """Replace the Microsoft 365 photo, as at myaccount. Raises NotAPicture.

        `origin` names the upload, where it has a name.
        """
        if origin:
            self.origins.register(person_id, origin, picture)
        photo = store(
            picture,
            etag=f'W/"{self.random.getrandbits(160):040x}"',
            changed=self.clock.now(),
            any_shape=self.people[person_id].mailbox is Mailbox.NONE,
            origin=origin or self.origins.recognise_or_register(person_id, picture),
        )
        self.photos[person_id] = photo
        return photo

    def may_change_photo(self, person_id: str) -> bool:
        """Tell whether the tenant lets this person change their own Microsoft 365 photo."""
        allowed, own = self.settings.allowed_roles, self.people[person_id].directory_roles
        return self.settings.source != "onPremises" and (
            not allowed or not set(allowed).isdisjoint(own)
        )

    def remove_photo(self, person_id: str) -> None:
        """Remove the Microsoft 365 photo; SharePoint keeps its copies until the next pull."""
        self.photos.pop(person_id, None)

    def synchronise(self, person_id: str) -> CloudPhoto | None:
        """Copy Active Directory's picture to Microsoft 365 as Entra Connect does, if it may."""
        picture = self.on_premises.get(person_id)
        allowed = self.settings.source != "cloud"
        if picture is None or not allowed or len(picture) > MAX_ON_PREMISES_BYTES:
            return None
        return self.change_photo(person_id, picture)

    def open_sharepoint(self, person_id: str) -> lazy_pull.Outcome:
        """Let the person look at their own large picture in SharePoint, which may pull it.

        The first visit makes the profile.
        """
        person, now = self.people[person_id], self.clock.now()
        if not person.account_enabled:
            return lazy_pull.Outcome.SIGN_IN_BLOCKED
        geography = self.geography_of(person)
        profile = geography.profiles.setdefault(person_id, new_profile(person))
        last = self.pulls.get(person_id)
        refusal = lazy_pull.refusal(person, profile, self.settings, last, now)
        if refusal:
            return refusal
        self.pulls[person_id] = now
        return lazy_pull.pull(geography, person, self.photos.get(person_id), now, self.new_uuid)

    def upload(self, person_id: str, name: str, content: bytes) -> Upload:
        """Store a file in the person's OneDrive, with a link to it that needs no token."""
        person = self.people[person_id]
        site = f"{self.geography_of(person).hosts.my}/personal/{quote(person.site_name)}"
        expires, key = self.clock.now() + LINK_LIFETIME, f"v1.{self.new_uuid().hex}"
        stored = Upload(str(self.new_uuid()), name, content, site, key, expires)
        self.uploads[stored.unique_id] = stored
        return stored

    def snapshot(self, person_id: str) -> dict[str, Any]:
        """Return what is stored of a person: `person`, `cloud`, `sharepoint` by size, `profile`, …

        Pictures are bytes, times are datetimes in UTC, and what is not there is None.
        """
        person, photo = self.people[person_id], self.photos.get(person_id)
        geography = self.geography_of(person)
        profile = geography.profile_of(person)
        return {
            "person": asdict(person),
            "cloud": asdict(photo) if photo else None,
            "sharepoint": {
                size: file and {"jpeg": file.content, "path": file.path, "changed": file.modified}
                for size, file in geography.thumbnails(person).items()
            },
            "profile": dict(profile) if profile is not None else None,
            "on_premises": self.on_premises.get(person_id),
            "last_pull": self.pulls.get(person_id),
        }

    def shows(self, person_id: str) -> dict[str, str | None]:
        """Return the upload behind each copy (`cloud`, `S`, `M`, `L`), None for a missing copy."""
        person, photo = self.people[person_id], self.photos.get(person_id)
        files = self.geography_of(person).thumbnails(person).items()
        made = {
            size: (file.origin or self.origins.describe(person_id, file.content)) if file else None
            for size, file in files
        }
        return {"cloud": photo.origin if photo else None} | made

    def new_uuid(self) -> UUID:
        """Return a new id for something stored; the same sequence in every run."""
        return UUID(int=self.random.getrandbits(128), version=4)

    def copy(self) -> "Tenant":
        """Return an independent copy, but with the same clock and random numbers."""
        return Tenant(
            self.id,
            self.domain,
            self.clock,
            [geography.copy() for geography in self.geographies],
            self.random,
            dict(self.people),
            dict(self.photos),
            dict(self.on_premises),
            dict(self.pulls),
            self.settings,
            dict(self.groups),
            dict(self.installed_apps),
            dict(self.uploads),
            self.origins.copy(),
        )

    def restore(self, earlier: "Tenant") -> None:
        """Go back to what an earlier copy holds."""
        copy = earlier.copy()
        for stored in fields(self):
            setattr(self, stored.name, getattr(copy, stored.name))
