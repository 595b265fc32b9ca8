"""Forget a person: end what is under way for them, and delete every row about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.core.clock import Now, Sleep
from bot.use_cases.subject_lease import SubjectLeases

# Longer than a message takes that is being sent, with the repetitions of its request.
MAX_LOOKS = 45
LOOK_SECONDS = 1.0


class StillWorking(Exception):
    """A process works on a row of the person, or reads the directory that names them."""


@dataclass(frozen=True)
class PersonCounts:
    """How many rows there are of a person, by table; tables without any are left out.

    Attributes:
        owned: rows about the person, or that show them something.
        acted: rows of others, in which the person is only who asked.
    """

    owned: Mapping[str, int]
    acted: Mapping[str, int]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.owned or self.acted)


@dataclass(frozen=True)
class Forgotten:
    """What became of a person's rows.

    Attributes:
        withdrawn: messages that were still to be sent.
        done: rows of the person that were deleted, and of others that name the person no more.
        left: what was found when everything was counted again; a person may write meanwhile.
    """

    withdrawn: int
    done: PersonCounts
    left: PersonCounts


class PersonStore(Protocol):
    """All rows of a person, who is named by their object id."""

    async def count(self, person: str) -> PersonCounts:
        """Count the rows."""

    async def withdraw(self, person: str) -> int:
        """Withdraw messages that nobody sends at this moment; return how many."""

    async def delete(self, person: str, now: Now) -> PersonCounts:
        """Delete the rows of the person, and take the person out of others', all or none.

        The lease of the subject stays. Raises StillWorking, and changes nothing then.
        """


@dataclass(frozen=True)
class Forget:
    """The deletion of everything that is kept of a person."""

    leases: SubjectLeases
    rows: PersonStore
    now: Now
    sleep: Sleep

    async def __call__(self, person: str) -> Forgotten:
        """Forget the person with this object id.

        Raises LeaseTaken while their photo is changed, LeaseLost, and StillWorking where something
        under way for them does not end: then messages were withdrawn, and nothing was deleted.
        """
        async with self.leases.hold(person):
            withdrawn = await self.rows.withdraw(person)
            done = await self._delete(person)
        return Forgotten(withdrawn, done, await self.rows.count(person))

    async def _delete(self, person: str) -> PersonCounts:
        for _ in range(MAX_LOOKS - 1):
            try:
                return await self.rows.delete(person, self.now)
            except StillWorking:
                await self.sleep(LOOK_SECONDS)
        return await self.rows.delete(person, self.now)
