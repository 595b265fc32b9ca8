"""Fills a tenant with its people, as they are before anybody touches anything."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache

from simulation.people import Picture, Portrait, SharePointStart, Start
from simulation.photographs import photograph, silhouette
from simulation.tenant.person import Person
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
SHAREPOINT_IS_OLDER_BY = timedelta(days=90)


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
            tenant.change_photo(person.id, draw(start.cloud))
        if start.sharepoint:
            then = tenant.clock.now() - SHAREPOINT_IS_OLDER_BY
            _fill_sharepoint(tenant, person, start.sharepoint, then, draw)


def _fill_sharepoint(
    tenant: Tenant, person: Person, start: SharePointStart, then: datetime, draw: Draw
) -> None:
    geography = tenant.geography_of(person)
    profile = geography.profiles[person.id] = new_profile(person)
    profile[PLACEHOLDER_STATE] = start.placeholder_state
    profile[SYNC_STATE] = start.sync_state
    pictures = dict(zip(THUMBNAIL_SIDES, (start.small, start.medium, start.large), strict=True))
    for size, picture in pictures.items():
        if picture:
            jpeg = square(draw(picture), THUMBNAIL_SIDES[size])
            path = geography.thumbnail_path(person, size)
            geography.library.put(path, jpeg, then, tenant.new_uuid())
    if start.medium:
        profile[PICTURE_URL] = geography.picture_url(person)
        profile[TIMESTAMP] = picture_timestamp(then)
