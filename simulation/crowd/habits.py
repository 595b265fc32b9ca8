"""What people of a crowd do by themselves: they change or remove photos, and open SharePoint."""

import heapq
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from simulation.crowd.crowd import Crowd
from simulation.crowd.pictures import Album
from simulation.people import Portrait
from simulation.photographs import SHOTS
from simulation.tenant import Tenant
from simulation.web import Call, Response, Service

NOBODY = ""
REMOVALS = 0.1
"""The share of the changes that remove a photo."""

VISITS = 0.6
"""The share of those who open SharePoint some time after a change; the others don't."""

HOURS_TO_VISIT = 10.0
"""The mean of the time that passes until then."""


@dataclass
class Habits:
    """So many changes a day on average, by people chosen by chance."""

    tenant: Tenant
    crowd: Crowd
    album: Album
    a_day: float
    random: Random
    _due: list[tuple[datetime, str]] = field(default_factory=list)
    """A heap of visits by people, and of the next change, by nobody yet."""

    def __post_init__(self) -> None:
        self._plan_change(self.tenant.clock.now())

    def catch_up(self) -> None:
        """Do everything that was due until now, in its order."""
        now = self.tenant.clock.now()
        while self._due[0][0] <= now:
            moment, person_id = heapq.heappop(self._due)
            if person_id == NOBODY:
                self._change(moment)
                self._plan_change(moment)
            elif person_id in self.tenant.people:
                self.tenant.open_sharepoint(person_id, moment)

    def _plan_change(self, moment: datetime) -> None:
        later = timedelta(days=self.random.expovariate(self.a_day))
        heapq.heappush(self._due, (moment + later, NOBODY))

    def _change(self, moment: datetime) -> None:
        """Let somebody change or remove their photo, if they may."""
        tenant, person_id = self.tenant, self.crowd.key(self.random.randrange(self.crowd.size))
        person = tenant.people.get(person_id)
        if person is None or not person.account_enabled or person.user_type == "Guest":
            return
        if not tenant.may_change_photo(person_id):
            return
        if person_id in tenant.photos and self.random.random() < REMOVALS:
            tenant.remove_photo(person_id)
        else:
            self._take_another(person_id, moment)
        if self.random.random() < VISITS:
            later = timedelta(hours=self.random.expovariate(1 / HOURS_TO_VISIT))
            heapq.heappush(self._due, (moment + later, person_id))

    def _take_another(self, person_id: str, moment: datetime) -> None:
        tenant, photo = self.tenant, self.tenant.photos.get(person_id)
        own = [Portrait(self.crowd.sitter(person_id), shot) for shot in range(SHOTS)]
        others = [shot for shot in own if photo is None or str(shot) != photo.origin]
        chosen = self.random.choice(others)
        tenant.origins.register(person_id, str(chosen), self.album.draw(chosen))
        tenant.photos[person_id] = self.album.photo(chosen, tenant.new_etag(), moment)


@dataclass(frozen=True)
class Lived:
    """A service of a tenant whose people do things meanwhile."""

    service: Service
    habits: Habits

    async def answer(self, call: Call, tenant: Tenant) -> Response:
        """Answer a call, after what people did until then."""
        self.habits.catch_up()
        return await self.service.answer(call, tenant)
