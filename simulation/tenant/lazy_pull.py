"""The lazy pull: the one way in which SharePoint fetches a photo by itself.

It happens when people request their own large thumbnail, while the sync state is 1 and the mailbox
is in Exchange Online, and at most once in 24 hours (docs/photo-sync.md, "Lazy pull").
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

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
    picture_timestamp,
)
from simulation.tenant.settings import Settings

MIN_INTERVAL = timedelta(hours=24)


class Outcome(StrEnum):
    """The result of a visit to SharePoint."""

    PULLED = "pulled"
    REMOVED = "removed"
    NOT_IN_EXCHANGE_ONLINE = "not in Exchange Online"
    SYNC_IS_OFF = "sync is off"
    EXCHANGE_IS_DISABLED = "service principal of Exchange Online is disabled"
    NOT_EDITABLE = "picture property not editable by users"
    DISCONNECTED = "profile is disconnected from the account"
    TOO_SOON = "pulled within the last 24 hours"
    SIGN_IN_BLOCKED = "sign-in blocked"


def refusal(
    person: Person, profile: Profile, settings: Settings, last: datetime | None, now: datetime
) -> Outcome | None:
    """Return why SharePoint doesn't pull now, or None if it does; `last` is the last pull."""
    rules = {
        Outcome.DISCONNECTED: is_disconnected(profile),
        Outcome.NOT_IN_EXCHANGE_ONLINE: person.mailbox is not Mailbox.CLOUD,
        Outcome.SYNC_IS_OFF: profile.get(SYNC_STATE) != "1",
        Outcome.EXCHANGE_IS_DISABLED: not settings.exchange_principal_enabled,
        Outcome.NOT_EDITABLE: not settings.picture_editable_by_users,
        Outcome.TOO_SOON: last is not None and now - last < MIN_INTERVAL,
    }
    return next((outcome for outcome, applies in rules.items() if applies), None)


def pull(
    geography: Geography,
    person: Person,
    photo: CloudPhoto | None,
    now: datetime,
    new_id: Callable[[], UUID],
) -> Outcome:
    """Copy the Microsoft 365 photo into the person's profile, or show the placeholder for none."""
    profile = geography.profiles[person.id]
    if photo is None:
        geography.profiles[person.id] = profile | {PLACEHOLDER_STATE: "1"}
        return Outcome.REMOVED
    for size, side in THUMBNAIL_SIDES.items():
        path = geography.thumbnail_path(person, size)
        geography.library.put(path, square(photo.jpeg, side), now, new_id(), photo.origin)
    geography.profiles[person.id] = profile | {
        PICTURE_URL: geography.picture_url(person),
        PLACEHOLDER_STATE: "0",
        SYNC_STATE: "1",
        TIMESTAMP: picture_timestamp(now),
    }
    return Outcome.PULLED
