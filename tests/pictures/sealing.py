"""Replicas that share the keys of addresses, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.pictures.addresses import PATH, SealedAddresses
from bot.pictures.keys import PictureKeys
from tests.behaviours.fakes import FakeClock

PUBLIC = "https://photobot.contoso.com"
HOUR = timedelta(hours=1)


@dataclass
class FakeKeyRows:
    """Implements PictureKeyStore as Postgres does."""

    keys: dict[date, bytes] = field(default_factory=dict)

    async def renew(self, new: Mapping[date, bytes], since: date) -> Mapping[date, bytes]:
        kept = {day: key for day, key in self.keys.items() if day >= since}
        self.keys = {**new, **kept}
        return dict(self.keys)


@dataclass
class Replica:
    """One process: its keys, and the addresses that it makes and reads."""

    rows: FakeKeyRows
    clock: FakeClock
    good_for: timedelta = HOUR

    def __post_init__(self) -> None:
        self.keys = PictureKeys(self.rows, self.clock)
        self.addresses = SealedAddresses(self.keys, PUBLIC, self.good_for, self.clock)


async def replica(
    rows: FakeKeyRows | None = None, clock: FakeClock | None = None, good_for: timedelta = HOUR
) -> Replica:
    """A process that has read its keys."""
    started = Replica(rows or FakeKeyRows(), clock or FakeClock(), good_for)
    await started.keys.renew()
    return started


def parts_of(address: str | None) -> tuple[str, str]:
    """The day and the token of an address."""
    assert address
    day, token = address.removeprefix(f"{PUBLIC}{PATH}/").split("/")
    return day, token
