"""The whole tenant: people, their photos in Microsoft 365 and in SharePoint, and its settings."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import UUID

from simulation.clock import Clock
from simulation.tenant import lazy_pull
from simulation.tenant.app_catalogue import CatalogueApp
from simulation.tenant.cloud_photo import CloudPhoto, store
from simulation.tenant.geography import Geography
from simulation.tenant.one_drive import LINK_LIFETIME, Upload
from simulation.tenant.origins import Origins
from simulation.tenant.people import People
from simulation.tenant.person import Mailbox, Person
from simulation.tenant.photos import Photos
from simulation.tenant.profile import NAMES_OF_ACCOUNT, new_profile
from simulation.tenant.settings import DeltaLinks, Settings

MAX_ON_PREMISES_BYTES = 102_400
"""What `thumbnailPhoto` in Active Directory may hold (docs/photo-sync.md, "Limits")."""


# No repr: asyncio's debug mode would print the whole company with each task that holds it.
@dataclass(repr=False)
class Tenant:
    """All state of the simulation; people are found by their Entra object id.

    `hidden_groups` are those whose membership is hidden. `bot_app` is the id of the bot in the
    catalogue of Teams apps.
    """

    id: str
    domain: str
    clock: Clock
    geographies: Sequence[Geography]
    random: Random = field(default_factory=lambda: Random(365))  # noqa: S311 # nosec B311 # keeps no secret
    people: People = field(default_factory=People)
    photos: Photos = field(default_factory=Photos)
    on_premises: dict[str, bytes] = field(default_factory=dict)
    pulls: dict[str, datetime] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hidden_groups: set[str] = field(default_factory=set)
    installed_apps: dict[str, tuple[str, ...]] = field(default_factory=dict)
    app_catalogue: dict[str, CatalogueApp] = field(default_factory=dict)
    bot_app: str = ""
    uploads: dict[str, Upload] = field(default_factory=dict)
    origins: Origins = field(default_factory=Origins)
    delta_links: DeltaLinks = field(default_factory=DeltaLinks)

    def find(self, id_or_upn: str) -> Person | None:
        """Return the person with this object id or user principal name, or None."""
        return self.people.find(id_or_upn)

    @property
    def colleagues(self) -> tuple[str, ...]:
        """Ids of those who know each other: all but the crowd of a large company."""
        return self.people.added()

    def who_may_sign_in(self) -> list[Person]:
        """Return the colleagues whose accounts are enabled."""
        people = [self.people[person_id] for person_id in self.colleagues]
        return [person for person in people if person.account_enabled]

    def geography_of(self, person: Person) -> Geography:
        """Return the geography that holds the person's profile."""
        return next(geo for geo in self.geographies if geo.hosts.name == person.geo)

    def install(self, person_id: str, app: str) -> None:
        """Install an app of the catalogue for a person."""
        others = self.installed_apps.get(person_id, ())
        self.installed_apps[person_id] = (*(each for each in others if each != app), app)

    def has_bot(self, person_id: str) -> bool:
        """Tell whether the bot is installed for a person."""
        return self.bot_app in self.installed_apps.get(person_id, ())

    def bot_added(self, person_id: str) -> None:
        """Record that somebody added the bot in Teams."""
        if self.bot_app:
            self.install(person_id, self.bot_app)

    def bot_removed(self, person_id: str) -> None:
        """Record that somebody removed the bot in Teams."""
        apps = self.installed_apps.get(person_id, ())
        self.installed_apps[person_id] = tuple(app for app in apps if app != self.bot_app)

    def members_of(self, group_id: str) -> list[str]:
        """Return the ids of the people and groups in a group, directly or through another one."""
        found, open_groups = dict[str, None](), [group_id]
        while open_groups:
            members = self.groups[open_groups.pop(0)]
            new = [name for name in members if name not in found and name != group_id]
            open_groups += [name for name in new if name in self.groups]
            found.update(dict.fromkeys(n for n in new if n in self.groups or n in self.people))
        return list(found)

    def expire_delta_links(self, status: int = 410, code: str = "syncStateNotFound") -> None:
        """Refuse all delta links that were given until now, with 410 or 400 and this code."""
        self.delta_links = DeltaLinks(self.delta_links.generation + 1, status, code)

    def move_etags(self) -> None:
        """Give every photo a new etag, as a change in the back end of the service does."""
        self.photos.move_etags(self.new_etag)

    def change_photo(self, person_id: str, picture: bytes, origin: str = "") -> CloudPhoto:
        """Replace the Microsoft 365 photo, as at myaccount. Raises NotAPicture.

        `origin` names the upload, where it has a name.
        """
        if origin:
            self.origins.register(person_id, origin, picture)
        photo = store(
            picture,
            etag=self.new_etag(),
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

    def rename(self, person_id: str, upn: str) -> None:
        """Give an account another user principal name.

        The SharePoint profile follows; files and PictureURL keep the former name
        (docs/photo-sync.md, "Library").
        """
        person = self.people[person_id] = replace(self.people[person_id], upn=upn)
        profiles, names = self.geography_of(person).profiles, new_profile(person)
        if person_id in profiles:
            follow = {name: names[name] for name in NAMES_OF_ACCOUNT}
            profiles[person_id] = profiles[person_id] | follow

    def open_sharepoint(self, person_id: str, at: datetime | None = None) -> lazy_pull.Outcome:
        """Let the person look at their own large picture in SharePoint, which may pull it.

        It happens now or at a moment before, in UTC. The first visit makes the profile.
        """
        person, now = self.people[person_id], at or self.clock.now()
        if not person.account_enabled:
            return lazy_pull.Outcome.SIGN_IN_BLOCKED
        geography = self.geography_of(person)
        if person_id not in geography.profiles:
            geography.profiles[person_id] = new_profile(person)
        profile = geography.profiles[person_id]
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

    def new_etag(self) -> str:
        """Return an etag that no photo had; the same sequence in every run."""
        return f'W/"{self.random.getrandbits(160):040x}"'

    def copy(self) -> "Tenant":
        """Return an independent copy, but with the same clock and random numbers."""
        return Tenant(
            self.id,
            self.domain,
            self.clock,
            [geography.copy() for geography in self.geographies],
            self.random,
            self.people.copy(),
            self.photos.copy(),
            dict(self.on_premises),
            dict(self.pulls),
            self.settings,
            dict(self.groups),
            set(self.hidden_groups),
            dict(self.installed_apps),
            dict(self.app_catalogue),
            self.bot_app,
            dict(self.uploads),
            self.origins.copy(),
            self.delta_links,
        )

    def restore(self, earlier: "Tenant") -> None:
        """Go back to what an earlier copy holds; clients learn of it as of any other change."""
        copy = earlier.copy()
        self.people.become(copy.people)
        for stored in fields(self):
            if stored.name not in ("people", "delta_links"):
                setattr(self, stored.name, getattr(copy, stored.name))
