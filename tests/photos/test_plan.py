from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.library import derived
from bot.photos.plan import PropertyWrite, plan_sync
from bot.photos.readings import AccountReading, NoAccount, NotRead, Size
from tests.photos.examples import ACCOUNT, MY_SITE, PROFILE, UPN, showing

PLACE = derived(UPN, MY_SITE, "Profile Pictures")
ALL = frozenset(Size)
NEVER_SET = showing(picture_url="", placeholder_state="", sync_state="0")


def test_everything_is_written_where_there_is_nothing() -> None:
    plan = plan_sync(ACCOUNT, NEVER_SET, PLACE, ())
    assert plan.sizes == (Size.S, Size.M, Size.L)
    assert plan.properties == (
        PropertyWrite("PictureURL", PLACE.picture_url),
        PropertyWrite("SPS-PicturePlaceholderState", "0"),
        PropertyWrite("SPS-PictureExchangeSyncState", "1"),
    )


def test_nothing_is_written_where_everything_is_right() -> None:
    plan = plan_sync(ACCOUNT, PROFILE, PLACE, ALL)
    assert plan.sizes == ()
    assert plan.properties == ()


def test_only_the_wrong_sizes_are_written() -> None:
    assert plan_sync(ACCOUNT, PROFILE, PLACE, [Size.M, None]).sizes == (Size.S, Size.L)


def test_an_address_that_names_the_same_files_in_another_way_is_left_alone() -> None:
    profile = showing(picture_url=PROFILE.picture_url.replace(".com/", ".com:443/") + "?t=63")
    assert plan_sync(ACCOUNT, profile, PLACE, ALL).properties == ()


def test_an_address_of_another_picture_is_put_right() -> None:
    profile = showing(picture_url=f"{MY_SITE}/sites/news/picture.jpg")
    assert plan_sync(ACCOUNT, profile, PLACE, ALL).properties == (
        PropertyWrite("PictureURL", PLACE.picture_url),
    )


@pytest.mark.parametrize("size", ["S", "L"])
def test_an_address_of_another_size_is_put_right(size: str) -> None:
    profile = showing(picture_url=PROFILE.picture_url.replace("_MThumb", f"_{size}Thumb"))
    assert plan_sync(ACCOUNT, profile, PLACE, ALL).properties == (
        PropertyWrite("PictureURL", PLACE.picture_url),
    )


@pytest.mark.parametrize("state", ["", "1"])
def test_a_picture_that_is_not_shown_gets_shown(state: str) -> None:
    plan = plan_sync(ACCOUNT, showing(placeholder_state=state), PLACE, ALL)
    assert plan.properties == (PropertyWrite("SPS-PicturePlaceholderState", "0"),)


@pytest.mark.parametrize("state", ["", "0"])
def test_the_sync_state_is_set_back_for_people_with_a_mailbox(state: str) -> None:
    plan = plan_sync(ACCOUNT, showing(sync_state=state), PLACE, ALL)
    assert plan.properties == (PropertyWrite("SPS-PictureExchangeSyncState", "1"),)


@pytest.mark.parametrize(
    "account",
    [
        replace(ACCOUNT, has_mailbox=False),
        replace(ACCOUNT, has_mailbox=None),
        NoAccount(),
        NotRead(FailureReason.NOT_PERMITTED),
    ],
)
def test_the_sync_state_is_left_alone_without_a_mailbox(account: AccountReading) -> None:
    assert plan_sync(account, showing(sync_state="0"), PLACE, ALL).properties == ()
