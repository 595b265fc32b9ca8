"""Where a person's three thumbnails lie in the `User Photos` library of a My Site host.

The folder's name follows the site's language and the file's stem may be a GUID, so both are read
from the profile's PictureURL wherever there is one (photo-sync.md §2.2).
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bot.photos.readings import Size

LIBRARY = "/User Photos"
_THUMBNAIL = re.compile(r"(?P<folder>/.+)/(?P<stem>[^/]+)_[SML]Thumb(?P<ending>\.\w+)", re.I)


@dataclass(frozen=True)
class Thumbnails:
    """The place of a person's S, M and L files, by server-relative paths."""

    my_site: str
    folder: str
    stem: str
    ending: str = ".jpg"

    def path(self, size: Size) -> str:
        """Server-relative, decoded path of one file."""
        return f"{self.folder}/{self.stem}_{size.value}Thumb{self.ending}"

    @property
    def picture_url(self) -> str:
        """The address that belongs into PictureURL: that of the M thumbnail."""
        return self.my_site + self.path(Size.M).replace(" ", "%20").replace("#", "%23")

    def is_named_by(self, picture_url: str) -> bool:
        """Whether a PictureURL already points at these files."""
        return discovered(picture_url, self.my_site) == self


def discovered(picture_url: str, my_site: str) -> Thumbnails | None:
    """Read folder and stem from a PictureURL; None when it names no thumbnail of this My Site."""
    address = urlsplit(picture_url)
    if _host(picture_url) != _host(my_site):
        return None
    match = _THUMBNAIL.fullmatch(unquote(address.path))
    if match is None:
        return None
    return Thumbnails(my_site, match["folder"], match["stem"], match["ending"])


def derived(upn: str, my_site: str, folder: str) -> Thumbnails:
    """Name the files as SharePoint does for somebody who has none yet."""
    return Thumbnails(my_site, f"{LIBRARY}/{folder}", re.sub(r"[@.]", "_", upn))


def _host(address: str) -> tuple[str | None, int]:
    parts = urlsplit(address)
    return parts.hostname, parts.port or 443
