"""The keys that seal addresses of pictures: one for each day (UTC), shared by all replicas."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Protocol

from cryptography.fernet import Fernet

from bot.core.clock import Now

# A key is made a day before it is used, so that every replica has read it by then. A database that
# was away is asked again soon.
RENEW_SECONDS = 60.0
DAY = timedelta(days=1)
# An address is good for a day at most, and clocks of replicas may differ a little.
KEPT = 2 * DAY


class PictureKeyStore(Protocol):
    """Durable keys, by their days."""

    async def renew(self, new: Mapping[date, bytes], since: date) -> Mapping[date, bytes]:
        """Store keys for days without one, delete those of days before `since`; return all."""


class PictureKeys:
    """The keys as they were last read; `renew` reads them again, and makes those that are due."""

    def __init__(self, rows: PictureKeyStore, now: Now) -> None:
        self._rows = rows
        self._now = now
        self._keys: Mapping[date, Fernet] = {}

    async def renew(self) -> None:
        """Make the keys of today and tomorrow where there are none, and drop those of the past."""
        today = self._now().date()
        new = {day: Fernet.generate_key() for day in (today, today + DAY)}
        kept = await self._rows.renew(new, today - KEPT)
        self._keys = {day: Fernet(key) for day, key in kept.items()}

    def today(self) -> tuple[date, Fernet] | None:
        """Return the day and the key to seal with; None where no key is known for now."""
        # An earlier day's where a renewal is late.
        days = [day for day in self._keys if day <= self._now().date()]
        return (max(days), self._keys[max(days)]) if days else None

    def of(self, day: date) -> Fernet | None:
        """Return the key of a day, if it is known."""
        return self._keys.get(day)

    def may_have_had(self, day: date) -> bool:
        """Tell whether a day without a key may have had one, which was dropped or not read yet."""
        return not self._keys or day < min(self._keys)
