"""Read SharePoint's response about a person's profile, in any of its JSON shapes.

Source: docs/photo-sync.md, "Profile properties".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.http.numbers import whole
from bot.m365.geos import origin
from bot.m365.http import Request, Response
from bot.photos.readings import PICTURE_URL, PLACEHOLDER_STATE, SYNC_STATE, Profile

_ERROR_1000 = b"User Profile Error 1000"
# The null of OData 4, of OData 3, and of the verbose JSON before them.
_NO_CONTENT = 204
_NULLS = ("@odata.null", "odata.null")
_WRAPPERS = ("d", "GetPropertiesFor")
_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)
_SECOND_YEAR, _LAST_YEAR = (
    (datetime(year, 1, 1, tzinfo=UTC) - _YEAR_ONE).total_seconds() for year in (2, 9999)
)


@dataclass(frozen=True)
class ProfileProperties:
    """A profile's properties by lower-case name, and the My Site host that they name, if any."""

    values: Mapping[str, str]
    my_site: str

    def as_profile(self, my_site: str) -> Profile:
        """Pick the picture properties; a property that is missing was never set."""
        return Profile(
            picture_url=self._value(PICTURE_URL),
            placeholder_state=self._value(PLACEHOLDER_STATE),
            sync_state=self._value(SYNC_STATE),
            changed_at=moment(self._value("SPS-PictureTimestamp")),
            my_site=my_site,
        )

    def _value(self, name: str) -> str:
        return self.values.get(name.lower(), "")


def properties(request: Request, response: Response) -> ProfileProperties | None:
    """Read the response of GetPropertiesFor; None where SharePoint says that there is no profile.

    It says so by "User Profile Error 1000" in an error of any status, or by OData's null. Raises
    ServiceFailure for everything else that is no profile, also where it can be read.
    """
    if not response.ok and _ERROR_1000 in response.body:
        return None
    if not response.ok:
        raise response.failure(request)
    if response.status == _NO_CONTENT:
        return None
    person = _unwrapped(response.json(request))
    if person is None:
        return None
    # The list and not the top level, whose PictureUrl is null while the placeholder is shown.
    listed = person.get("UserProfileProperties")
    if isinstance(listed, dict):
        listed = listed.get("results")
    if not isinstance(listed, list) or not all(map(_is_property, listed)):
        raise Response(0).failure(request)
    addresses = (person.get("PersonalSiteHostUrl"), person.get("PersonalUrl"))
    hosts = (origin(address) for address in addresses if isinstance(address, str) and address)
    return ProfileProperties(dict(map(_pair, listed)), my_site=next(hosts, ""))


def moment(seconds: str) -> datetime | None:
    """Convert an SPS-PictureTimestamp: whole seconds since 0001-01-01, taken for UTC."""
    since = whole(seconds)
    # The first and the last year are no time of a photo, and can't be moved to another zone.
    if since is None or not _SECOND_YEAR <= since < _LAST_YEAR:
        return None
    return _YEAR_ONE + timedelta(seconds=since)


def _unwrapped(answer: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Unwrap the person from `{d: …}` or `{d: {GetPropertiesFor: …}}`; None for OData's null."""
    for name in _WRAPPERS:
        if name in answer:
            inner = answer[name]
            if inner is None:
                return None
            # What is neither null nor an object holds no properties.
            answer = inner if isinstance(inner, dict) else {}
    is_null = any(answer.get(name) is True for name in _NULLS) or answer == {"value": None}
    return None if is_null else answer


def _is_property(item: object) -> bool:
    return (
        isinstance(item, dict)
        and isinstance(item.get("Key"), str)
        and isinstance(item.get("Value"), str | int | float | None)
    )


def _pair(item: Mapping[str, Any]) -> tuple[str, str]:
    value = item.get("Value")
    return item["Key"].lower(), "" if value is None else str(value).strip()
