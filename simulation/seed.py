"""Fills a tenant with its people, as they are before anybody touches anything."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

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

PULLED_BEFORE = timedelta(days=90)
LITTLE = 96
"""Pixels of a picture that a directory of the company's own takes."""


def seed(tenant: Tenant, roster: Iterable[Start], draw: Draw) -> None:
    """Add everybody on the roster."""
    for start in roster:
        person = start.person
        tenant.people[person.id] = person
        if start.cloud:
            photo = tenant.change_photo(person.id, draw(start.cloud), str(start.cloud))
            changed = photo.changed - start.changed
            tenant.photos[person.id] = replace(photo, changed=changed)
        if start.on_premises:
            tenant.on_premises[person.id] = square(draw(start.on_premises), LITTLE)
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
        profile[PICTURE_URL] = _written_as(stored.address, url, stamp)
        profile[TIMESTAMP] = stamp


def _written_as(address: Address, url: str, stamp: str) -> str:
    """The address with the port and the time that SharePoint sometimes writes into it."""
    parts = urlsplit(url)
    if address.with_port and parts.port is None:
        url = parts._replace(netloc=f"{parts.netloc}:443").geturl()
    return f"{url}?t={stamp}" if address.with_time else url


def _age(picture: Picture, start: Start) -> timedelta:
    """Of what SharePoint holds: the present photo came soon after it was set."""
    return start.changed * 6 / 7 if picture == start.cloud else PULLED_BEFORE
