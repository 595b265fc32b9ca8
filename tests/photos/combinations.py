"""All states of the copies, the profile, the account and the tenant."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations_with_replacement, product

from bot.core.failures import FailureReason
from bot.photos.copies import CopyState
from bot.photos.findings import Findings
from bot.photos.readings import (
    AccountReading,
    NoProfile,
    NotRead,
    PhotoSource,
    PhotoUpdates,
    ProfileReading,
    Tenant,
)
from tests.photos.examples import ACCOUNT, EXTERNAL, MY_SITE, SHARED, findings, showing

Sizes = tuple[CopyState, CopyState, CopyState]

ACCOUNTS: tuple[AccountReading, ...] = (
    replace(ACCOUNT, has_mailbox=True),
    replace(ACCOUNT, has_mailbox=False),
    NotRead(FailureReason.TIMED_OUT),
)
ADDRESSES = (showing().picture_url, f"{MY_SITE}/sites/news/picture.jpg", "")
PROFILES: tuple[ProfileReading, ...] = (
    NoProfile(),
    NotRead(FailureReason.TIMED_OUT),
    *(
        showing(picture_url=address, placeholder_state=placeholder, sync_state=sync)
        for address, placeholder, sync in product(ADDRESSES, ("0", "1", ""), ("0", "1", ""))
    ),
)
FACTS: tuple[AccountReading, ...] = (
    ACCOUNT,
    NotRead(FailureReason.TIMED_OUT),
    EXTERNAL,
    *(
        replace(SHARED, has_mailbox=mailbox, has_sharepoint=mailbox, on_premises_synced=synced)
        for mailbox, synced in product((True, False), (True, False))
    ),
    *(
        replace(
            ACCOUNT,
            has_mailbox=mailbox,
            guest=guest,
            enabled=enabled,
            on_premises_synced=act_result,
            mailbox_code=None if mailbox else code,
        )
        for mailbox, guest, enabled, act_result, code in product(
            (True, False), (True, False), (True, False), (True, False), (None, "NotHosted")
        )
    ),
)
TENANTS = (
    Tenant(),
    *(
        Tenant(PhotoUpdates(source, roles), enabled)
        for source, roles, enabled in product(
            PhotoSource, (frozenset[str](), frozenset({"role"})), (True, False)
        )
    ),
)
COMPARED = (CopyState.SAME, CopyState.DIFFERS, CopyState.UNSURE)
NOT_SHOWN = (CopyState.MISSING, CopyState.PLACEHOLDER, CopyState.BROKEN, CopyState.NOT_READ)
CLOUD = (CopyState.PRESENT, *NOT_SHOWN)


def every_finding() -> Iterator[Findings]:
    for profile, account, cloud in product(PROFILES, ACCOUNTS, CLOUD):
        for thumbnails in thumbnails_under(profile, cloud):
            yield findings(cloud, thumbnails, profile, account)


def every_fact() -> Iterator[Findings]:
    """Facts of account and tenant, with a few states of the copies each."""
    copies: tuple[tuple[CopyState, Sizes, ProfileReading], ...] = (
        (CopyState.PRESENT, (CopyState.SAME,) * 3, showing()),
        (CopyState.PRESENT, (CopyState.DIFFERS,) * 3, showing()),
        (CopyState.PRESENT, (CopyState.SAME, CopyState.UNSURE, CopyState.SAME), showing()),
        (CopyState.PRESENT, (CopyState.NOT_READ,) * 3, showing(picture_url=ADDRESSES[1])),
        (CopyState.PRESENT, (CopyState.MISSING,) * 3, NoProfile()),
        (CopyState.MISSING, (CopyState.MISSING,) * 3, showing(picture_url="")),
        (CopyState.NOT_READ, (CopyState.PRESENT,) * 3, showing()),
    )
    for account, tenant, (cloud, thumbnails, profile) in product(FACTS, TENANTS, copies):
        yield findings(cloud, thumbnails, profile, account, tenant)


def thumbnails_under(profile: ProfileReading, cloud: CopyState) -> Iterator[Sizes]:
    """States that S, M and L can have: what is not looked for is missing or not read."""
    if isinstance(profile, NotRead):
        yield (CopyState.NOT_READ,) * 3
    elif isinstance(profile, NoProfile) or not profile.picture_url:
        yield (CopyState.MISSING,) * 3
    elif findings(profile=profile).points_elsewhere:
        yield (CopyState.NOT_READ,) * 3
        yield (CopyState.MISSING,) * 3
    else:
        seen = COMPARED if cloud is CopyState.PRESENT else (CopyState.PRESENT,)
        yield from combinations_with_replacement((*seen, *NOT_SHOWN), 3)
