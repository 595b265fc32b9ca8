"""“No messages until Monday”: the day that a person names, in any language of the bot."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_day_names


def day_named_in(text: str, locales: Iterable[Locale]) -> int | None:
    """Find the day of the week that a text names first, Monday being 0; None where it is none."""
    days = {name: day for locale in locales for name, day in _names_of_days(locale)}
    # Languages that put no spaces between words have no borders to look for.
    names = "|".join(
        rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)
        for name in sorted(days, key=len, reverse=True)
    )
    found = re.search(names, text.casefold())
    return days[found[0]] if found else None


def _names_of_days(locale: Locale) -> Iterator[tuple[str, int]]:
    for width in ("wide", "abbreviated"):
        names = {
            day: name.casefold().rstrip(".")
            for day, name in get_day_names(width, locale=locale).items()
        }
        # A single letter is part of too many words: 月 is Monday, and every month.
        yield from ((name, day) for day, name in names.items() if len(name) > 1)
        # What all of them end with is left out: 月曜 is said for 月曜日.
        if len({name[-1] for name in names.values()}) == 1:
            yield from ((name[:-1], day) for day, name in names.items() if len(name) > 2)


def begin_of_next(day: int, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment (UTC) at which this day of the week begins next; today is no more next."""
    today = now.astimezone(zone).date()
    ahead = (day - today.weekday() - 1) % 7 + 1
    return datetime.combine(today + timedelta(days=ahead), time(), zone).astimezone(now.tzinfo)
