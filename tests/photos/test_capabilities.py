"""Whether a check would read anything, from what was granted."""

import pytest

from bot.photos.capabilities import Capability, can_look
from tests.photos.examples import EVERYTHING, NOTHING

ACCOUNT, PHOTO = Capability.READ_ACCOUNT, Capability.READ_MICROSOFT_365_PHOTO
PROFILE, FILES = Capability.READ_SHAREPOINT_PROFILE, Capability.READ_SHAREPOINT_FILES


@pytest.mark.parametrize("granted", [{ACCOUNT, PHOTO}, {ACCOUNT, PROFILE}, EVERYTHING])
def test_a_check_reads_something_of_somebody_who_can_be_found(granted: set[Capability]) -> None:
    assert can_look(frozenset(granted))


@pytest.mark.parametrize("granted", [NOTHING, {ACCOUNT}, {PHOTO, PROFILE}, {ACCOUNT, FILES}])
def test_without_a_person_or_a_copy_a_check_reads_nothing(granted: set[Capability]) -> None:
    assert not can_look(frozenset(granted))
