"""Mappings over derived values, so that a large company takes no memory until it changes."""

import copy
from collections.abc import Iterator, MutableMapping
from typing import Generic, Protocol, Self, TypeVar

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)


class Derived(Protocol[V_co]):
    """Values by key that are computed on demand; keys have positions that never change."""

    def __len__(self) -> int:
        """Return the number of keys."""

    def __contains__(self, key: object, /) -> bool:
        """Tell whether this is a key, whether or not it has a value."""

    def key(self, position: int, /) -> str:
        """Return the key at a position."""

    def get(self, key: str, /) -> V_co | None:
        """Return the value of a key, or None."""


class Nothing:
    """No derived values."""

    def __len__(self) -> int:
        return 0

    def __contains__(self, key: object) -> bool:
        return False

    def key(self, position: int) -> str:
        """Raise IndexError."""
        raise IndexError(position)

    def get(self, _key: str) -> None:
        """Return None."""


NOTHING = Nothing()


class Layered(MutableMapping[str, V], Generic[V]):
    """A mapping in which what was set or deleted lies over derived values.

    Keys keep their positions: the derived ones come first, and a deleted key leaves a gap. A
    derived value is a new object at each reading, so whoever changes one sets it again.
    """

    def __init__(self, derived: Derived[V] = NOTHING) -> None:
        self.derived = derived
        self._over: dict[str, V | None] = {}
        self._added: list[str] = []

    def __getitem__(self, key: str) -> V:
        value = self._over[key] if key in self._over else self._at_first(key)
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key: str, value: V) -> None:
        if key not in self._over and key not in self.derived:
            self._added.append(key)
        self._over[key] = value

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._over[key] = None

    def __iter__(self) -> Iterator[str]:
        return (key for _, key in self.from_position(0))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def from_position(self, start: int) -> Iterator[tuple[int, str]]:
        """Yield (position, key) in the order of positions."""
        size = len(self.derived)
        for position in range(start, size + len(self._added)):
            key = self.derived.key(position) if position < size else self._added[position - size]
            if key in self:
                yield position, key

    def added(self) -> tuple[str, ...]:
        """Return the keys that are not derived."""
        return tuple(key for key in self._added if key in self)

    def touched(self) -> tuple[str, ...]:
        """Return the keys that were ever set or deleted."""
        return tuple(self._over)

    def copy(self) -> Self:
        """Return an independent copy over the same derived values."""
        twin = copy.copy(self)
        twin._over, twin._added = dict(self._over), list(self._added)
        return twin

    def _at_first(self, key: str) -> V | None:
        return self.derived.get(key)
