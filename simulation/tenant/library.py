"""The files of one My Site host, by server-relative path; case does not matter."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from simulation.tenant.layered import Layered

USER_PHOTOS = "/User Photos"
LIST_VIEW_THRESHOLD = 5000
"""How many items a list may have whose views are still answered."""


@dataclass(frozen=True)
class StoredFile:
    """One version of a file; `modified` is UTC.

    `origin` names the upload that the services made it from. It is empty for what a client wrote.
    """

    path: str
    content: bytes
    modified: datetime
    unique_id: UUID
    version: int
    origin: str = ""

    @property
    def name(self) -> str:
        """The file name without the folder."""
        return self.path.rpartition("/")[2]

    @property
    def etag(self) -> str:
        """What names this version, and no other one of this or any file."""
        return f'"{{{str(self.unique_id).upper()}}},{self.version}"'


@dataclass
class Library:
    """Folders and files by path."""

    folders: dict[str, str] = field(default_factory=dict)
    files: Layered[StoredFile] = field(default_factory=Layered)

    def make_folder(self, path: str) -> None:
        """Add a folder unless it exists."""
        self.folders.setdefault(path.lower(), path)

    def folder(self, path: str) -> str | None:
        """Return the folder's path in its original spelling, or None if there is no such folder."""
        return self.folders.get(_key(path))

    def file(self, path: str) -> StoredFile | None:
        """Return the file, or None if there is none."""
        return self.files.get(_key(path))

    def put(
        self, path: str, content: bytes, modified: datetime, unique_id: UUID, origin: str = ""
    ) -> StoredFile:
        """Write a file; overwriting keeps its id and raises its version by one."""
        old = self.file(path)
        new = (
            StoredFile(old.path, content, modified, old.unique_id, old.version + 1, origin)
            if old
            else StoredFile(path, content, modified, unique_id, 1, origin)
        )
        self.files[_key(path)] = new
        return new

    def delete(self, path: str) -> None:
        """Remove a file. Raises KeyError."""
        del self.files[_key(path)]

    def files_in(self, folder: str) -> list[StoredFile]:
        """Return the files directly in a folder, by name."""
        return [file for key, file in sorted(self.files.items()) if _parent(key) == _key(folder)]

    def folders_in(self, folder: str) -> list[str]:
        """Return the paths of the folders directly in a folder, by name."""
        return [path for key, path in sorted(self.folders.items()) if _parent(key) == _key(folder)]

    def count_in(self, folder: str) -> int:
        """Return the number of files and folders directly in a folder."""
        inside, derived = _key(folder), self.files.derived
        at_first = len(derived) if len(derived) and _parent(derived.key(0)) == inside else 0
        gone = sum(path in derived and path not in self.files for path in self.files.touched())
        added = sum(_parent(path) == inside for path in self.files.added())
        return max(0, at_first - gone) + added + len(self.folders_in(folder))

    @property
    def is_over_the_threshold(self) -> bool:
        """Whether the list view threshold refuses to list what is in a folder."""
        known = len(self.files.derived) + len(self.files.touched()) + len(self.folders)
        return known > LIST_VIEW_THRESHOLD

    def copy(self) -> "Library":
        """Return an independent copy."""
        return Library(dict(self.folders), self.files.copy())


def _key(path: str) -> str:
    return path.rstrip("/").lower()


def _parent(key: str) -> str:
    return key.rpartition("/")[0]
