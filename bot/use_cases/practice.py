"""The use cases together, as whoever runs them gets them."""

from dataclasses import dataclass

from bot.use_cases.check import Check
from bot.use_cases.holding import Remember
from bot.use_cases.people import People
from bot.use_cases.ports import Capabilities
from bot.use_cases.put import Put
from bot.use_cases.remove import Remove
from bot.use_cases.rewrite import Rewrite
from bot.use_cases.sync import Sync
from bot.use_cases.undo import Undo


@dataclass(frozen=True)
class Practice:
    """Everything that can be done about one person's photo.

    `elsewhere` tells what may be written in the worker and not here.
    """

    people: People
    check: Check
    sync: Sync
    capabilities: Capabilities
    elsewhere: Capabilities | None = None

    @property
    def put(self) -> Put:
        """Writes a picture everywhere."""
        return Put(self.check, self.sync, self._remember, self._rewrite)

    @property
    def remove(self) -> Remove:
        """Removes every copy."""
        return Remove(self.check, self.sync.sharepoint, self._remember, self._rewrite)

    @property
    def undo(self) -> Undo:
        """Puts back what a change has overwritten."""
        return Undo(self.check, self._rewrite)

    @property
    def _remember(self) -> Remember:
        return Remember(self.sync.microsoft_365, self.sync.sharepoint)

    @property
    def _rewrite(self) -> Rewrite:
        return Rewrite(self.sync.microsoft_365, self.sync.sharepoint, self.sync.sleep)
