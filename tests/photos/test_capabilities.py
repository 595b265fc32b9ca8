"""What the granted capabilities allow: a check that reads anything, and writes to SharePoint."""

import pytest

from bot.photos.capabilities import (
    SYNC_SHAREPOINT,
    Capability,
    can_look,
    may_sync_sharepoint,
)
from tests.photos.examples import EVERYTHING, NOTHING

ACCOUNT, PHOTO = Capability.READ_ACCOUNT, Capability.READ_MICROSOFT_365_PHOTO
PROFILE, FILES = Capability.READ_SHAREPOINT_PROFILE, Capability.READ_SHAREPOINT_FILES
OWN_PICTURE = frozenset({Capability.WRITE_OWN_SHAREPOINT_PICTURE})


@pytest.mark.parametrize("granted", [{ACCOUNT, PHOTO}, {ACCOUNT, PROFILE}, EVERYTHING])
def test_a_check_reads_something_of_somebody_who_can_be_found(granted: set[Capability]) -> None:
    assert can_look(frozenset(granted))


@pytest.mark.parametrize("granted", [NOTHING, {ACCOUNT}, {PHOTO, PROFILE}, {ACCOUNT, FILES}])
def test_without_a_person_or_a_copy_a_check_reads_nothing(granted: set[Capability]) -> None:
    assert not can_look(frozenset(granted))


def test_people_who_may_write_their_own_picture_need_no_right_of_the_app() -> None:
    assert may_sync_sharepoint(OWN_PICTURE)


def test_the_app_needs_both_of_its_rights() -> None:
    assert may_sync_sharepoint(SYNC_SHAREPOINT)
    assert not any(may_sync_sharepoint(frozenset({right})) for right in SYNC_SHAREPOINT)
