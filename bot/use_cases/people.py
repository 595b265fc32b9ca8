"""Looking people up: a chat gives an object id, and SharePoint needs a user principal name."""

from cachetools import TTLCache

from bot.core.clock import Now
from bot.photos.readings import Account, AccountReading
from bot.use_cases.ports import Microsoft365, Person

# Bounds the memory in tenants of any size; whoever was pushed out is looked up again.
MAX_PEOPLE = 10_000
# A former name may be somebody else's soon, so none is used for long.
KEPT_SECONDS = 300.0


class People:
    """People by object id or user principal name; who was found is kept for some minutes.

    A check notices by itself where a name has changed meanwhile. What writes asks anew.
    """

    def __init__(self, microsoft_365: Microsoft365, now: Now) -> None:
        self.microsoft_365 = microsoft_365
        self._known: TTLCache[str, Person] = TTLCache(
            MAX_PEOPLE, KEPT_SECONDS, timer=lambda: now().timestamp()
        )

    async def find(self, id_or_upn: str) -> Person | AccountReading:
        """Return the person, or the reading that says why there is none; that is not kept."""
        return self._known.get(id_or_upn) or await self.find_anew(id_or_upn)

    async def find_anew(self, id_or_upn: str) -> Person | AccountReading:
        """Do the same without what was found before."""
        account = await self.microsoft_365.account(id_or_upn)
        if not isinstance(account, Account):
            self._known.pop(id_or_upn, None)
            return account
        person = Person(account.id, account.upn, account.guest is True)
        self._known[id_or_upn] = person
        return person
