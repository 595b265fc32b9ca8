"""Types of arguments for argparse: wrong ones end the command with status 2 and what to give."""

import re
from argparse import ArgumentTypeError
from datetime import UTC, datetime, timedelta

from bot.core.clock import utc_now

SINCE = "days or hours, such as 7d or 36h, or a date or time such as 2026-03-02T09:00, in UTC"
_AGO = re.compile(r"(\d{1,5})([dh])", re.ASCII)


def upn(argument: str) -> str:
    """Take a name of a person."""
    if not (name := argument.strip()):
        raise ArgumentTypeError("give a name such as somebody@contoso.com")
    return name


def since(argument: str) -> datetime:
    """Take a moment (UTC), or how long ago it was."""
    try:
        if ago := _AGO.fullmatch(argument.strip()):
            unit = timedelta(days=1) if ago[2] == "d" else timedelta(hours=1)
            return utc_now() - int(ago[1]) * unit
        moment = datetime.fromisoformat(argument.strip())
        # Without a zone it is UTC, whatever the zone of this machine.
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ArgumentTypeError(f"give {SINCE}") from None


def limit(argument: str) -> int | None:
    """Take the largest number of rows; 0 is no limit, as None."""
    if not re.fullmatch(r"\d{1,9}", argument.strip(), re.ASCII):
        raise ArgumentTypeError("give a whole number, or 0 for all")
    return int(argument) or None
