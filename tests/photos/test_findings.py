"""What the readings say of the account and the tenant, and what they leave open."""

from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.findings import Findings
from bot.photos.readings import (
    AccountReading,
    NoAccount,
    NotRead,
    PhotoSource,
    PhotoUpdates,
    Tenant,
)
from tests.photos.examples import ACCOUNT, findings, thumbnails_of

REFUSED = NotRead(FailureReason.NOT_PERMITTED, "PeopleSettings.Read.All")
ELSEWHERE = "MailboxNotHostedInExchangeOnline"


def of_tenant(tenant: Tenant) -> Findings:
    found = findings()
    return replace(found, readings=replace(found.readings, tenant=tenant))


@pytest.mark.parametrize(
    ("account", "on_premises"),
    [
        (replace(ACCOUNT, mailbox_code=ELSEWHERE, has_mailbox=False), True),
        (replace(ACCOUNT, has_mailbox=True, on_premises_synced=True), False),
        (replace(ACCOUNT, has_mailbox=False, on_premises_synced=False), False),
        (replace(ACCOUNT, has_mailbox=False, on_premises_synced=True), None),
        (NoAccount(), None),
        (NotRead(FailureReason.TIMED_OUT), None),
    ],
)
def test_a_mailbox_on_premises_is_claimed_only_where_exchange_online_says_so(
    account: AccountReading, on_premises: bool | None
) -> None:
    assert findings(account=account).mailbox_on_premises is on_premises


@pytest.mark.parametrize(
    ("updates", "source", "restricted"),
    [
        (PhotoUpdates(PhotoSource.BOTH), PhotoSource.BOTH, False),
        (PhotoUpdates(PhotoSource.CLOUD, frozenset({"role"})), PhotoSource.CLOUD, True),
        (PhotoUpdates(PhotoSource.UNKNOWN), None, False),
        (REFUSED, None, None),
    ],
)
def test_who_may_change_photos_and_where(
    updates: PhotoUpdates | NotRead, source: PhotoSource | None, restricted: bool | None
) -> None:
    found = of_tenant(Tenant(updates))
    assert (found.photo_source, found.restricted_to_roles) == (source, restricted)


@pytest.mark.parametrize(("read", "enabled"), [(True, True), (False, False), (REFUSED, None)])
def test_a_disabled_exchange_online_is_recognised(
    read: bool | NotRead, enabled: bool | None
) -> None:
    assert of_tenant(Tenant(exchange_enabled=read)).exchange_enabled is enabled


def test_each_permission_that_would_tell_more_is_named_once() -> None:
    files = NotRead(FailureReason.NOT_PERMITTED, "Sites.Read.All (SharePoint)")
    found = of_tenant(Tenant(REFUSED, REFUSED))
    readings = replace(found.readings, thumbnails=dict.fromkeys(thumbnails_of(1), files))
    told = replace(found, readings=readings).missing_permissions
    assert told == ("Sites.Read.All (SharePoint)", "PeopleSettings.Read.All")


def test_other_failures_name_no_permission() -> None:
    late = NotRead(FailureReason.TIMED_OUT)
    assert of_tenant(Tenant(late, late)).missing_permissions == ()
