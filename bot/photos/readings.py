"""The readings of one person's photos: what each service answered, and what could not be read.

A reading holds facts and no conclusions. A failure is a reading too: `NotRead`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.picture import NotAPicture, Picture

PICTURE_URL = "PictureURL"
PLACEHOLDER_STATE = "SPS-PicturePlaceholderState"
SYNC_STATE = "SPS-PictureExchangeSyncState"


class Size(Enum):
    """Sizes of the thumbnails that SharePoint keeps (docs/photo-sync.md, "Thumbnails")."""

    S = "S"
    M = "M"
    L = "L"

    @property
    def pixels(self) -> int:
        """Width and height of this square thumbnail, in pixels."""
        return {"S": 48, "M": 72, "L": 200}[self.value]


@dataclass(frozen=True)
class Photo:
    """A picture that was read: its bytes, its summary, and the service's etag for this version.

    The etag is new on every upload, also of the same bytes: it tells whether a photo was changed,
    and not whether two photos are the same (docs/photo-sync.md, "Comparing pictures"). `stored_at`
    is when the file was written (UTC), where the service says so.
    """

    data: bytes = field(repr=False)
    picture: Picture
    etag: str | None = None
    # Not compared: the same picture is the same reading, whenever it was stored.
    stored_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True)
class NoPhoto:
    """The service answered that there is no photo; `code` is its own error code, if it gave one."""

    code: str | None = None


@dataclass(frozen=True)
class Broken:
    """Bytes are stored, but they are not a picture."""

    kind: NotAPicture


@dataclass(frozen=True)
class NotRead:
    """Nothing could be read, for the reason `why`.

    `permission` is the one that is missing, where that is the reason; `code` is the service's own
    error code, for administrators.
    """

    why: FailureReason
    permission: str | None = None
    # Not compared: the same reason is the same reading, whatever the service calls it.
    code: str | None = field(default=None, compare=False)

    @classmethod
    def of(cls, failure: ServiceFailure) -> "NotRead":
        """Turn the failure of a service into a reading."""
        return cls(failure.why, failure.permission, failure.code)

    def failure(self, service: str) -> ServiceFailure:
        """Turn the reading into the failure of a service."""
        return ServiceFailure(service, self.why, code=self.code, permission=self.permission)


PhotoReading = Photo | NoPhoto | Broken | NotRead


@dataclass(frozen=True)
class StoredFile:
    """A file that is there; `etag` names its version, and is None where the service gave none."""

    etag: str | None = None


FileReading = StoredFile | NoPhoto | NotRead


@dataclass(frozen=True)
class Account:
    """Facts of the Entra ID account; None where the service did not say.

    Attributes:
        has_mailbox: whether there is a mailbox in Exchange Online.
        mailbox_plan: the service plan that brings the mailbox, such as EXCHANGE_S_ENTERPRISE.
        mailbox_code: what Exchange Online called a mailbox that it does not hold, such as
            MailboxNotHostedInExchangeOnline.
        licensed: whether any licence is assigned.
        has_sharepoint: whether a licence brings SharePoint.
        has_address: whether it has a mail address, which proves no mailbox by itself.
    """

    id: str
    upn: str
    has_mailbox: bool | None = None
    guest: bool | None = None
    enabled: bool | None = None
    on_premises_synced: bool | None = None
    mailbox_code: str | None = None
    licensed: bool | None = None
    has_sharepoint: bool | None = None
    has_address: bool | None = None
    # Not compared: it is the same mailbox by whichever plan.
    mailbox_plan: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class NoAccount:
    """Entra ID has no account with this id or name."""


AccountReading = Account | NoAccount | NotRead


@dataclass(frozen=True)
class Profile:
    """Picture properties of a SharePoint profile (docs/photo-sync.md, "Profile properties").

    Attributes:
        picture_url: address of the M thumbnail, empty when none was ever set.
        placeholder_state: "0" shows the picture, "1" the placeholder, "" was never set.
        sync_state: "1" pulls from Exchange Online, "0" is frozen, "" was never set.
        changed_at: SPS-PictureTimestamp, in UTC as far as is known.
        my_site: address of the person's My Site host, such as https://contoso-my.sharepoint.com.
    """

    picture_url: str
    placeholder_state: str
    sync_state: str
    changed_at: datetime | None
    my_site: str


def properties_of(profile: Profile) -> Mapping[str, str]:
    """Return the properties that a change may write, by SharePoint's own names."""
    return {
        PICTURE_URL: profile.picture_url,
        PLACEHOLDER_STATE: profile.placeholder_state,
        SYNC_STATE: profile.sync_state,
    }


@dataclass(frozen=True)
class NoProfile:
    """SharePoint has no profile of this person yet (User Profile Error 1000)."""


ProfileReading = Profile | NoProfile | NotRead


class PhotoSource(Enum):
    """Where photos may be changed: `source` of Graph's photoUpdateSettings."""

    BOTH = "both"
    CLOUD = "cloud"
    ON_PREMISES = "on_premises"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PhotoUpdates:
    """Who may change photos, and where: everybody if `allowed_roles` (template ids) is empty."""

    source: PhotoSource
    allowed_roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tenant:
    """Facts that are the same for everybody in the tenant.

    Attributes:
        photo_updates: the settings of photo updates.
        exchange_enabled: whether the service principal "Office 365 Exchange Online" is enabled.
    """

    photo_updates: PhotoUpdates | NotRead = NotRead(FailureReason.NOT_ASKED)
    exchange_enabled: bool | NotRead = NotRead(FailureReason.NOT_ASKED)


@dataclass(frozen=True)
class Readings:
    """Everything that one check read, at `read_at` (UTC).

    The Microsoft 365 photo is one reading for Exchange Online and Entra ID: no API reads them
    apart since they were unified (docs/photo-sync.md, "Stores").

    Attributes:
        proven: sizes whose file and Microsoft 365 photo have the etags with which a sync proved
            them to show the same.
    """

    account: AccountReading
    microsoft_365: PhotoReading
    profile: ProfileReading
    thumbnails: Mapping[Size, PhotoReading]
    read_at: datetime
    tenant: Tenant = Tenant()
    proven: frozenset[Size] = frozenset()
