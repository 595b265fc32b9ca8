"""What no service shows is offered only where what was read leaves it possible."""

from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.causes import NUMBERS, TABLE, Cause, possibilities_of
from bot.photos.copies import CopyState
from bot.photos.findings import Findings
from bot.photos.readings import (
    Account,
    NoProfile,
    NotRead,
    PhotoSource,
    PhotoUpdates,
    Tenant,
)
from tests.photos.examples import ACCOUNT, TENANT, findings, showing

MISSING, PRESENT, NOT_READ = CopyState.MISSING, CopyState.PRESENT, CopyState.NOT_READ
OLD, NOTHING = (CopyState.DIFFERS,) * 3, (CopyState.MISSING,) * 3
POLICY, DIRECTORY = Cause.OUTLOOK_POLICY, Cause.DIRECTORY_PICTURE_SHOWN
UNSURE = (CopyState.SAME, CopyState.UNSURE, CopyState.SAME)
SYNCED = replace(ACCOUNT, on_premises_synced=True)
BARE = showing(picture_url="", placeholder_state="", sync_state="")


def tenant(source: PhotoSource, *roles: str) -> Tenant:
    return replace(TENANT, photo_updates=PhotoUpdates(source, frozenset(roles)))


ON_PREMISES, CLOUD = tenant(PhotoSource.ON_PREMISES), tenant(PhotoSource.CLOUD)


@pytest.mark.parametrize(
    ("found", "possible"),
    [
        (findings(), (POLICY,)),
        (findings(account=replace(ACCOUNT, has_mailbox=False)), ()),
        (findings(account=replace(ACCOUNT, has_mailbox=None)), (POLICY,)),
        (findings(account=NotRead(FailureReason.NOT_PERMITTED)), (POLICY, DIRECTORY)),
        (findings(profile=showing(sync_state="0")), ()),
        (findings(tenant=ON_PREMISES), (Cause.CHANGES_RESTRICTED, POLICY)),
        (findings(account=SYNCED), (POLICY, Cause.CHANGED_IN_BOTH, DIRECTORY)),
        (findings(account=SYNCED, tenant=CLOUD), (POLICY, DIRECTORY)),
        (findings(account=SYNCED, tenant=Tenant()), (POLICY, Cause.CHANGED_IN_BOTH, DIRECTORY)),
        (findings(MISSING, NOTHING, BARE), (Cause.UPLOAD_REFUSED, Cause.OUTLOOK_POLICY)),
        (findings(MISSING, NOTHING, BARE, tenant=ON_PREMISES), ()),
        (
            findings(MISSING, NOTHING, BARE, SYNCED),
            (Cause.UPLOAD_REFUSED, Cause.OUTLOOK_POLICY, Cause.DIRECTORY_PICTURE_TOO_LARGE),
        ),
        (
            findings(MISSING, NOTHING, BARE, SYNCED, ON_PREMISES),
            (Cause.DIRECTORY_PICTURE_TOO_LARGE,),
        ),
        (
            findings(MISSING, NOTHING, BARE, SYNCED, CLOUD),
            (Cause.UPLOAD_REFUSED, Cause.OUTLOOK_POLICY),
        ),
        (
            findings(MISSING, NOTHING, BARE, replace(ACCOUNT, has_mailbox=False)),
            (Cause.UPLOAD_REFUSED,),
        ),
        (findings(PRESENT, OLD), (Cause.PICTURE_NOT_EDITABLE,)),
        (findings(PRESENT, UNSURE), (Cause.PICTURE_NOT_EDITABLE,)),
        (findings(PRESENT, OLD, showing(sync_state="0")), ()),
        (findings(PRESENT, OLD, account=replace(ACCOUNT, has_mailbox=False)), ()),
        (
            findings(PRESENT, OLD, account=replace(SYNCED, has_mailbox=False), tenant=CLOUD),
            (Cause.MAILBOX_ON_PREMISES,),
        ),
        (
            findings(PRESENT, NOTHING, BARE),
            (Cause.PICTURE_NOT_EDITABLE, Cause.PROFILE_DISCONNECTED),
        ),
        (findings(PRESENT, NOTHING, NoProfile()), (Cause.PROFILE_DISCONNECTED,)),
    ],
)
def test_what_is_left_possible_is_offered(found: Findings, possible: tuple[Cause, ...]) -> None:
    assert possibilities_of(found) == possible


@pytest.mark.parametrize("account", [NotRead(FailureReason.NOT_PERMITTED), Account("id", "upn")])
def test_where_nothing_was_read_nothing_is_guessed(account: Account | NotRead) -> None:
    unread = NotRead(FailureReason.NOT_PERMITTED)
    assert possibilities_of(findings(NOT_READ, (NOT_READ,) * 3, unread, account, Tenant())) == ()


def test_a_guest_is_offered_nothing_of_what_members_may_have() -> None:
    guest = replace(SYNCED, guest=True)
    assert possibilities_of(findings(MISSING, NOTHING, BARE, guest)) == ()


def test_what_no_service_shows_is_never_asserted() -> None:
    asserted = {row.cause for row in TABLE}
    never = {
        Cause.UPLOAD_REFUSED,
        Cause.OUTLOOK_POLICY,
        Cause.DIRECTORY_PICTURE_TOO_LARGE,
        Cause.CHANGED_IN_BOTH,
        Cause.DIRECTORY_PICTURE_SHOWN,
        Cause.PICTURE_NOT_EDITABLE,
        Cause.PROFILE_DISCONNECTED,
    }
    assert set(Cause) - asserted == never


def test_all_nineteen_causes_are_in_the_tables() -> None:
    assert set(NUMBERS) == set(Cause)
    assert set(NUMBERS.values()) == set(range(1, 20))


def test_a_cause_has_the_same_number_wherever_it_stands() -> None:
    assert all(NUMBERS[row.cause] == row.number for row in TABLE)
