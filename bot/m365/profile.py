"""SharePoint's answer about a person's profile, in any of its JSON shapes (photo-sync.md §2.1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.m365.answer import Answer, Request
from bot.m365.geos import origin
from bot.photos.readings import Profile

_ERROR_1000 = b"User Profile Error 1000"
_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Properties:
    """The profile's properties by lower-case name, and the My Site host that they name, if any."""

    values: Mapping[str, str]
    my_site: str

    def as_profile(self, my_site: str) -> Profile:
        """The picture properties; a property that is missing was never set."""
        return Profile(
            picture_url=self._value("PictureURL"),
            placeholder_state=self._value("SPS-PicturePlaceholderState"),
            sync_state=self._value("SPS-PictureExchangeSyncState"),
            changed_at=moment(self._value("SPS-PictureTimestamp")),
            my_site=my_site,
        )

    def _value(self, name: str) -> str:
        return self.values.get(name.lower(), "")


def properties(request: Request, answer: Answer) -> Properties | None:
    """Read the answer of GetPropertiesFor; None where there is no such profile.

    An unknown person is "User Profile Error 1000" in an error of any status, or a success that
    holds nothing. The top level is not enough: its PictureUrl is null under a placeholder.
    Raises ServiceFailure.
    """
    if not answer.ok and _ERROR_1000 in answer.body:
        return None
    if not answer.ok:
        raise answer.failure(request)
    person = _unwrapped(answer.json(request)) if answer.body.strip() else {}
    listed = person.get("UserProfileProperties")
    if listed is None and not person.get("AccountName"):
        return None
    if isinstance(listed, dict):
        listed = listed.get("results")
    if not isinstance(listed, list):
        raise Answer(0).failure(request)
    return Properties(dict(_pairs(listed)), _my_site(person))


def moment(seconds: str) -> datetime | None:
    """The time of an SPS-PictureTimestamp: whole seconds since 0001-01-01."""
    try:
        return _YEAR_ONE + timedelta(seconds=int(seconds)) if int(seconds) > 0 else None
    except (ValueError, OverflowError):
        return None


def _unwrapped(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """The person inside `{d: …}` and `{d: {GetPropertiesFor: …}}`, or as it is."""
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


def _my_site(person: Mapping[str, Any]) -> str:
    named = (person.get("PersonalSiteHostUrl"), person.get("PersonalUrl"))
    return next((origin(address) for address in named if isinstance(address, str) and address), "")
