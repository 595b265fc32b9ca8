"""Name moments as people do, where they are close."""

from datetime import datetime

from bot.chat.language import Reader


def until_day(when: datetime, reader: Reader) -> str:
    """Name the day until which something holds, and the hour where no time zone is known."""
    return reader.day(when) if reader.zone else reader.moment(when)


def close_moment(when: datetime, now: datetime, reader: Reader) -> str:
    """Say “today at 9:25” where the day is close and the time zone known, and else the date."""
    _ = reader.gettext
    date = _("on {when}").format(when=reader.moment(when))
    if reader.zone is None:
        return date
    days = when.astimezone(reader.zone).date() - now.astimezone(reader.zone).date()
    words = {
        -1: _("yesterday at {time}"),
        0: _("today at {time}"),
        1: _("tomorrow at {time}"),
    }.get(days.days)
    return words.format(time=reader.time(when)) if words else date
