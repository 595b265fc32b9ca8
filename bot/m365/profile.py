"""Read SharePoint's response about a person's profile, in any of its JSON shapes.

Source: docs/photo-sync.md, "Profile properties".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.m365.geos import origin
from bot.m365.http import Request, Response
from bot.photos.readings import PICTURE_URL, PLACEHOLDER_STATE, SYNC_STATE, Profile

_ERROR_1000 = b"User Profile Error 1000"
_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


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
    """Read the response of GetPropertiesFor; None where there is no such profile.

    An unknown person is "User Profile Error 1000" in an error of any status, or a success that
    holds nothing. Raises ServiceFailure.
    """
    if not response.ok and _ERROR_1000 in response.body:
        return None
    if not response.ok:
        raise response.failure(request)
    person = _unwrapped(response.json(request)) if response.body.strip() else {}
    # The list and not the top level, whose PictureUrl is null while the placeholder is shown.
    listed = person.get("UserProfileProperties")
    if listed is None and not person.get("AccountName"):
        return None
    if isinstance(listed, dict):
        listed = listed.get("results")
    if not isinstance(listed, list):
        raise Response(0).failure(request)
    addresses = (person.get("PersonalSiteHostUrl"), person.get("PersonalUrl"))
    hosts = (origin(address) for address in addresses if isinstance(address, str) and address)
    return ProfileProperties(dict(_pairs(listed)), my_site=next(hosts, ""))


def moment(seconds: str) -> datetime | None:
    """Convert an SPS-PictureTimestamp: whole seconds since 0001-01-01, taken for UTC."""
    try:
        return _YEAR_ONE + timedelta(seconds=int(seconds)) if int(seconds) > 0 else None
    except (ValueError, OverflowError):
        return None


def _unwrapped(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Unwrap the person from `{d: …}` or `{d: {GetPropertiesFor: …}}`."""
    for name in ("d", "GetPropertiesFor"):
        if name in answer:
            inner = answer[name]
            answer = inner if isinstance(inner, dict) else {}
    return answer


def _pairs(listed: list[Any]) -> Iterator[tuple[str, str]]:
    for item in listed:
        if isinstance(item, dict) and item.get("Key") is not None:
            value = item.get("Value")
            yield str(item["Key"]).lower(), "" if value is None else str(value).strip()
