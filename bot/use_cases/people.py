"""Looking people up: a chat gives an object id, and SharePoint needs a user principal name."""

from dataclasses import dataclass, field

from cachetools import LRUCache

from bot.photos.readings import Account, AccountReading
from bot.use_cases.ports import Microsoft365, Person

# Bounds the memory in tenants of any size; whoever was pushed out is looked up again.
MAX_PEOPLE = 10_000


@dataclass(frozen=True)
class People:
    """A cache of people who were found; a check notices by itself where a name has changed."""

    microsoft_365: Microsoft365
    _known: LRUCache[str, Person] = field(default_factory=lambda: LRUCache(MAX_PEOPLE))

    async def find(self, id_or_upn: str) -> Person | AccountReading:
        """Return the person, or the reading that says why there is none; that is not cached."""
        if known := self._known.get(id_or_upn):
            return known
        account = await self.microsoft_365.account(id_or_upn)
        if not isinstance(account, Account):
            return account
        person = Person(account.id, account.upn, account.guest is True)
        self._known[id_or_upn] = person
        return person
