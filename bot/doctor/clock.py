"""Whether this machine's clock agrees with the services': tokens fail where it does not."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

from bot.doctor.finding import Area, Finding, fine, problem, unknown, warning

# Tokens are good for this much longer and sooner.
MOST = timedelta(minutes=5)
NOTICEABLE = timedelta(minutes=1)
SYNCHRONISE = "let this machine synchronise its clock (NTP), such as: timedatectl set-ntp true"
NAME = "clock"


def ahead(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """By how much this machine is ahead of who sent the headers; None where they do not say."""
    if "Age" in headers:
        # Somebody's cache answered: the date is old by right.
        return None
    try:
        date = parsedate_to_datetime(headers.get("Date", ""))
        return now - (date if date.tzinfo else date.replace(tzinfo=UTC))
    except (ValueError, TypeError, OverflowError):
        return None


def clock_finding(differences: Iterable[timedelta | None]) -> Finding:
    """What several services together say of this machine's clock."""
    seconds = [each.total_seconds() for each in differences if each is not None]
    if not seconds:
        return unknown(Area.NETWORK, NAME, "no service told the time")
    off = median(seconds)
    what = f"{abs(off):.0f} seconds {'ahead of' if off > 0 else 'behind'} the services"
    if abs(off) > MOST.total_seconds():
        return problem(Area.NETWORK, NAME, f"{what}: tokens are refused", SYNCHRONISE)
    if abs(off) > NOTICEABLE.total_seconds():
        return warning(Area.NETWORK, NAME, what, SYNCHRONISE)
    return fine(Area.NETWORK, NAME, "agrees with the services")
