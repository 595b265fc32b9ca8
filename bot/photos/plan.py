"""Plan what a sync writes, in which order (docs/photo-sync.md, "Writing SharePoint's copy")."""

from collections.abc import Container
from dataclasses import dataclass

from bot.photos.library import Thumbnails
from bot.photos.readings import (
    PICTURE_URL,
    PLACEHOLDER_STATE,
    SYNC_STATE,
    Account,
    AccountReading,
    Profile,
    Size,
    properties_of,
)


@dataclass(frozen=True)
class PropertyWrite:
    """One profile property to set."""

    name: str
    value: str

    def is_held_by(self, profile: Profile, place: Thumbnails) -> bool:
        """Tell whether a profile has this value already, so that it need not be written."""
        # Two addresses can name one file, with and without a port, encoded and not.
        if self.name == PICTURE_URL:
            return place.is_named_by(profile.picture_url)
        return properties_of(profile)[self.name] == self.value


@dataclass(frozen=True)
class SyncPlan:
    """The writes of a sync: files first, so that no property ever names a missing file."""

    place: Thumbnails
    sizes: tuple[Size, ...]
    properties: tuple[PropertyWrite, ...]


def plan_sync(
    account: AccountReading, profile: Profile, place: Thumbnails, right: Container[Size | None]
) -> SyncPlan:
    """Plan to make SharePoint show the Microsoft 365 photo; sizes in `right` show it already."""
    wanted = [
        PropertyWrite(PICTURE_URL, place.picture_url),
        PropertyWrite(PLACEHOLDER_STATE, "0"),
    ]
    # With 1 the normal pull takes over again. Without a mailbox SharePoint has nowhere to pull from
    # (docs/photo-sync.md, "Sync state").
    if isinstance(account, Account) and account.has_mailbox:
        wanted.append(PropertyWrite(SYNC_STATE, "1"))
    return SyncPlan(
        place=place,
        sizes=tuple(size for size in Size if size not in right),
        properties=tuple(item for item in wanted if not item.is_held_by(profile, place)),
    )
