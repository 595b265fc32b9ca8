"""Fakes of Microsoft 365, SharePoint and capabilities, which record what they are asked."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.failures import FailureReason
from bot.photos.capabilities import Capability
from bot.photos.library import Thumbnails
from bot.photos.readings import (
    Account,
    AccountReading,
    FileReading,
    NoAccount,
    NoPhoto,
    NotRead,
    PhotoReading,
    Profile,
    ProfileReading,
    Size,
    StoredFile,
    Tenant,
)
from bot.use_cases.ports import CloudReading, Person
from bot.use_cases.proven_files import ProvenFile
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
    other_file: FileReading = field(default_factory=StoredFile)
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

    async def file(self, my_site: str, path: str) -> FileReading:
        self.asked.append(f"file {my_site} {path}")
        return self.other_file

    async def library_folder(self, my_site: str) -> str:
        return "Profile Pictures"

    async def write_thumbnail(self, place: Thumbnails, size: Size, jpeg: bytes) -> None:
        self.asked.append(f"write {place.path(size)}")
        self.files = {**self.files, size: read(jpeg)}

    async def remove_thumbnail(
        self, place: Thumbnails, size: Size, etag: str | None = None
    ) -> None:
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
class FakeProvenFiles:
    """What syncs proved, by path, with whose it is; `broken` is what reading it raises."""

    rows: dict[str, tuple[str, ProvenFile]] = field(default_factory=dict)
    broken: Exception | None = None

    async def of(self, subject: str) -> list[ProvenFile]:
        if self.broken:
            raise self.broken
        return [each for whose, each in self.rows.values() if whose == subject]

    async def of_others(self, subject: str, my_site: str, paths: Sequence[str]) -> list[ProvenFile]:
        if self.broken:
            raise self.broken
        at = [self.rows.get(path.casefold()) for path in paths]
        return [
            each for row in at if row for whose, each in [row] if each.written and whose != subject
        ]

    async def note(self, subject: str, files: Sequence[ProvenFile], now: datetime) -> None:
        if self.broken:
            raise self.broken
        for each in files:
            whose, was = self.rows.get(each.path.casefold(), (subject, each))
            stays = was.written and (whose, was.etag) == (subject, each.etag)
            kept = replace(each, written=each.written or stays)
            self.rows[each.path.casefold()] = subject, kept


@dataclass
class FakeCapabilities:
    rights: frozenset[Capability] = EVERYTHING

    async def granted(self) -> frozenset[Capability]:
        return self.rights
