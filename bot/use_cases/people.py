"""Who somebody is: from the object id that a chat gives to the name that SharePoint needs."""

from dataclasses import dataclass, field

from bot.photos.readings import Account, AccountReading
from bot.use_cases.ports import Microsoft365, Person

MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class People:
    """Looks people up once; a check notices by itself when a remembered name has changed."""

    microsoft_365: Microsoft365
    _known: dict[str, Person] = field(default_factory=dict)

    async def find(self, id_or_upn: str) -> Person | AccountReading:
        """The person, or the reading that says why not."""
        if id_or_upn in self._known:
            return self._known[id_or_upn]
        account = await self.microsoft_365.account(id_or_upn)
        if not isinstance(account, Account):
            return account
        if len(self._known) >= MOST_REMEMBERED:
            self._known.pop(next(iter(self._known)))
        self._known[id_or_upn] = Person(account.id, account.upn, account.guest is True)
        return self._known[id_or_upn]
