"""The shapes of SharePoint's response about a profile."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.http import Request, Response
from bot.m365.profile import ProfileProperties, moment, properties
from bot.photos.readings import Profile

ASKED = Request("sharepoint", "https://contoso.sharepoint.com/x")
MY = "https://contoso-my.sharepoint.com"
LISTED: list[dict[str, Any]] = [
    {
        "Key": "PictureURL",
        "Value": f"{MY}:443/User%20Photos/x_MThumb.jpg",
        "ValueType": "Edm.String",
    },
    {"Key": "SPS-PicturePlaceholderState", "Value": "0"},
    {"Key": "SPS-PictureExchangeSyncState", "Value": "1"},
    {"Key": "SPS-PictureTimestamp", "Value": "63799442436"},
]
PERSON: dict[str, Any] = {
    "AccountName": "i:0#.f|membership|a@contoso.com",
    "PersonalSiteHostUrl": f"{MY}:443/",
    "PictureUrl": None,
    "UserProfileProperties": LISTED,
}


def read(body: Any, status: int = 200) -> ProfileProperties | None:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return properties(ASKED, Response(status, {}, raw))


@pytest.mark.parametrize(
    "body",
    [
        PERSON,
        {"d": PERSON},
        {"d": {"GetPropertiesFor": PERSON}},
        {**PERSON, "UserProfileProperties": {"results": LISTED}},
        {"d": {**PERSON, "UserProfileProperties": {"results": LISTED}}},
    ],
)
def test_every_shape_of_json_gives_the_same_profile(body: dict[str, Any]) -> None:
    found = read(body)
    assert found is not None
    assert found.my_site == MY
    assert found.as_profile(MY) == Profile(
        picture_url=f"{MY}:443/User%20Photos/x_MThumb.jpg",
        placeholder_state="0",
        sync_state="1",
        changed_at=datetime(2022, 9, 22, 11, 20, 36, tzinfo=UTC),
        my_site=MY,
    )


def test_properties_that_are_missing_or_null_were_never_set() -> None:
    found = read({**PERSON, "UserProfileProperties": [{"Key": "PictureURL", "Value": None}]})
    assert found is not None
    assert found.as_profile(MY) == Profile("", "", "", None, MY)


def test_the_my_site_host_is_also_read_from_the_personal_address() -> None:
    person = {**PERSON, "PersonalSiteHostUrl": None, "PersonalUrl": f"{MY}:443/personal/a/"}
    found = read(person)
    assert found is not None
    assert found.my_site == MY


@pytest.mark.parametrize(
    "body",
    [
        {"odata.null": True},
        {"@odata.null": True},
        {"value": None},
        {"d": None},
        {"d": {"GetPropertiesFor": None}},
        {"odata.metadata": "https://contoso.sharepoint.com/_api/$metadata", "odata.null": True},
    ],
)
def test_every_null_of_odata_is_no_profile(body: Any) -> None:
    assert read(body) is None


def test_a_success_without_content_is_no_profile() -> None:
    assert read(b"", 204) is None


@pytest.mark.parametrize("status", [400, 404, 500])
def test_user_profile_error_1000_is_no_profile_in_any_status(status: int) -> None:
    message = "User Profile Error 1000: User Not Found: Could not load profile data."
    error = {"odata.error": {"code": "-1, System.X", "message": {"value": message}}}
    assert read(error, status) is None


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        (b"<html>", 200, FailureReason.UNEXPECTED),
        (b"", 200, FailureReason.UNEXPECTED),
        ([], 200, FailureReason.UNEXPECTED),
        ({}, 200, FailureReason.UNEXPECTED),
        ({"d": {}}, 200, FailureReason.UNEXPECTED),
        ({"d": "nobody"}, 200, FailureReason.UNEXPECTED),
        ({"value": []}, 200, FailureReason.UNEXPECTED),
        ({"odata.null": False}, 200, FailureReason.UNEXPECTED),
        ({"DisplayName": "Ada", "Email": "a@contoso.com"}, 200, FailureReason.UNEXPECTED),
        ({"error": {"code": "-1", "message": "…"}}, 200, FailureReason.UNEXPECTED),
        ({"AccountName": None, "UserProfileProperties": None}, 200, FailureReason.UNEXPECTED),
        ({"AccountName": "a", "UserProfileProperties": None}, 200, FailureReason.UNEXPECTED),
        ({"AccountName": "a", "UserProfileProperties": "none"}, 200, FailureReason.UNEXPECTED),
        ({**PERSON, "UserProfileProperties": {}}, 200, FailureReason.UNEXPECTED),
        ({**PERSON, "UserProfileProperties": ["PictureURL"]}, 200, FailureReason.UNEXPECTED),
        ({**PERSON, "UserProfileProperties": [{"Name": "x"}]}, 200, FailureReason.UNEXPECTED),
        (
            {**PERSON, "UserProfileProperties": [{"Key": "PictureURL", "Value": {}}]},
            200,
            FailureReason.UNEXPECTED,
        ),
        (b"", 404, FailureReason.UNEXPECTED),
        (b"", 403, FailureReason.NOT_PERMITTED),
        (b"", 500, FailureReason.UNAVAILABLE),
    ],
)
def test_anything_else_is_a_failure_and_not_a_missing_profile(
    body: Any, status: int, why: FailureReason
) -> None:
    with pytest.raises(ServiceFailure) as failure:
        read(body, status)
    assert failure.value.why is why


@pytest.mark.parametrize("text", ["", "0", "-5", "soon", "9" * 30])
def test_a_timestamp_that_is_no_time_is_unknown(text: str) -> None:
    assert moment(text) is None
