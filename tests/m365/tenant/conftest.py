"""The adapters in front of the simulated tenant, over real connections."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import pytest
import pytest_asyncio

from bot.http.retry import Retries
from bot.m365.geos import Geo, Geos
from bot.m365.registration import AppRegistration, Certificate, Credential
from bot.m365.services import Microsoft365Services, open_services
from bot.m365.settings import M365Settings
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import Person
from simulation.addresses import Addresses
from simulation.entra.registrations import Registration
from simulation.serve import Simulation, serve
from tests.m365.fakes import FakeTime
from tests.simulation.world import sketch

Open = Callable[..., AbstractAsyncContextManager[Microsoft365Services]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Simulation]:
    async with serve(tmp_path_factory.mktemp("tenant"), draw=sketch) as simulation:
        yield simulation


@pytest.fixture
def tenant(served: Simulation) -> Simulation:
    served.reset()
    return served


@pytest.fixture
def opened(tenant: Simulation, time: FakeTime) -> Open:
    """Opens the services as one of the tenant's apps; waits cost no time."""

    def services(
        app: Registration, credential: Credential | None = None
    ) -> AbstractAsyncContextManager[Microsoft365Services]:
        certificate = credential or Certificate(tenant.ca_file.parent / f"{app.name}.pem")
        authority = f"{tenant.addresses.login}/{tenant.tenant.id}"
        settings = M365Settings(
            graph=tenant.addresses.graph,
            geos=geos_of(tenant.addresses),
            registration=AppRegistration(app.client_id, authority, certificate),
            ca_file=tenant.ca_file,
        )
        return open_services(
            settings, PictureThreads(), Retries(sleep=time.sleep, clock=time.clock)
        )

    return services


@pytest_asyncio.fixture(loop_scope="session")
async def reader(opened: Open, tenant: Simulation) -> AsyncIterator[Microsoft365Services]:
    async with opened(tenant.apps.reader) as services:
        yield services


@pytest_asyncio.fixture(loop_scope="session")
async def writer(opened: Open, tenant: Simulation) -> AsyncIterator[Microsoft365Services]:
    async with opened(tenant.apps.writer) as services:
        yield services


def geos_of(addresses: Addresses) -> Geos:
    home, *others = (Geo(geo.root, geo.my, geo.admin) for geo in addresses.geos)
    return Geos(home, tuple(others))


def person(tenant: Simulation, object_id: str) -> Person:
    return Person(object_id, tenant.tenant.people[object_id].upn)
