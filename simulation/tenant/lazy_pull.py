"""The one way in which SharePoint fetches a photo by itself: its owner looks at it.

It happens when people request their own large thumbnail, while the sync state is 1 and the
mailbox is in Exchange Online, and at most once in 24 hours.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from simulation.tenant.cloud_photo import CloudPhoto
from simulation.tenant.geography import Geography
from simulation.tenant.person import Mailbox, Person
from simulation.tenant.picture import THUMBNAIL_SIDES, square
from simulation.tenant.profile import (
    PICTURE_URL,
    PLACEHOLDER_STATE,
    SYNC_STATE,
    TIMESTAMP,
    Profile,
    is_disconnected,
    new_profile,
    picture_timestamp,
)

if TYPE_CHECKING:
    from simulation.tenant.tenant import Tenant

AT_MOST_EVERY = timedelta(hours=24)
Pulls = dict[str, datetime]


class Outcome(StrEnum):
    """What came of a visit."""

    PULLED = "pulled"
    REMOVED = "removed"
    NOT_IN_EXCHANGE_ONLINE = "not in Exchange Online"
    SYNC_IS_OFF = "sync is off"
    EXCHANGE_IS_DISABLED = "service principal of Exchange Online is disabled"
    NOT_EDITABLE = "picture property not editable by users"
    DISCONNECTED = "profile is disconnected from the account"
    TOO_SOON = "pulled within the last 24 hours"
    SIGN_IN_BLOCKED = "sign-in blocked"


def visit(tenant: Tenant, person: Person) -> Outcome:
    """The person requests their own large thumbnail; a first visit makes the profile."""
    if not person.account_enabled:
        return Outcome.SIGN_IN_BLOCKED
    geography = tenant.geography_of(person)
    profile = geography.profiles.setdefault(person.id, new_profile(person))
    refusal = _refusal(tenant, person, profile)
    if refusal:
        return refusal
    now = tenant.clock.now()
    tenant.pulls[person.id] = now
    photo = tenant.photos.get(person.id)
    if photo is None:
        profile[PLACEHOLDER_STATE] = "1"
        return Outcome.REMOVED
    _write_thumbnails(tenant, geography, person, photo)
    profile.update(_pointing_at(geography.picture_url(person), now))
    return Outcome.PULLED


def _refusal(tenant: Tenant, person: Person, profile: Profile) -> Outcome | None:
    last = tenant.pulls.get(person.id)
    rules = {
        Outcome.DISCONNECTED: is_disconnected(profile),
        Outcome.NOT_IN_EXCHANGE_ONLINE: person.mailbox is not Mailbox.CLOUD,
        Outcome.SYNC_IS_OFF: profile.get(SYNC_STATE) != "1",
        Outcome.EXCHANGE_IS_DISABLED: not tenant.settings.exchange_principal_enabled,
        Outcome.NOT_EDITABLE: not tenant.settings.picture_editable_by_users,
        Outcome.TOO_SOON: last is not None and tenant.clock.now() - last < AT_MOST_EVERY,
    }
    return next((outcome for outcome, applies in rules.items() if applies), None)


def _write_thumbnails(
    tenant: Tenant, geography: Geography, person: Person, photo: CloudPhoto
) -> None:
    for size, side in THUMBNAIL_SIDES.items():
        path = geography.thumbnail_path(person, size)
        jpeg = square(photo.jpeg, side)
        geography.library.put(path, jpeg, tenant.clock.now(), tenant.new_uuid(), photo.origin)


def _pointing_at(url: str, now: datetime) -> Profile:
    return {
        PICTURE_URL: url,
        PLACEHOLDER_STATE: "0",
        SYNC_STATE: "1",
        TIMESTAMP: picture_timestamp(now),
    }
