"""What people are called, kept for a while."""

from collections.abc import Callable, Mapping, Sequence

from cachetools import TTLCache

from bot.helpdesk.ports import DisplayNames

# A search asks for the same names with each letter that is typed.
KEPT_SECONDS = 300.0
MAX_KEPT = 10_000


class KeptNames:
    """Implements bot.helpdesk.ports.DisplayNames: asks for names that it has not got."""

    def __init__(self, names: DisplayNames, clock: Callable[[], float]) -> None:
        self._names = names
        self._kept: TTLCache[str, str] = TTLCache(MAX_KEPT, KEPT_SECONDS, clock)

    async def of(self, people: Sequence[str]) -> Mapping[str, str]:
        """Return names by object id, without those that can't be read; raises ServiceFailure."""
        known = {each: name for each in people if (name := self._kept.get(each))}
        if missing := [each for each in people if each not in known]:
            found = await self._names.of(missing)
            self._kept.update(found)
            known |= found
        return known
