"""The simulated company as scenarios see it: what it holds, what goes wrong, what waits."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from simulation.faults import Fault, Kind
from simulation.people import Silhouette
from simulation.running import Simulation
from simulation.serve import serve
from tests.scenarios.drawing import PHOTOS, drawn
from tests.scenarios.uploads import Uploads

COUNTED = 1_000_000
Size = Literal["S", "M", "L"]
SIZES: tuple[Size, ...] = ("S", "M", "L")
PROPERTY_WRITES = "SetSingleValueProfileProperty"


@dataclass
class Hold:
    """A call that waits at the service's door until it is let in."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self) -> None:
        self.reached.set()
        await self.released.wait()


@dataclass
class Holds:
    """Every hold, by the length of the stall that stands for it."""

    by_seconds: dict[float, Hold] = field(default_factory=dict)

    def new(self) -> tuple[float, Hold]:
        seconds, hold = float(COUNTED + len(self.by_seconds)), Hold()
        self.by_seconds[seconds] = hold
        return seconds, hold

    async def sleep(self, seconds: float) -> None:
        if seconds in self.by_seconds:
            await self.by_seconds[seconds].wait()
        else:
            await asyncio.sleep(seconds)

    def release(self) -> None:
        for hold in self.by_seconds.values():
            hold.released.set()


@dataclass
class Counted:
    """How many calls of one kind came so far."""

    company: "Company"
    name: str

    @property
    def calls(self) -> int:
        left = self.company.simulation.faults.faults[self.name].times
        assert left is not None
        return COUNTED - left


@dataclass(frozen=True)
class Company:
    """The tenant, and the truth about the pictures that it holds."""

    simulation: Simulation
    holds: Holds
    roles: dict[str, dict[str, set[str]]]
    uploads: Uploads = field(default_factory=Uploads)

    def goes_wrong(self, kind: Kind, **where: Any) -> str:
        """Switch a fault on."""
        return self.simulation.faults.add(Fault(kind, **where), self.simulation.tenant)

    def hold(self, *, times: int = 1, **where: Any) -> Hold:
        """Make the next such call wait at the service."""
        seconds, hold = self.holds.new()
        self.goes_wrong(Kind.STALL, seconds=seconds, times=times, **where)
        return hold

    def hold_writing(self, size: Size, person: str) -> Hold:
        """Make the next write of this thumbnail wait before it is stored."""
        return self.hold(method="POST", route=self.file_route(size, person))

    def file_route(self, size: Size, person: str) -> str:
        """Where one thumbnail is read and written, whatever its name."""
        tenant = self.simulation.tenant
        who = tenant.people[person]
        name = tenant.geography_of(who).thumbnail_path(who, size).rpartition("/")[2]
        return re.escape(name).replace("'", "''?")

    def count(self, **where: Any) -> Counted:
        """Count such calls from now on."""
        return Counted(self, self.goes_wrong(Kind.STALL, seconds=0, times=COUNTED, **where))

    def count_writes(self, person: str) -> tuple[Counted, Counted]:
        """Count what is written to the copies of one person: files and properties."""
        routes = "|".join(self.file_route(size, person) for size in SIZES)
        files = self.count(method="POST", route=routes)
        return files, self.count(method="POST", route=PROPERTY_WRITES, person=person)

    def held(self, person: str) -> dict[str, Any]:
        """All that the tenant holds of somebody."""
        return self.simulation.tenant.snapshot(person)

    def upload_another_photo(self, person: str) -> None:
        """The person puts a photo on their account that is stored nowhere of theirs yet."""
        stored = {self.cloud_upload(person), *self.sharepoint_uploads(person).values()}
        others = (jpeg for jpeg in map(drawn, PHOTOS) if self.uploads.of(jpeg) not in stored)
        self.simulation.tenant.change_photo(person, next(others))

    def cloud_upload(self, person: str) -> str | None:
        """From which upload the Microsoft 365 photo comes."""
        cloud = self.held(person)["cloud"]
        return self.uploads.of(cloud["jpeg"]) if cloud else None

    def sharepoint_uploads(self, person: str) -> dict[str, str | None]:
        """From which upload each of SharePoint's files comes."""
        files = self.held(person)["sharepoint"]
        return {
            size: self.uploads.of(file["jpeg"]) if file else None for size, file in files.items()
        }

    def is_in_sync(self, person: str) -> bool:
        """Whether SharePoint shows the person's Microsoft 365 photo, in every size."""
        upload = self.cloud_upload(person)
        same = set(self.sharepoint_uploads(person).values()) == {upload}
        return upload is not None and same and self._is_shown(person)

    def visit_sharepoint(self, *people: str) -> None:
        """Let people look at their own photo in SharePoint, which then fetches it."""
        for person in people:
            self.simulation.tenant.open_sharepoint(person)

    def let_tokens_expire(self) -> None:
        """An hour passes for Entra ID, and no time after it."""
        later = self.simulation.entra.now() + timedelta(minutes=61)
        self.simulation.entra.now = lambda: later

    def reset(self) -> None:
        """Everything as it was at the start; what waits is let go."""
        self.holds.release()
        self.simulation.reset()
        self.simulation.channel.channel.delivery.faults.clear()
        for app in self.simulation.apps.all:
            app.roles = deepcopy(self.roles[app.name])

    def _is_shown(self, person: str) -> bool:
        held = self.held(person)
        profile = held["profile"] or {}
        address = unquote(urlsplit(profile.get("PictureURL", "")).path)
        state = profile.get("SPS-PicturePlaceholderState")
        return address == held["sharepoint"]["M"]["path"] and state == "0"


@asynccontextmanager
async def open_company(folder: Path) -> AsyncIterator[Company]:
    """Serve the company."""
    holds = Holds()
    async with serve(folder, draw=drawn, sleep=holds.sleep) as simulation:
        roles = {app.name: deepcopy(app.roles) for app in simulation.apps.all}
        company = Company(simulation, holds, roles)
        for picture in (*PHOTOS, Silhouette()):
            company.uploads.add(str(picture), drawn(picture))
        try:
            yield company
        finally:
            holds.release()
