"""Paths of a person's three thumbnails in the `User Photos` library of a My Site host.

The folder is named in the site's language and the file's stem may be a GUID, so both are read from
the profile's PictureURL wherever there is one (docs/photo-sync.md, "Library").
"""

import re
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote, urlsplit

from bot.photos.readings import Size

LIBRARY = "/User Photos"
# A folder named `.` or `..` would lead out of the library, and is refused.
_THUMBNAIL = re.compile(
    rf"(?P<folder>{LIBRARY}/(?!\.\.?/)[^/]+)/(?P<stem>[^/]+)_(?P<size>[SML])Thumb(?P<ending>\.\w+)",
    re.I,
)
# A picture file of the host's root site: no site below it, and nothing that answers by itself.
_PICTURE = re.compile(
    r"/(?!(personal|portals|sites|teams)/)([^/_.][^/]*/)+[^/]+\.(jpe?g|png|gif|bmp)", re.I
)
_GUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.I)
_HTTPS_PORT = 443
# What a path may hold unencoded besides letters and digits (RFC 3986, "pchar").
_UNQUOTED = "/!$&'()*+,;=:@~"


@dataclass(frozen=True)
class Thumbnails:
    """The place of a person's S, M and L files; `folder` is a decoded server-relative path."""

    my_site: str
    folder: str
    stem: str
    ending: str = ".jpg"

    def path(self, size: Size) -> str:
        """Return the server-relative, decoded path of one file."""
        return f"{self.folder}/{self.stem}_{size.value}Thumb{self.ending}"

    @property
    def picture_url(self) -> str:
        """The address to write into PictureURL: that of the M thumbnail."""
        return self.my_site + quote(self.path(Size.M), safe=_UNQUOTED)

    def is_named_by(self, picture_url: str) -> bool:
        """Tell whether a PictureURL already points at these files, and at M of them."""
        if discovered(picture_url, self.my_site) != self:
            return False
        return _path_in(picture_url).casefold() == self.path(Size.M).casefold()

    def moved_to(self, folder: str) -> "Thumbnails":
        """Return the same files in another folder of the library."""
        path = f"{LIBRARY}/{folder}"
        return self if path.casefold() == self.folder.casefold() else replace(self, folder=path)

    def may_be_of(self, upn: str) -> bool:
        """Tell whether these can be this person's own files; a GUID does not say whose it is.

        People can change their own PictureURL, and could let it name somebody else's files.
        """
        mine = self.stem.casefold() == _stem(upn).casefold()
        return mine or _GUID.fullmatch(self.stem) is not None

    def is_surely_of(self, upn: str, object_id: str) -> bool:
        """Tell whether these are certainly this person's own files.

        People can set their PictureURL to the files of somebody else, and a stem that is a GUID
        does not say whose it is. This is stricter than for a sync, because a file that was deleted
        by mistake can't be put right by another sync (docs/photo-sync.md, "Library").
        """
        return self.stem.casefold() in {_stem(upn).casefold(), object_id.casefold()}


def discovered(picture_url: str, my_site: str) -> Thumbnails | None:
    """Read folder and stem from a PictureURL; None when it names no thumbnail of this My Site."""
    if not _is_on(my_site, picture_url):
        return None
    found = thumbnail_at(my_site, _path_in(picture_url))
    return found[0] if found else None


def thumbnail_at(my_site: str, path: str) -> tuple[Thumbnails, Size] | None:
    """Read which thumbnail a decoded path of a My Site host is; None where it is none."""
    match = _THUMBNAIL.fullmatch(path)
    if match is None:
        return None
    place = Thumbnails(my_site, match["folder"], match["stem"], match["ending"])
    return place, Size(match["size"].upper())


def named_on_any_host(picture_url: str, my_site: str) -> Thumbnails | None:
    """Read folder and stem from a PictureURL, whatever its host; None where it names no thumbnail.

    A My Site host can have several names, of which this one may be another's.
    """
    try:
        found = thumbnail_at(my_site, _path_in(picture_url))
    except ValueError:
        # It is no address at all.
        return None
    return found[0] if found else None


def other_file(picture_url: str, my_site: str) -> str | None:
    """Return the decoded path of a picture file that is none of the person's three thumbnails.

    None where it is not in the root site of this My Site host. What lies there everybody may see,
    so that nobody learns from a PictureURL which files somebody else has.
    """
    if not _is_on(my_site, picture_url):
        return None
    path = _path_in(picture_url)
    return path if _PICTURE.fullmatch(path) else None


def derived(upn: str, my_site: str, folder: str) -> Thumbnails:
    """Return the names that SharePoint would give to the files of a person without any."""
    return Thumbnails(my_site, f"{LIBRARY}/{folder}", _stem(upn))


def _stem(upn: str) -> str:
    return re.sub(r"[@.]", "_", upn)


def _is_on(my_site: str, picture_url: str) -> bool:
    named, ours = _host(picture_url), _host(my_site)
    # SharePoint writes `:443` into the address, also behind a proxy with another port.
    return named is not None and ours is not None and named in {ours, (ours[0], _HTTPS_PORT)}


def _path_in(picture_url: str) -> str:
    # Guests have a # in their name, and not everybody encodes what they write.
    return unquote(urlsplit(picture_url, allow_fragments=False).path)


def _host(address: str) -> tuple[str | None, int] | None:
    """Split host and port; None for what is no address, as people may write anything there."""
    try:
        parts = urlsplit(address)
        return parts.hostname, parts.port or _HTTPS_PORT
    except ValueError:
        return None
