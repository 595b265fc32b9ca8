"""Fills a tenant with its people, as they are before anybody touches anything."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from simulation.people import Picture, SharePointStart, Start
from simulation.tenant.drawing import Draw
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

CLOUD_CHANGED, PULLED_SINCE, PULLED_BEFORE = timedelta(7), timedelta(6), timedelta(90)


def seed(tenant: Tenant, roster: Iterable[Start], draw: Draw) -> None:
    """Add everybody on the roster."""
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
