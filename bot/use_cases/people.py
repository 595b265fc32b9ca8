"""Look people up: from the object id that a chat gives to the name that SharePoint needs."""

from dataclasses import dataclass, field

from cachetools import LRUCache

from bot.photos.readings import Account, AccountReading
from bot.use_cases.ports import Microsoft365, Person

MAX_PEOPLE = 10_000


@dataclass(frozen=True)
class People:
    """The people looked up so far; a check notices by itself that a remembered name has changed."""

    microsoft_365: Microsoft365
    _known: LRUCache[str, Person] = field(default_factory=lambda: LRUCache(MAX_PEOPLE))

    async def find(self, id_or_upn: str) -> Person | AccountReading:
        """Return the person, or the reading that says why not."""
        if known := self._known.get(id_or_upn):
            return known
        account = await self.microsoft_365.account(id_or_upn)
        if not isinstance(account, Account):
            return account
        person = Person(account.id, account.upn, account.guest is True)
        self._known[id_or_upn] = person
        return person
