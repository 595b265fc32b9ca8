"""The accounts of a tenant, by object id and by user principal name, and what changed in them."""

from dataclasses import dataclass
from typing import Protocol, Self

from simulation.tenant.layered import Derived, Layered, Nothing
from simulation.tenant.person import Person


@dataclass(frozen=True)
class Change:
    """An account before and after a change; None where there is none."""

    id: str
    before: Person | None
    after: Person | None


class DerivedPeople(Derived[Person], Protocol):
    """Accounts that are computed on demand, all of which exist."""

    def id_of(self, upn: str, /) -> str | None:
        """Return the object id for a user principal name in lower case, or None."""


class Nobody(Nothing):
    """No derived accounts."""

    def id_of(self, _upn: str) -> None:
        """Return None."""


NOBODY = Nobody()


class People(Layered[Person]):
    """Everybody, by object id. All changes are kept in `changes`, in their order."""

    def __init__(self, derived: DerivedPeople = NOBODY) -> None:
        super().__init__(derived)
        self.changes: list[Change] = []
        self.deleted: dict[str, Person] = {}
        """Those who can be restored, as long as the directory's recycle bin keeps them."""
        self._upns: dict[str, str] = {}
        self._id_of = derived.id_of
        self._gone = 0

    def __setitem__(self, key: str, value: Person) -> None:
        before = self.get(key)
        if before == value:
            return
        self._gone -= key in self._over and before is None
        super().__setitem__(key, value)
        self._upns[value.upn.lower()] = key
        self.deleted.pop(key, None)
        self.changes.append(Change(key, before, value))

    def __delitem__(self, key: str) -> None:
        before = self[key]
        super().__delitem__(key)
        self._gone += 1
        self.deleted[key] = before
        self.changes.append(Change(key, before, None))

    def __contains__(self, key: object) -> bool:
        return self._over[str(key)] is not None if key in self._over else key in self.derived

    def __len__(self) -> int:
        return len(self.derived) + len(self._added) - self._gone

    def find(self, id_or_upn: str) -> Person | None:
        """Return the person with this object id or user principal name, or None."""
        wanted = id_or_upn.lower()
        keys = (wanted, self._upns.get(wanted), self._id_of(wanted))
        people = [person for key in keys if key and (person := self.get(key))]
        return next((p for p in people if wanted in (p.id, p.upn.lower())), None)

    def purge(self, key: str) -> None:
        """Delete for good somebody who is deleted already. Raises KeyError."""
        self.changes.append(Change(key, None, None))
        del self.deleted[key]

    def become(self, earlier: "People") -> None:
        """Change everybody back into what an earlier copy holds, so that the changes tell it."""
        for key in {**dict.fromkeys(earlier.touched()), **dict.fromkeys(self.touched())}:
            wanted = earlier.get(key)
            if wanted:
                self[key] = wanted
            elif key in self:
                del self[key]
        self.deleted = dict(earlier.deleted)

    def copy(self) -> Self:
        """Return an independent copy over the same derived accounts."""
        twin = super().copy()
        twin.changes, twin.deleted = list(self.changes), dict(self.deleted)
        twin._upns = dict(self._upns)
        return twin
