"""Fakes of Microsoft 365, SharePoint and capabilities, which record what they are asked."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.failures import FailureReason
from bot.photos.capabilities import Capability
from bot.photos.library import Thumbnails
from bot.photos.readings import (
    Account,
    AccountReading,
    NoAccount,
    NoPhoto,
    NotRead,
    PhotoReading,
    Profile,
    ProfileReading,
    Size,
    Tenant,
)
from bot.use_cases.ports import CloudReading, Person
from tests.photos.examples import ACCOUNT, EVERYTHING, PROFILE, photo, read, showing, thumbnails_of

FIELDS = {
    "PictureURL": "picture_url",
    "SPS-PicturePlaceholderState": "placeholder_state",
    "SPS-PictureExchangeSyncState": "sync_state",
}


@dataclass
class FakeMicrosoft365:
    """Knows one account; records every call in `asked`."""

    whose: AccountReading = ACCOUNT
    picture: PhotoReading = field(default_factory=photo)
    asked: list[str] = field(default_factory=list)
    settings: Tenant = field(default_factory=Tenant)

    async def tenant(self) -> Tenant:
        return self.settings

    async def read(self, person: Person) -> CloudReading:
        self.asked.append(f"read {person.id}")
        return CloudReading(self.whose, self.picture)

    async def account(self, id_or_upn: str) -> AccountReading:
        self.asked.append(f"account {id_or_upn}")
        if not isinstance(self.whose, Account):
            return self.whose
        known = {self.whose.id, self.whose.upn}
        return self.whose if id_or_upn in known else NoAccount()

    async def largest_photo(self, person: Person) -> PhotoReading:
        self.asked.append(f"largest {person.id}")
        return self.picture

    async def write_photo(self, person: Person, jpeg: bytes) -> None:
        self.asked.append(f"write {person.id}")
        self.picture = read(jpeg, etag=f"etag-{len(self.asked)}-{hash(jpeg)}")

    async def remove_photo(self, person: Person) -> None:
        self.asked.append(f"remove {person.id}")
        self.picture = NoPhoto()


class BrokenMicrosoft365(FakeMicrosoft365):
    """Fails after a while with an error that is no ServiceFailure."""

    async def account(self, id_or_upn: str) -> AccountReading:
        for _ in range(5):
            await asyncio.sleep(0)
        raise RuntimeError("nobody foresaw this")


@dataclass
class FakeSharePoint:
    """Stores what is written; answers thumbnails once `together` of them have been asked for."""

    held: ProfileReading = PROFILE
    files: Mapping[Size, PhotoReading] = field(default_factory=lambda: thumbnails_of(1))
    other_file: bool | NotRead = True
    together: int = 0
    asked: list[str] = field(default_factory=list)
    all_here: asyncio.Event = field(default_factory=asyncio.Event)
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def profile(self, upn: str) -> ProfileReading:
        self.asked.append(f"profile {upn}")
        self.was_asked.set()
        return self.held

    async def thumbnail(self, place: Thumbnails, size: Size) -> PhotoReading:
        self.asked.append(f"thumbnail {place.path(size)}")
        if sum(line.startswith("thumbnail") for line in self.asked) >= self.together:
            self.all_here.set()
        await self.all_here.wait()
        return self.files.get(size, NotRead(FailureReason.NOT_ASKED))

    async def has_file(self, my_site: str, path: str) -> bool | NotRead:
        self.asked.append(f"file {my_site} {path}")
        return self.other_file

    async def library_folder(self, my_site: str) -> str:
        return "Profile Pictures"

    async def write_thumbnail(self, place: Thumbnails, size: Size, jpeg: bytes) -> None:
        self.asked.append(f"write {place.path(size)}")
        self.files = {**self.files, size: read(jpeg)}

    async def remove_thumbnail(self, place: Thumbnails, size: Size) -> None:
        self.asked.append(f"remove {place.path(size)}")
        self.files = {**self.files, size: NoPhoto()}

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        self.asked.append(f"set {name}")
        if isinstance(self.held, Profile):
            self.held = showing(self.held, **{FIELDS[name]: value})


@dataclass
class Forgetful(FakeSharePoint):
    """Accepts every picture, and stores none."""

    async def write_thumbnail(self, place: Thumbnails, size: Size, jpeg: bytes) -> None:
        self.asked.append(f"write {place.path(size)}")


@dataclass
class FakeCapabilities:
    rights: frozenset[Capability] = EVERYTHING

    async def granted(self) -> frozenset[Capability]:
        return self.rights
