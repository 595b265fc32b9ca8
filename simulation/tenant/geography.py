"""SharePoint of one geography: the profiles and the picture files of its people."""

from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from simulation.addresses import Geo
from simulation.tenant.library import USER_PHOTOS, Library, StoredFile
from simulation.tenant.person import Person
from simulation.tenant.picture import THUMBNAIL_SIDES
from simulation.tenant.profile import PICTURE_URL, Profile


@dataclass
class Geography:
    """Its hosts, the name that its language gives to the picture folder, and its stores."""

    hosts: Geo
    folder_name: str
    profiles: dict[str, Profile] = field(default_factory=dict)
    library: Library = field(default_factory=Library)

    def __post_init__(self) -> None:
        for path in (USER_PHOTOS, f"{USER_PHOTOS}/Forms", self.picture_folder):
            self.library.make_folder(path)

    @property
    def picture_folder(self) -> str:
        """Where the thumbnails are, server-relative."""
        return f"{USER_PHOTOS}/{self.folder_name}"

    def profile_of(self, person: Person) -> Profile | None:
        """The person's profile, if SharePoint has made one."""
        return self.profiles.get(person.id)

    def folder(self, name: str | None) -> str:
        """The folder of this name, made if need be; the usual one if there is no name."""
        if name is None:
            return self.picture_folder
        path = f"{USER_PHOTOS}/{name}"
        self.library.make_folder(path)
        return path

    def thumbnail_path(self, person: Person, size: str, folder: str = "") -> str:
        """Where the thumbnail of this size ("S", "M", "L") is or would be."""
        return f"{folder or self.picture_folder}/{self._stem(person)}_{size}Thumb.jpg"

    def picture_url(self, person: Person, folder: str = "") -> str:
        """The absolute address of the medium thumbnail."""
        return self.hosts.my + quote(self.thumbnail_path(person, "M", folder))

    def thumbnails(self, person: Person) -> dict[str, StoredFile | None]:
        """The files that the profile points to, by size; the usual ones if it points nowhere."""
        pointer = (self.profile_of(person) or {}).get(PICTURE_URL, "")
        medium = unquote(urlsplit(pointer).path) or self.thumbnail_path(person, "M")
        return {
            size: self.library.file(medium.replace("_MThumb", f"_{size}Thumb"))
            for size in THUMBNAIL_SIDES
        }

    def copy(self) -> "Geography":
        """The same geography, to be changed by itself."""
        profiles = {person: dict(profile) for person, profile in self.profiles.items()}
        return Geography(self.hosts, self.folder_name, profiles, self.library.copy())

    def _stem(self, person: Person) -> str:
        return person.id if person.guid_stem else person.site_name
