"""Settings about whom to write to unasked, and when: groups, days, hours and a time zone."""

from datetime import time
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator
from pydantic_settings import NoDecode

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _hours(value: object) -> object:
    if not isinstance(value, str):
        return value
    start, _, end = value.partition("-")
    try:
        hours = time.fromisoformat(start.strip()), time.fromisoformat(end.strip())
    except ValueError:
        hours = (time.max, time.min)
    if any(each.tzinfo for each in hours) or hours[0] >= hours[1]:
        raise ValueError("give the hours of a day, such as 09:00-17:00")
    return hours


def _days(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        named = value.casefold().replace(",", " ").split()
        days = frozenset(day for each in named for day in _span(each))
    except ValueError:
        days = frozenset()
    if not days:
        raise ValueError("give days, such as mon-fri, sun-thu or mon,wed,fri")
    return days


def _span(days: str) -> list[int]:
    """List the days from one to another, which may be in the next week; raises ValueError."""
    first, _, last = days.partition("-")
    start = DAYS.index(first)
    end = DAYS.index(last or first)
    return [(start + after) % 7 for after in range((end - start) % 7 + 1)]


def _zone(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError("give a time zone, such as Europe/Berlin or Asia/Taipei") from None


def _groups(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return tuple(str(UUID(each)) for each in value.replace(",", " ").split())
    except ValueError:
        raise ValueError("give object ids of groups (GUIDs) with commas between them") from None


Hours = Annotated[tuple[time, time], NoDecode, BeforeValidator(_hours)]
Days = Annotated[frozenset[int], NoDecode, BeforeValidator(_days)]
Zone = Annotated[ZoneInfo, NoDecode, BeforeValidator(_zone)]
Groups = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_groups)]
