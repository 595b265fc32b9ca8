"""Writes to the properties of a person's SharePoint profile, each with its reading back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from bot.photos.plan import PropertyWrite, SyncPlan
from bot.photos.readings import NotRead, Profile
from bot.use_cases.ports import SharePoint
from bot.use_cases.write import Write


class WritesProperties(Protocol):
    """A writer of profile properties, with the app's rights or with the person's own."""

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        """Set one property in the geo of this My Site host; raises ServiceFailure."""


@dataclass(frozen=True)
class Properties:
    """The profile properties of one person; `reader` reads back what `writer` writes."""

    reader: SharePoint
    writer: WritesProperties
    my_site: str
    upn: str

    def planned(self, plan: SyncPlan) -> list[Write]:
        """Return the property writes of a plan."""
        return [
            self.set(item, partial(item.is_held_by, place=plan.place)) for item in plan.properties
        ]

    def set(self, item: PropertyWrite, is_held: Callable[[Profile], bool]) -> Write:
        """Return one write; `is_held` tells whether a profile that was read has the value."""

        async def stored() -> bool | None:
            profile = await self.reader.profile(self.upn)
            if isinstance(profile, NotRead):
                return None
            return isinstance(profile, Profile) and is_held(profile)

        return Write(
            target=f"sharepoint:{item.name}",
            perform=lambda: self.writer.write_property(
                self.my_site, self.upn, item.name, item.value
            ),
            stored=stored,
        )
