"""Numbers and dates that services send: read strictly, and bounded in one place.

JSON and headers can hold what no number here may be: NaN, infinity, a boolean, 400 digits, digits
of other scripts, a date in the year 9999. Such a number counts as missing.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# Nobody is made to wait for longer, whatever a service asks for. It is asked again after it.
MAX_WAIT_SECONDS = 3600.0
# The longest that Entra ID's tokens are good for: those of managed identities, and long-lived ones.
MAX_LIFETIME_SECONDS = 86_400.0
# No number that services send has a meaning beyond this; in seconds it is about 31,700 years.
MAX_NUMBER = 1e12

_DIGITS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")


def number(value: object) -> float | None:
    """Return a number of JSON; None for anything else, and for one beyond MAX_NUMBER."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # Written so that NaN, which no comparison holds for, is left out too.
    return value if abs(value) < MAX_NUMBER else None


def whole(value: object) -> int | None:
    """Return a whole number that is not negative, of JSON or in ASCII digits; else None."""
    if isinstance(value, str):
        value = int(value) if value.isdecimal() and _DIGITS.fullmatch(value) else None
    found = number(value)
    return int(found) if found is not None and found >= 0 and found == int(found) else None


def seconds(value: object, longest: float) -> float | None:
    """Return how long something takes or lasts: a number of JSON, or one in ASCII digits.

    At most `longest`; None for a negative number, and for what is no number.
    """
    if isinstance(value, str):
        value = float(value) if _DIGITS.fullmatch(value) else None
    found = number(value)
    return min(float(found), longest) if found is not None and found >= 0 else None


def http_date(text: str) -> datetime | None:
    """Parse the date of a header (UTC where it names no zone); None where it is not one."""
    try:
        date = parsedate_to_datetime(text)
        # In UTC at once: a date at either end of the calendar can't be moved to another zone.
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, LookupError):
        return None
