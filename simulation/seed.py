"""Fills a tenant with people and their stored pictures, as they are before anybody acts."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from simulation.groups import GROUPS
from simulation.people import Address, Picture, SharePointStart, Start
from simulation.tenant import Tenant
from simulation.tenant.picture import THUMBNAIL_SIDES, square
from simulation.tenant.profile import (
    PICTURE_URL,
    PLACEHOLDER_STATE,
    SYNC_STATE,
    TIMESTAMP,
    disconnected_profile,
    new_profile,
    picture_timestamp,
)

Draw = Callable[[Picture], bytes]

AGE_OF_OLD_PICTURES = timedelta(days=90)
ON_PREMISES_SIDE = 96
"""Pixels of a picture in Active Directory, so that it stays below the limit of `thumbnailPhoto`."""


def seed(tenant: Tenant, roster: Iterable[Start], draw: Draw) -> None:
    """Add everybody on the roster, with pictures that `draw` makes, and the company's groups."""
    tenant.groups |= GROUPS
    for start in roster:
        person = start.person
        tenant.people[person.id] = person
        if start.cloud:
            photo = tenant.change_photo(person.id, draw(start.cloud), str(start.cloud))
            changed = photo.changed - start.changed
            tenant.photos[person.id] = replace(photo, changed=changed)
        if start.on_premises:
            tenant.on_premises[person.id] = square(draw(start.on_premises), ON_PREMISES_SIDE)
        if start.sharepoint:
            _fill_sharepoint(tenant, start, start.sharepoint, draw)


def _fill_sharepoint(tenant: Tenant, start: Start, stored: SharePointStart, draw: Draw) -> None:
    person = start.person
    geography = tenant.geography_of(person)
    if stored.disconnected:
        geography.profiles[person.id] = disconnected_profile(person)
        return
    profile = geography.profiles[person.id] = new_profile(person)
    profile[PLACEHOLDER_STATE] = stored.placeholder_state
    profile[SYNC_STATE] = stored.sync_state
    folder = geography.folder(stored.address.folder)
    pictures = dict(zip(THUMBNAIL_SIDES, (stored.small, stored.medium, stored.large), strict=True))
    for size, picture in pictures.items():
        if picture:
            written = tenant.clock.now() - _age(picture, start)
            origin = tenant.origins.register(person.id, str(picture), draw(picture))
            jpeg = square(draw(picture), THUMBNAIL_SIDES[size])
            path = geography.thumbnail_path(person, size, folder)
            geography.library.put(path, jpeg, written, tenant.new_uuid(), origin)
    if stored.medium:
        stamp = picture_timestamp(tenant.clock.now() - _age(stored.medium, start))
        url = geography.picture_url(person, folder)
        profile[PICTURE_URL] = _with_port_and_time(stored.address, url, stamp)
        profile[TIMESTAMP] = stamp


def _with_port_and_time(address: Address, url: str, stamp: str) -> str:
    """Add the port and the time that SharePoint sometimes writes into PictureURL."""
    parts = urlsplit(url)
    if address.with_port and parts.port is None:
        url = parts._replace(netloc=f"{parts.netloc}:443").geturl()
    return f"{url}?t={stamp}" if address.with_time else url


def _age(picture: Picture, start: Start) -> timedelta:
    """Return the age of SharePoint's copy; the present photo was pulled soon after it was set."""
    return start.changed * 6 / 7 if picture == start.cloud else AGE_OF_OLD_PICTURES
