"""Fills a tenant with its people, as they are before anybody touches anything."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import cache

from simulation.people import Picture, Portrait, SharePointStart, Start
from simulation.photographs import photograph, silhouette
from simulation.tenant.picture import THUMBNAIL_SIDES, square
from simulation.tenant.profile import (
    PICTURE_URL,
    PLACEHOLDER_STATE,
    SYNC_STATE,
    TIMESTAMP,
    new_profile,
    picture_timestamp,
)
from simulation.tenant.tenant import Tenant

Draw = Callable[[Picture], bytes]
CLOUD_CHANGED, PULLED_SINCE, PULLED_BEFORE = timedelta(7), timedelta(6), timedelta(90)


def draw(picture: Picture) -> bytes:
    """The picture as a JPEG."""
    if isinstance(picture, Portrait):
        return photograph(picture.sitter, picture.shot, wall=picture.wall)
    return silhouette(648)


def seed(tenant: Tenant, roster: Iterable[Start], draw: Draw = draw) -> None:
    """Add everybody on the roster."""
    draw = cache(draw)
    for start in roster:
        person = start.person
        tenant.people[person.id] = person
        if start.cloud:
            photo = tenant.change_photo(person.id, draw(start.cloud))
            changed = photo.changed - CLOUD_CHANGED
            tenant.photos[person.id] = replace(photo, changed=changed)
        if start.sharepoint:
            _fill_sharepoint(tenant, start, start.sharepoint, draw)


def _fill_sharepoint(tenant: Tenant, start: Start, stored: SharePointStart, draw: Draw) -> None:
    person = start.person
    geography = tenant.geography_of(person)
    profile = geography.profiles[person.id] = new_profile(person)
    profile[PLACEHOLDER_STATE] = stored.placeholder_state
    profile[SYNC_STATE] = stored.sync_state
    pictures = dict(zip(THUMBNAIL_SIDES, (stored.small, stored.medium, stored.large), strict=True))
    for size, picture in pictures.items():
        if picture:
            written = tenant.clock.now() - _age(picture, start)
            jpeg = square(draw(picture), THUMBNAIL_SIDES[size])
            path = geography.thumbnail_path(person, size)
            geography.library.put(path, jpeg, written, tenant.new_uuid())
    if stored.medium:
        written = tenant.clock.now() - _age(stored.medium, start)
        profile[PICTURE_URL] = geography.picture_url(person)
        profile[TIMESTAMP] = picture_timestamp(written)


def _age(picture: Picture, start: Start) -> timedelta:
    return PULLED_SINCE if picture == start.cloud else PULLED_BEFORE
