"""What was read of somebody, all in sync unless a test says otherwise."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from bot.photos.capabilities import Capability
from bot.photos.copies import Copy, CopyState, Store
from bot.photos.findings import Findings
from bot.photos.picture import NotAPicture, read_picture
from bot.photos.portrait import Portrait, portrait, thumbnails
from bot.photos.readings import (
    Account,
    AccountReading,
    Photo,
    PhotoReading,
    PhotoSource,
    PhotoUpdates,
    Profile,
    ProfileReading,
    Readings,
    Size,
    Tenant,
)
from simulation.photographs import photograph, silhouette

MY_SITE = "https://contoso-my.sharepoint.com"
UPN = "amara.okafor@contoso.com"
PICTURE_URL = f"{MY_SITE}/User%20Photos/Profile%20Pictures/amara_okafor_contoso_com_MThumb.jpg"
READ_AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
ACCOUNT = Account(
    "6f3c0f5e-0000-4000-8000-000000000001",
    UPN,
    has_mailbox=True,
    guest=False,
    enabled=True,
    on_premises_synced=False,
    licensed=True,
    has_sharepoint=True,
)
EXTERNAL = replace(
    ACCOUNT,
    upn="maya.singh_fabrikam.com#EXT#@contoso.com",
    has_mailbox=False,
    licensed=False,
    has_sharepoint=False,
    has_address=True,
)
SHARED = replace(
    ACCOUNT,
    has_mailbox=False,
    enabled=False,
    licensed=False,
    has_sharepoint=False,
    has_address=True,
)
TENANT = Tenant(PhotoUpdates(PhotoSource.BOTH), exchange_enabled=True)
PROFILE = Profile(
    PICTURE_URL, placeholder_state="0", sync_state="1", changed_at=READ_AT, my_site=MY_SITE
)
OWN = frozenset({Capability.WRITE_OWN_SHAREPOINT_PICTURE, Capability.WRITE_OWN_MICROSOFT_365_PHOTO})
# All that an app may be granted; people's own rights come on top.
EVERYTHING = frozenset(Capability) - OWN - {Capability.HAVE_SHAREPOINT_REPAIRED}
NO_PHOTOS = EVERYTHING - {Capability.WRITE_MICROSOFT_365_PHOTO}
NOTHING: frozenset[Capability] = frozenset()


def findings(
    cloud: CopyState = CopyState.PRESENT,
    thumbnails: tuple[CopyState, CopyState, CopyState] = (CopyState.SAME,) * 3,
    profile: ProfileReading = PROFILE,
    account: AccountReading = ACCOUNT,
    tenant: Tenant = TENANT,
) -> Findings:
    """Copies in these states: of S, M and L; their pictures are of no concern."""
    stored = (
        Copy(Store.SHAREPOINT, size, state) for size, state in zip(Size, thumbnails, strict=True)
    )
    copies = (Copy(Store.MICROSOFT_365, None, cloud), *stored)
    return Findings(Readings(account, photo(), profile, {}, READ_AT, tenant), copies)


def readings(
    microsoft_365: PhotoReading | None = None,
    stored: Mapping[Size, PhotoReading] | None = None,
    profile: ProfileReading = PROFILE,
    account: AccountReading = ACCOUNT,
    tenant: Tenant = TENANT,
) -> Readings:
    """The same photo of sitter 1 everywhere, unless said otherwise."""
    return Readings(
        account=account,
        microsoft_365=microsoft_365 or photo(),
        profile=profile,
        thumbnails=thumbnails_of(1) if stored is None else stored,
        read_at=READ_AT,
        tenant=tenant,
    )


@cache
def photo(sitter: int = 1) -> Photo:
    """A photograph, as Microsoft 365 gives it."""
    return read(photograph(sitter, width=240, height=240), etag=f"etag-{sitter}")


def portrait_of(sitter: int = 1) -> Portrait:
    """A picture that somebody sent."""
    made = portrait(photo(sitter).data)
    assert isinstance(made, Portrait)
    return made


@cache
def thumbnails_of(sitter: int) -> Mapping[Size, Photo]:
    """The same photograph in SharePoint's sizes."""
    return {Size(name): read(jpeg) for name, jpeg in thumbnails(photo(sitter).data).items()}


@cache
def grey_figure(pixels: int = 240) -> Photo:
    """The silhouette that stands for nobody."""
    return read(silhouette(pixels))


def read(data: bytes, etag: str | None = None) -> Photo:
    picture = read_picture(data)
    assert not isinstance(picture, NotAPicture)
    return Photo(data, picture, etag)


def showing(profile: Profile = PROFILE, **changes: str) -> Profile:
    """A profile that differs from the right one."""
    return replace(profile, **changes)  # type: ignore[arg-type]  # every change is of a text field
