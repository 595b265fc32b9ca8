"""Each cause is recognised from exactly what shows it, and not where a fact is unknown."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.failures import FailureReason
from bot.photos.causes import Cause, Remedy, causes_of, possibilities_of
from bot.photos.copies import CopyState
from bot.photos.diagnose import diagnose, explain
from bot.photos.findings import Findings
from bot.photos.readings import (
    Account,
    AccountReading,
    NoProfile,
    NotRead,
    PhotoSource,
    PhotoUpdates,
    Profile,
    Size,
    Tenant,
)
from bot.photos.verdict import Verdict
from tests.photos.examples import (
    ACCOUNT,
    EXTERNAL,
    MY_SITE,
    PROFILE,
    SHARED,
    TENANT,
    findings,
    readings,
    showing,
    thumbnails_of,
)

MISSING, PLACEHOLDER, PRESENT = CopyState.MISSING, CopyState.PLACEHOLDER, CopyState.PRESENT
SAME, OLD = (CopyState.SAME,) * 3, (CopyState.DIFFERS,) * 3
UNREAD = NotRead(FailureReason.NOT_PERMITTED)
ON_PREMISES_MAILBOX = replace(
    ACCOUNT, has_mailbox=False, mailbox_code="MailboxNotHostedInExchangeOnline"
)
EXCHANGE_OFF = replace(TENANT, exchange_enabled=False)
ELSEWHERE = showing(picture_url=f"{MY_SITE}/sites/news/picture.jpg")


def old(account: AccountReading = ACCOUNT, tenant: Tenant = TENANT) -> Findings:
    """Somebody whose SharePoint is behind."""
    return findings(PRESENT, OLD, account=account, tenant=tenant)


def without_photo(source: PhotoSource, *roles: str) -> Findings:
    """Somebody without a photo where photos are changed in this place, by these roles."""
    updates = replace(TENANT, photo_updates=PhotoUpdates(source, frozenset(roles)))
    return findings(MISSING, tenant=updates)


def first_of(found: Findings) -> Cause:
    return causes_of(found)[0].cause


@pytest.mark.parametrize(
    ("found", "cause"),
    [
        (old(replace(ACCOUNT, guest=True)), Cause.GUEST),
        (old(EXTERNAL), Cause.EXTERNAL_MEMBER),
        (old(SHARED), Cause.SHARED_MAILBOX),
        (old(replace(ACCOUNT, enabled=False)), Cause.SIGN_IN_BLOCKED),
        (old(tenant=EXCHANGE_OFF), Cause.EXCHANGE_DISABLED),
        (without_photo(PhotoSource.ON_PREMISES), Cause.CHANGES_RESTRICTED),
        (without_photo(PhotoSource.BOTH, "a role"), Cause.CHANGES_RESTRICTED),
        (without_photo(PhotoSource.UNKNOWN, "a role"), Cause.CHANGES_RESTRICTED),
        (old(ON_PREMISES_MAILBOX), Cause.MAILBOX_ON_PREMISES),
        (old(replace(ACCOUNT, has_mailbox=False)), Cause.NO_MAILBOX),
    ],
)
def test_causes_outside_the_pictures_are_fixed_before_them(found: Findings, cause: Cause) -> None:
    assert first_of(found) is cause


@pytest.mark.parametrize(
    ("fact", "cause"),
    [
        ({"account": replace(ACCOUNT, guest=True)}, Cause.GUEST),
        ({"account": replace(ACCOUNT, enabled=False)}, Cause.SIGN_IN_BLOCKED),
        ({"tenant": EXCHANGE_OFF}, Cause.EXCHANGE_DISABLED),
    ],
)
@pytest.mark.parametrize(
    ("cloud", "thumbnails", "profile"),
    [
        (PRESENT, (CopyState.SAME, CopyState.UNSURE, CopyState.SAME), PROFILE),
        (PRESENT, (CopyState.NOT_READ,) * 3, PROFILE),
        (PRESENT, (CopyState.NOT_READ,) * 3, ELSEWHERE),
        (MISSING, (CopyState.NOT_READ,) * 3, ELSEWHERE),
        (CopyState.BROKEN, (CopyState.PRESENT,) * 3, PROFILE),
    ],
)
def test_a_known_fact_is_a_cause_beside_what_is_not_sure_and_decides_the_remedy(
    cloud: CopyState,
    thumbnails: tuple[CopyState, CopyState, CopyState],
    profile: Profile,
    fact: dict[str, Any],
    cause: Cause,
) -> None:
    diagnosis = explain(findings(cloud, thumbnails, profile, **fact), frozenset())
    assert diagnosis.verdict is Verdict.UNSURE
    assert (diagnosis.causes[0], diagnosis.remedy) == (cause, Remedy.ASK_ADMINISTRATOR)


def test_a_photo_that_was_not_read_is_not_blamed_on_a_fact() -> None:
    unread = findings(CopyState.NOT_READ, (PRESENT,) * 3, account=replace(ACCOUNT, enabled=False))
    assert not causes_of(unread)


def test_what_may_be_read_a_moment_later_is_waited_for() -> None:
    late = {Size.S: NotRead(FailureReason.TIMED_OUT)}
    blocked = readings(stored={**thumbnails_of(1), **late}, account=replace(ACCOUNT, enabled=False))
    diagnosis = diagnose(blocked, frozenset())
    assert (diagnosis.causes, diagnosis.remedy) == ((), Remedy.CHECK_AGAIN)


@pytest.mark.parametrize(
    "found",
    [
        old(UNREAD),
        old(Account("id", "upn")),
        old(tenant=Tenant(UNREAD, UNREAD)),
        old(tenant=Tenant()),
        old(),
    ],
)
def test_a_fact_that_is_not_known_is_no_cause(found: Findings) -> None:
    assert [row.cause for row in causes_of(found)] == [Cause.SHAREPOINT_OLD]


@pytest.mark.parametrize("source", [PhotoSource.BOTH, PhotoSource.CLOUD, PhotoSource.UNKNOWN])
def test_where_everybody_may_change_a_photo_nothing_is_restricted(source: PhotoSource) -> None:
    assert first_of(without_photo(source)) is Cause.NO_PHOTO


@pytest.mark.parametrize(
    "account",
    [
        replace(ACCOUNT, guest=True),
        EXTERNAL,
        SHARED,
        replace(ACCOUNT, enabled=False),
        replace(ACCOUNT, has_mailbox=False),
        ON_PREMISES_MAILBOX,
    ],
)
def test_no_fact_of_an_account_is_a_cause_while_every_copy_is_right(account: Account) -> None:
    found = findings(PRESENT, SAME, account=account, tenant=EXCHANGE_OFF)
    assert [row.cause for row in causes_of(found)] == [Cause.ALL_IN_SYNC]


@pytest.mark.parametrize(
    ("has_sharepoint", "remedy"),
    [
        (True, Remedy.VISIT_SHAREPOINT),
        (None, Remedy.VISIT_SHAREPOINT),
        (False, Remedy.ASK_ADMINISTRATOR),
    ],
)
def test_nobody_is_sent_to_a_sharepoint_that_they_have_no_licence_for(
    has_sharepoint: bool | None, remedy: Remedy
) -> None:
    account = replace(ACCOUNT, has_sharepoint=has_sharepoint)
    [row] = causes_of(findings(PRESENT, (MISSING,) * 3, NoProfile(), account))
    assert (row.cause, row.without_writing) == (Cause.NO_PROFILE, remedy)


def test_a_mailbox_on_premises_is_not_also_called_missing() -> None:
    assert Cause.NO_MAILBOX not in {row.cause for row in causes_of(old(ON_PREMISES_MAILBOX))}


def test_a_mailbox_on_premises_is_told_where_its_photo_could_not_be_asked_for() -> None:
    causes = [row.cause for row in causes_of(findings(MISSING, account=ON_PREMISES_MAILBOX))]
    assert causes == [Cause.NO_PHOTO, Cause.MAILBOX_ON_PREMISES]


def test_a_guest_is_not_told_of_a_missing_mailbox() -> None:
    guest = replace(ACCOUNT, guest=True, has_mailbox=False)
    assert [row.cause for row in causes_of(old(guest))] == [Cause.GUEST, Cause.SHAREPOINT_OLD]


@pytest.mark.parametrize(
    ("account", "cause"), [(EXTERNAL, Cause.EXTERNAL_MEMBER), (SHARED, Cause.SHARED_MAILBOX)]
)
@pytest.mark.parametrize("profile", [showing(sync_state="0"), NoProfile()])
def test_nobody_is_told_to_license_or_unblock_what_needs_neither(
    account: Account, cause: Cause, profile: Profile | NoProfile
) -> None:
    thumbnails = (MISSING,) * 3 if isinstance(profile, NoProfile) else OLD
    found = findings(PRESENT, thumbnails, profile, account)
    causes = [row.cause for row in causes_of(found)]
    assert causes[0] is cause
    assert {Cause.SIGN_IN_BLOCKED, Cause.NO_MAILBOX, Cause.NO_PROFILE}.isdisjoint(causes)
    assert Cause.SYNC_FROZEN not in causes
    assert possibilities_of(found) == ()


@pytest.mark.parametrize(
    "account",
    [
        replace(SHARED, licensed=True),
        replace(SHARED, licensed=None),
        replace(SHARED, enabled=True),
        replace(SHARED, enabled=None),
        replace(SHARED, has_address=False),
        replace(SHARED, has_address=None),
        replace(SHARED, guest=True),
    ],
)
def test_an_account_that_lacks_one_mark_is_not_called_a_shared_mailbox(account: Account) -> None:
    assert Cause.SHARED_MAILBOX not in {row.cause for row in causes_of(old(account))}


@pytest.mark.parametrize("cloud", [MISSING, PLACEHOLDER])
def test_a_restriction_on_changes_comes_before_the_missing_photo(
    cloud: CopyState,
) -> None:
    restricted = replace(TENANT, photo_updates=PhotoUpdates(PhotoSource.ON_PREMISES))
    assert first_of(findings(cloud, tenant=restricted)) is Cause.CHANGES_RESTRICTED


@pytest.mark.parametrize("cloud", [PRESENT, CopyState.NOT_READ, CopyState.BROKEN])
def test_restricted_changes_are_no_cause_where_there_may_be_a_photo(cloud: CopyState) -> None:
    restricted = replace(TENANT, photo_updates=PhotoUpdates(PhotoSource.ON_PREMISES))
    causes = {row.cause for row in causes_of(findings(cloud, OLD, tenant=restricted))}
    assert Cause.CHANGES_RESTRICTED not in causes


def test_several_facts_stand_in_the_order_in_which_they_are_fixed() -> None:
    account = replace(ON_PREMISES_MAILBOX, guest=False, enabled=False)
    assert [row.cause for row in causes_of(old(account, EXCHANGE_OFF))] == [
        Cause.SIGN_IN_BLOCKED,
        Cause.EXCHANGE_DISABLED,
        Cause.MAILBOX_ON_PREMISES,
        Cause.SHAREPOINT_OLD,
    ]
