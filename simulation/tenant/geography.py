"""SharePoint in one geography: profiles and picture files (docs/photo-sync.md, "Library")."""

from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from simulation.addresses import Geo
from simulation.tenant.layered import Layered
from simulation.tenant.library import USER_PHOTOS, Library, StoredFile
from simulation.tenant.person import Person
from simulation.tenant.picture import THUMBNAIL_SIDES
from simulation.tenant.profile import PICTURE_URL, Profile


@dataclass
class Geography:
    """SharePoint in one geography.

    `folder_name` is the name of the picture folder, in the language of the My Site host.
    """

    hosts: Geo
    folder_name: str
    profiles: Layered[Profile] = field(default_factory=Layered)
    library: Library = field(default_factory=Library)

    def __post_init__(self) -> None:
        for path in (USER_PHOTOS, f"{USER_PHOTOS}/Forms", self.picture_folder):
            self.library.make_folder(path)

    @property
    def picture_folder(self) -> str:
        """The server-relative path of the folder with the thumbnails."""
        return f"{USER_PHOTOS}/{self.folder_name}"

    def profile_of(self, person: Person) -> Profile | None:
        """Return the person's profile, or None if SharePoint hasn't made one yet."""
        return self.profiles.get(person.id)

    def folder(self, name: str | None) -> str:
        """Return the path of the folder of this name, which is made, or of the usual one."""
        if name is None:
            return self.picture_folder
        path = f"{USER_PHOTOS}/{name}"
        self.library.make_folder(path)
        return path

    def thumbnail_path(self, person: Person, size: str, folder: str = "") -> str:
        """Return the path of the thumbnail of a size ("S", "M", "L"), whether it exists or not."""
        return f"{folder or self.picture_folder}/{self._stem(person)}_{size}Thumb.jpg"

    def picture_url(self, person: Person, folder: str = "") -> str:
        """Return the absolute address of the medium thumbnail, percent-encoded."""
        return self.hosts.my + quote(self.thumbnail_path(person, "M", folder))

    def thumbnails(self, person: Person) -> dict[str, StoredFile | None]:
        """Return the files that PictureURL points to, by size, or None for each that is missing.

        Without a PictureURL they are looked for where SharePoint usually puts them.
        """
        pointer = (self.profile_of(person) or {}).get(PICTURE_URL, "")
        medium = unquote(urlsplit(pointer).path) or self.thumbnail_path(person, "M")
        return {
            size: self.library.file(medium.replace("_MThumb", f"_{size}Thumb"))
            for size in THUMBNAIL_SIDES
        }

    def copy(self) -> "Geography":
        """Return an independent copy."""
        profiles = self.profiles.copy()
        for person_id in profiles.touched():
            if profile := profiles.get(person_id):
                profiles[person_id] = dict(profile)
        return Geography(self.hosts, self.folder_name, profiles, self.library.copy())

    def _stem(self, person: Person) -> str:
        return person.id if person.guid_stem else person.site_name
