import copy
import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from simulation.assemble import PICTURE_FOLDERS, Parts, assemble, services
from simulation.clock import utc_now
from simulation.crowd import Crowd, settle
from simulation.people_of_every_cause import EVERYBODY
from simulation.running import Simulation
from simulation.seed import seed
from simulation.serve import serve
from simulation.tenant import Tenant
from simulation.tenant.geography import Geography
from tests.simulation.wire import Wire
from tests.simulation.world import ADDRESSES, StoppedClock, World, miniature, sketch


@dataclass(frozen=True)
class Start:
    """Parts, whose keys are slow to make, and a copy of the seeded tenant."""

    parts: Parts
    tenant: Tenant


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    folder: Path = tmp_path_factory.mktemp("simulation")
    parts = assemble(folder, ADDRESSES, StoppedClock())
    seed(parts.tenant, EVERYBODY, sketch)
    return Start(parts, parts.tenant.copy())


@pytest.fixture
def world(start: Start) -> Iterator[World]:
    """The tenant as it is at the start of every test."""
    parts = start.parts
    roles = {app.name: copy.deepcopy(app.roles) for app in parts.apps.all}
    parts.tenant.restore(start.tenant)
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    yield World(parts, services(parts, sleep), slept)
    parts.faults.clear()
    parts.tenant.clock = StoppedClock()
    start.tenant.clock = parts.tenant.clock
    parts.entra.now = utc_now
    parts.entra.forget_people()
    for app in parts.apps.all:
        app.roles = roles[app.name]


@pytest.fixture
def crowded(world: World) -> World:
    """A tenant with a crowd of 200, and nobody else."""
    geographies = [Geography(geo, PICTURE_FOLDERS[geo.name]) for geo in ADDRESSES.geos]
    tenant = Tenant(world.parts.tenant.id, world.parts.tenant.domain, StoppedClock(), geographies)
    settle(tenant, Crowd(200, stale=0.2, guests=0.1, disabled=0.1), miniature)
    return replace(world, parts=replace(world.parts, tenant=tenant))


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Simulation]:
    """A simulation on the wire, shared by the tests of a module."""
    folder = tmp_path_factory.mktemp("served")
    async with serve(folder, clock=StoppedClock(), draw=sketch) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def wire(served: Simulation) -> AsyncIterator[Wire]:
    """The simulation as it was at its start."""
    served.reset()
    context = ssl.create_default_context(cafile=str(served.ca_file))
    connector = aiohttp.TCPConnector(ssl=context)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield Wire(served, session)
