"""What is stored of a crowd's pictures at first: photos, profiles and files, each derived."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from simulation.crowd.crowd import Crowd
from simulation.people import Picture, Portrait
from simulation.tenant.cloud_photo import CloudPhoto, store
from simulation.tenant.geography import Geography
from simulation.tenant.library import StoredFile
from simulation.tenant.origins import fingerprint
from simulation.tenant.picture import THUMBNAIL_SIDES, square
from simulation.tenant.profile import (
    PICTURE_URL,
    PLACEHOLDER_STATE,
    TIMESTAMP,
    Profile,
    new_profile,
    picture_timestamp,
)

SIZES = tuple(THUMBNAIL_SIDES)
STALE_FOR = timedelta(days=90)
"""How much older than the photo SharePoint's copy is, where it is another picture."""


@dataclass(frozen=True)
class Album:
    """The pictures that a whole crowd shares, each drawn once."""

    draw: Callable[[Picture], bytes]
    _photos: dict[Portrait, CloudPhoto] = field(default_factory=dict)

    def photo(self, portrait: Portrait, etag: str, changed: datetime) -> CloudPhoto:
        """Return a portrait as Microsoft 365 stores it."""
        if portrait not in self._photos:
            drawn, origin = self.draw(portrait), str(portrait)
            self._photos[portrait] = store(
                drawn, etag="", changed=changed, any_shape=False, origin=origin
            )
        return replace(self._photos[portrait], etag=etag, changed=changed)

    def thumbnail(self, portrait: Portrait, size: str) -> bytes:
        """Return a portrait as SharePoint stores it at a size ("S", "M", "L")."""
        return square(self.draw(portrait), THUMBNAIL_SIDES[size])


@dataclass(frozen=True)
class CrowdPhotos:
    """Microsoft 365 photos, by object id."""

    crowd: Crowd
    album: Album
    started: datetime

    def __len__(self) -> int:
        return len(self.crowd)

    def __contains__(self, person_id: object) -> bool:
        return person_id in self.crowd

    def key(self, position: int) -> str:
        """Return the object id at a position."""
        return self.crowd.key(position)

    def get(self, person_id: str) -> CloudPhoto | None:
        """Return the photo, or None."""
        number = self.crowd.number(person_id)
        portrait = None if number is None else self.crowd.portrait(number)
        if number is None or portrait is None:
            return None
        changed = self.started - timedelta(days=self.crowd.age(number))
        etag = f'W/"{sha256(person_id.encode()).hexdigest()[:40]}"'
        return self.album.photo(portrait, etag, changed)


@dataclass(frozen=True)
class CrowdUploads:
    """Fingerprints of the pictures that somebody has used, by object id."""

    photos: CrowdPhotos

    def __len__(self) -> int:
        return len(self.photos)

    def __contains__(self, person_id: object) -> bool:
        return person_id in self.photos

    def key(self, position: int) -> str:
        """Return the object id at a position."""
        return self.photos.key(position)

    def get(self, person_id: str) -> dict[str, bytes] | None:
        """Return the fingerprints by the names of the uploads, or None."""
        crowd, draw = self.photos.crowd, self.photos.album.draw
        number = crowd.number(person_id)
        if number is None:
            return None
        used = {crowd.portrait(number), crowd.in_sharepoint(number)}
        return {str(portrait): fingerprint(draw(portrait)) for portrait in used if portrait}


@dataclass(frozen=True)
class CrowdFiles:
    """The thumbnails of a crowd, by server-relative path in lower case."""

    photos: CrowdPhotos
    geography: Geography

    @cached_property
    def folder(self) -> str:
        """The folder of all of them, in lower case and with a slash."""
        return f"{self.geography.picture_folder}/".lower()

    def __len__(self) -> int:
        return len(self.photos) * len(SIZES)

    def __contains__(self, path: object) -> bool:
        number = self._number(str(path))
        names = [] if number is None else self._paths(number).values()
        return path in [name.lower() for name in names]

    def key(self, position: int) -> str:
        """Return the path at a position."""
        number, size = divmod(position, len(SIZES))
        return self._paths(number)[SIZES[size]].lower()

    def get(self, path: str) -> StoredFile | None:
        """Return the file, or None."""
        number = self._number(path)
        portrait = None if number is None else self.photos.crowd.in_sharepoint(number)
        if number is None or portrait is None:
            return None
        found = {name.lower(): (size, name) for size, name in self._paths(number).items()}
        if path not in found:
            return None
        size, name = found[path]
        content, written = self.photos.album.thumbnail(portrait, size), self.written(number)
        unique_id = UUID(bytes=sha256(path.encode()).digest()[:16], version=4)
        return StoredFile(name, content, written, unique_id, 1, str(portrait))

    def written(self, number: int) -> datetime:
        """Return when SharePoint's copy was written."""
        crowd = self.photos.crowd
        changed = self.photos.started - timedelta(days=crowd.age(number))
        present = crowd.portrait(number) == crowd.in_sharepoint(number)
        return changed + timedelta(days=1) if present else changed - STALE_FOR

    def _number(self, path: str) -> int | None:
        inside = path.startswith(self.folder)
        # An address has dots, and the name of its file underscores.
        name = path[len(self.folder) :].replace("_", ".", 1)
        return self.photos.crowd.number_in(name) if inside else None

    def _paths(self, number: int) -> dict[str, str]:
        person = self.photos.crowd.person(number)
        return {size: self.geography.thumbnail_path(person, size) for size in SIZES}


@dataclass(frozen=True)
class CrowdProfiles:
    """SharePoint profiles, by object id."""

    files: CrowdFiles

    def __len__(self) -> int:
        return len(self.files.photos)

    def __contains__(self, person_id: object) -> bool:
        return person_id in self.files.photos

    def key(self, position: int) -> str:
        """Return the object id at a position."""
        return self.files.photos.key(position)

    def get(self, person_id: str) -> Profile | None:
        """Return the profile, or None."""
        crowd = self.files.photos.crowd
        number = crowd.number(person_id)
        if number is None:
            return None
        person = crowd.person(number)
        if crowd.in_sharepoint(number) is None:
            return new_profile(person)
        return new_profile(person) | {
            PICTURE_URL: self.files.geography.picture_url(person),
            PLACEHOLDER_STATE: "0",
            TIMESTAMP: picture_timestamp(self.files.written(number)),
        }
