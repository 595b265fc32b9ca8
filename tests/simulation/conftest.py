import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from simulation.assemble import Parts, assemble, services
from simulation.clock import utc_now
from simulation.people import ROSTER
from simulation.tenant import Tenant
from simulation.tenant.seed import seed
from tests.simulation.world import ADDRESSES, StoppedClock, World, sketch


@dataclass(frozen=True)
class Start:
    """Parts whose keys took a while to make, and what the tenant held at first."""

    parts: Parts
    tenant: Tenant


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    folder: Path = tmp_path_factory.mktemp("simulation")
    parts = assemble(folder, ADDRESSES, StoppedClock())
    seed(parts.tenant, ROSTER, sketch)
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
    parts.entra.now, parts.entra.lifetime = utc_now, timedelta(minutes=60)
    for app in parts.apps.all:
        app.roles = roles[app.name]
