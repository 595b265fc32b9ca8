"""Where a photo will be seen, and by when."""

import pytest

from bot.photos.copies import Store
from bot.texts.when_seen import when_seen


def unchanged(words: str) -> str:
    return words


def seen(*written: Store) -> dict[str, str]:
    return {fact.name: fact.value for fact in when_seen(written, unchanged)}


@pytest.mark.parametrize("written", [[Store.SHAREPOINT], [Store.MICROSOFT_365], [*Store]])
def test_every_place_where_people_look_is_named(written: list[Store]) -> None:
    assert set(seen(*written)) == {
        "SharePoint, OneDrive",
        "Profile card",
        *({"Outlook", "Teams"} if Store.MICROSOFT_365 in written else {"Outlook, Teams"}),
        "Phone",
    }


def test_sharepoint_shows_at_once_only_what_was_written_there() -> None:
    assert seen(Store.SHAREPOINT)["SharePoint, OneDrive"].startswith("at once")
    assert seen(*Store)["SharePoint, OneDrive"].startswith("at once")
    assert "opened it yourself" in seen(Store.MICROSOFT_365)["SharePoint, OneDrive"]


def test_what_shows_the_microsoft_365_photo_waits_only_for_a_new_one() -> None:
    assert "as it was" in seen(Store.SHAREPOINT)["Outlook, Teams"]
    assert "as it was" not in str(seen(Store.MICROSOFT_365))


def test_what_is_not_documented_is_said_to_be_unknown() -> None:
    assert "not known" in seen(*Store)["Phone"]
    assert "isn't known" in seen(*Store)["Teams"]
