"""The use cases in front of the simulated tenant, over real connections; sleeping costs no time."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from bot.config.settings import Settings
from bot.http.retry import Retries
from bot.m365.services import open_services
from bot.m365.settings import M365Settings
from bot.photos.library import Thumbnails
from bot.photos.readings import FileReading, PhotoReading, ProfileReading, Size
from bot.use_cases.by_rights import UseCases
from bot.use_cases.check import Check
from bot.use_cases.people import People
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import Person, SharePoint
from bot.use_cases.refusals import Refusals
from bot.use_cases.sync import ActResult, Sync
from bot.use_cases.write import WriteOutcome
from simulation.faults import Fault
from simulation.people import Portrait
from simulation.running import Simulation
from simulation.serve import serve
from simulation.tenant.library import Library
from tests.m365.fakes import FakeTime
from tests.photos.examples import READ_AT
from tests.scenarios.drawing import drawn as drawn
from tests.simulation.world import HUGO
from tests.use_cases.fakes import FakeProvenFiles


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Simulation]:
    async with serve(tmp_path_factory.mktemp("tenant"), draw=drawn) as simulation:
        yield simulation


@pytest.fixture
def tenant(served: Simulation) -> Iterator[Simulation]:
    served.reset()
    yield served
    served.reset()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def signed_in(served: Simulation) -> AsyncIterator[UseCases]:
    async with opened(served, "writer") as use_cases:
        yield use_cases


@pytest.fixture
def use_cases(tenant: Simulation, signed_in: UseCases) -> UseCases:
    """The use_cases of an application that may write, in front of the tenant as it was at first."""
    check = replace(signed_in.check, refusals=Refusals())
    return replace(signed_in, check=check, sync=replace(signed_in.sync, check=check))


@pytest.fixture
def proven() -> FakeProvenFiles:
    return FakeProvenFiles()


@pytest.fixture
def remembering(use_cases: UseCases, proven: FakeProvenFiles) -> UseCases:
    """The use cases with a memory of what was proven."""
    check = replace(use_cases.check, proven_files=proven)
    return replace(use_cases, check=check, sync=replace(use_cases.sync, check=check))


@asynccontextmanager
async def opened(tenant: Simulation, app: str) -> AsyncIterator[UseCases]:
    """What can be done as one of the tenant's applications."""
    time = FakeTime()
    retries = Retries(sleep=time.sleep, clock=time.clock)
    settings = Settings.model_validate(environment(tenant, app))
    async with open_services(M365Settings.of(settings), PictureThreads(), retries) as services:
        check = Check(
            services.graph,
            services.sharepoint,
            services.capabilities,
            lambda: READ_AT,
            PictureThreads(),
        )
        sync = Sync(check, services.graph, services.sharepoint, time.sleep)
        yield UseCases(People(services.graph, lambda: READ_AT), check, sync, services.capabilities)


def environment(tenant: Simulation, app: str) -> dict[str, Any]:
    """The settings of an administrator of this tenant."""
    described = tenant.describe()
    sharepoint, *others = described["geos"]
    return {
        "MicrosoftAppTenantId": described["tenant_id"],
        "PHOTOBOT_CA_FILE": described["ca_file"],
        "PHOTOBOT_LOGIN": described["login"],
        "PHOTOBOT_GRAPH": described["graph"],
        "PHOTOBOT_CLIENT_ID": described["apps"][app]["client_id"],
        "PHOTOBOT_CERTIFICATE_FILE": described["apps"][app]["certificate_file"],
        "PHOTOBOT_SHAREPOINT_ROOT": sharepoint["root"],
        "PHOTOBOT_SHAREPOINT_MY": sharepoint["my"],
        "PHOTOBOT_SHAREPOINT_ADMIN": sharepoint["admin"],
        "PHOTOBOT_SHAREPOINT_GEOS": [
            {host: geo[host] for host in ("root", "my", "admin")} for geo in others
        ],
    }


def person(tenant: Simulation, object_id: str) -> Person:
    return Person(object_id, tenant.tenant.people[object_id].upn)


def stored(tenant: Simulation, object_id: str) -> dict[str, Any]:
    """All that the tenant holds of somebody."""
    return tenant.tenant.snapshot(object_id)


def profile_of(tenant: Simulation, object_id: str) -> Mapping[str, str]:
    profile: Mapping[str, str] = stored(tenant, object_id)["profile"]
    return profile


def jpegs_of(tenant: Simulation, object_id: str) -> dict[str, bytes | None]:
    """What SharePoint holds in each size."""
    files = stored(tenant, object_id)["sharepoint"]
    return {size: file and file["jpeg"] for size, file in files.items()}


def library_of(tenant: Simulation, who: str = HUGO) -> Library:
    return tenant.tenant.geography_of(tenant.tenant.people[who]).library


def paths_of(tenant: Simulation, who: str = HUGO) -> list[str]:
    place = tenant.tenant.geography_of(tenant.tenant.people[who])
    return [place.thumbnail_path(tenant.tenant.people[who], size) for size in "SML"]


def put(tenant: Simulation, path: str, picture: Any = None) -> None:
    """Write a file as another program does."""
    now, new_id = tenant.tenant.clock.now(), tenant.tenant.new_uuid()
    library_of(tenant).put(path, picture or drawn(Portrait(1)), now, new_id)


@dataclass
class Diary:
    """An audit, and everything else that is to be told in one order."""

    lines: list[str] = field(default_factory=list)
    targets: dict[UUID, str] = field(default_factory=dict)

    async def begin(self, subject: str, action: str, target: str) -> UUID:
        effect = uuid4()
        self.targets[effect] = target
        self.lines.append(f"begin {target}")
        return effect

    async def finish(self, effect: UUID, outcome: str, detail: str | None = None) -> None:
        self.lines.append(f"{outcome} {self.targets.pop(effect)}")


class Watched:
    """SharePoint, with every write noted in the diary; a test may change any answer."""

    def __init__(self, sharepoint: SharePoint, diary: Diary) -> None:
        self._sharepoint = sharepoint
        self._diary = diary

    async def profile(self, upn: str) -> ProfileReading:
        return await self._sharepoint.profile(upn)

    async def thumbnail(self, place: Thumbnails, size: Size) -> PhotoReading:
        return await self._sharepoint.thumbnail(place, size)

    async def file(self, my_site: str, path: str) -> FileReading:
        return await self._sharepoint.file(my_site, path)

    async def library_folder(self, my_site: str) -> str:
        return await self._sharepoint.library_folder(my_site)

    async def write_thumbnail(self, place: Thumbnails, size: Size, jpeg: bytes) -> None:
        self._diary.lines.append(f"write sharepoint:{size.value}")
        await self._sharepoint.write_thumbnail(place, size, jpeg)

    async def remove_thumbnail(
        self, place: Thumbnails, size: Size, etag: str | None = None
    ) -> None:
        self._diary.lines.append(f"remove sharepoint:{size.value}")
        await self._sharepoint.remove_thumbnail(place, size, etag)

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        self._diary.lines.append(f"write sharepoint:{name}")
        await self._sharepoint.write_property(my_site, upn, name, value)


def watched(use_cases: UseCases, diary: Diary, by: type[Watched] = Watched) -> Sync:
    return replace(use_cases.sync, sharepoint=by(use_cases.sync.sharepoint, diary))


def outcomes(act_result: ActResult) -> dict[str, WriteOutcome]:
    return {step.target.removeprefix("sharepoint:"): step.outcome for step in act_result.steps}


def switch_on(tenant: Simulation, **fault: Any) -> None:
    """Let SharePoint fail in some way."""
    tenant.faults.add(Fault(service="sharepoint", **fault), tenant.tenant)
