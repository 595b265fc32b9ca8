"""Put back what a change has overwritten, and prove it."""

from dataclasses import dataclass

from bot.photos.readings import Profile
from bot.photos.seen import Seen, seen_in
from bot.use_cases.check import Check
from bot.use_cases.holding import Holding
from bot.use_cases.ports import Audit, Person
from bot.use_cases.put import verified
from bot.use_cases.rewrite import Rewrite, holds
from bot.use_cases.sync import Ending, Synced
from bot.use_cases.write import Outcome


@dataclass(frozen=True)
class Undoable:
    """What was held before a change, and what was seen after it."""

    before: Holding
    after: Seen
    my_site: str

    @property
    def size(self) -> int:
        """Bytes of the pictures that are kept."""
        return sum(len(picture.data) for picture in self.before.pictures)


def undoable(synced: Synced) -> Undoable | None:
    """What to keep of a change; None where nothing was written, or not all of it was read."""
    written = any(step.outcome is Outcome.VERIFIED for step in synced.steps)
    if not written or synced.before is None:
        return None
    profile = synced.checkup.readings.profile
    my_site = profile.my_site if isinstance(profile, Profile) else ""
    return Undoable(synced.before, seen_in(synced.checkup.readings), my_site)


@dataclass(frozen=True)
class Undo:
    """Writes back what was there, if what the change left is still what there is."""

    check: Check
    rewrite: Rewrite

    async def __call__(self, person: Person, change: Undoable, audit: Audit) -> Synced:
        """Undo one change."""
        before = await self.check(person)
        if seen_in(before.readings) != change.after:
            return Synced(Ending.PHOTO_CHANGED, (), before)
        steps = await self.rewrite(before.person, change.before, change.my_site, audit)
        after = await self.check.after(before, steps)
        undone = verified(steps) and holds(after.readings, change.before)
        ending = Ending.FIXED if undone else Ending.NOT_FIXED
        return Synced(ending, steps, after, before=None)
