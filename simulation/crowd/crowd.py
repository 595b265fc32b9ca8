"""The people of a crowd: whatever is true of each at first follows from a number."""

import re
from dataclasses import dataclass

from simulation.crowd.names import GIVEN, JOBS, SURNAMES
from simulation.people import DOMAIN, Portrait
from simulation.photographs import SITTERS
from simulation.tenant.person import Mailbox, Person

ABOUT = "One of a crowd."
GUESTS_FROM = "fabrikam.com"
_NUMBER = re.compile(r"^[a-z]+\.[a-z]+(\d+)[@_]")
_SPREAD, _SHIFT, _IDS = 2_654_435_761, 305_419_896, 2**32
_BACK = pow(_SPREAD, -1, _IDS)
_NAME, _GUEST, _DISABLED, _WITHOUT, _STALE, _SITTER, _AGE = range(7)
"""What is chosen for each number, independently of each other."""


@dataclass(frozen=True)
class Crowd:
    """So many people, and which shares of them (0 … 1) are not as most are.

    `stale` is the share of the photos whose older picture is still in SharePoint.
    """

    size: int
    stale: float = 0.02
    without_photo: float = 0.1
    guests: float = 0.02
    disabled: float = 0.02

    def __len__(self) -> int:
        return self.size

    def __contains__(self, person_id: object) -> bool:
        return self.number(str(person_id)) is not None

    def key(self, number: int) -> str:
        """Return the object id of a number; ids come in no order."""
        spread = (number * _SPREAD + _SHIFT) % _IDS
        return f"{spread:08x}-5eed-4c0d-9bad-{number * 40_503 + 1:012x}"

    def number(self, person_id: str) -> int | None:
        """Return the number of an object id, or None if it is nobody's of the crowd."""
        try:
            number = (int(person_id[:8], 16) - _SHIFT) * _BACK % _IDS
        except ValueError:
            return None
        return number if number < self.size and self.key(number) == person_id else None

    def get(self, person_id: str) -> Person | None:
        """Return the account of an object id, or None."""
        number = self.number(person_id)
        return None if number is None else self.person(number)

    def id_of(self, upn: str) -> str | None:
        """Return the object id for a user principal name in lower case, or None."""
        number = self.number_in(upn)
        return self.key(number) if number is not None and self._upn(number) == upn else None

    def number_in(self, name: str) -> int | None:
        """Return the number in an address or in the name of a file, in lower case, or None."""
        found = _NUMBER.match(name)
        number = int(found[1]) if found else self.size
        return number if number < self.size else None

    def person(self, number: int) -> Person:
        """Return the account of a number."""
        given, surname = _name(number)
        guest = self.is_guest(number)
        return Person(
            self.key(number),
            self._upn(number).replace("#ext#", "#EXT#"),
            f"{given} {surname}",
            given,
            surname,
            ABOUT,
            JOBS[number % len(JOBS)],
            "Guest" if guest else "Member",
            account_enabled=_chance(number, _DISABLED) >= self.disabled,
            mailbox=Mailbox.NONE if guest else Mailbox.CLOUD,
        )

    def is_guest(self, number: int) -> bool:
        """Tell whether this is a guest, who has no photo."""
        return _chance(number, _GUEST) < self.guests

    def portrait(self, number: int) -> Portrait | None:
        """Return the Microsoft 365 photo, or None."""
        if self.is_guest(number) or _chance(number, _WITHOUT) < self.without_photo:
            return None
        return Portrait(_sitter(number), shot=1)

    def sitter(self, person_id: str) -> int:
        """Return who is on all pictures of somebody. Raises KeyError."""
        number = self.number(person_id)
        if number is None:
            raise KeyError(person_id)
        return _sitter(number)

    def in_sharepoint(self, number: int) -> Portrait | None:
        """Return the picture that SharePoint has at first, or None."""
        portrait = self.portrait(number)
        stale = _chance(number, _STALE) < self.stale
        return Portrait(portrait.sitter) if portrait and stale else portrait

    def age(self, number: int) -> int:
        """Return the days since the photo was set."""
        return 7 + _mixed(number, _AGE) % 700

    def _upn(self, number: int) -> str:
        given, surname = _name(number)
        home = f"_{GUESTS_FROM}#ext#" if self.is_guest(number) else ""
        return f"{given}.{surname}{number}{home}@{DOMAIN}".lower()


def _name(number: int) -> tuple[str, str]:
    surname, given = divmod(_mixed(number, _NAME), len(GIVEN))
    return GIVEN[given], SURNAMES[surname % len(SURNAMES)]


def _sitter(number: int) -> int:
    return _mixed(number, _SITTER) % SITTERS


def _chance(number: int, what: int) -> float:
    return _mixed(number, what) / _IDS


def _mixed(number: int, what: int) -> int:
    """Return 32 bits that look random, others for each use, by the finaliser of MurmurHash3."""
    mixed = (number * 16 + what + 0x9E3779B9) & 0xFFFFFFFF
    mixed = (mixed ^ (mixed >> 16)) * 0x85EBCA6B & 0xFFFFFFFF
    mixed = (mixed ^ (mixed >> 13)) * 0xC2B2AE35 & 0xFFFFFFFF
    return mixed ^ (mixed >> 16)
