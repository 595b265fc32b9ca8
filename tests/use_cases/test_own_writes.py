"""What Photobot wrote to Microsoft 365 is noted with its etag, under the subject's lease."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from bot.photos.versions import picture_versions
from bot.use_cases.authorizer import COMMAND, Act, Authorizer
from bot.use_cases.by_rights import UseCases
from bot.use_cases.changes import AnyChange, Changes
from bot.use_cases.subject_lease import SubjectLeases
from bot.use_cases.sync import ActResult, Ending
from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.behaviours.memory import FakeEffects, FakeLeases
from tests.photos.examples import READ_AT
from tests.simulation.world import BEN
from tests.use_cases.tenant import person
from tests.use_cases.test_replace import new_picture

pytestmark = pytest.mark.asyncio(loop_scope="session")


@dataclass
class Notes:
    """Implements OwnWrites; `leases` are those that were held at each note."""

    leases: FakeLeases = field(default_factory=FakeLeases)
    noted: list[tuple[str, str]] = field(default_factory=list)
    fails: Exception | None = None

    async def note(self, subject: str, etag: str, now: datetime) -> None:
        assert subject in self.leases.owners
        if self.fails:
            raise self.fails
        self.noted.append((subject, etag))


@pytest.fixture
def notes() -> Notes:
    return Notes()


async def make(
    notes: Notes, use_cases: UseCases, tenant: Simulation, change: AnyChange, act: Act
) -> ActResult:
    changes = Changes(
        FakeEffects(),
        SubjectLeases(notes.leases, uuid4, asyncio.sleep),
        Authorizer(),
        lambda: READ_AT,
        uuid4,
        timedelta(days=30),
        notes,
    )
    made = await changes.make(change, use_cases, person(tenant, BEN), actor=COMMAND, act=act)
    assert isinstance(made, ActResult)
    return made


async def replaced(notes: Notes, use_cases: UseCases, tenant: Simulation) -> ActResult:
    picture = new_picture()
    return await make(
        notes,
        use_cases,
        tenant,
        lambda use, who, audit: use.replace.new(who, picture, audit),
        Act.REPLACE,
    )


async def test_the_etag_of_a_photo_that_was_written_is_noted(
    notes: Notes, use_cases: UseCases, tenant: Simulation
) -> None:
    before = tenant.tenant.photos[BEN].etag
    assert (await replaced(notes, use_cases, tenant)).ending is Ending.FIXED
    after = tenant.tenant.photos[BEN].etag
    assert before != after
    assert notes.noted == [(BEN, after)]


async def test_a_photo_that_was_removed_is_noted_as_none(
    notes: Notes, use_cases: UseCases, tenant: Simulation
) -> None:
    shown = picture_versions((await use_cases.check(person(tenant, BEN))).readings)
    made = await make(
        notes,
        use_cases,
        tenant,
        lambda use, who, audit: use.remove(who, audit, shown),
        Act.REMOVE,
    )
    assert made.steps
    assert BEN not in tenant.tenant.photos
    assert notes.noted == [(BEN, "")]


async def test_a_sync_writes_no_microsoft_365_photo(
    notes: Notes, use_cases: UseCases, tenant: Simulation
) -> None:
    made = await make(
        notes, use_cases, tenant, lambda use, who, audit: use.sync(who, audit), Act.SYNC
    )
    assert made.ending is Ending.FIXED
    assert notes.noted == []


async def test_a_photo_that_was_not_stored_is_not_noted(
    notes: Notes, use_cases: UseCases, tenant: Simulation
) -> None:
    tenant.faults.add(Fault(service="graph", kind=Kind.LIE), tenant.tenant)
    assert (await replaced(notes, use_cases, tenant)).ending is not Ending.FIXED
    assert notes.noted == []


async def test_an_act_is_told_although_its_etag_could_not_be_noted(
    notes: Notes, use_cases: UseCases, tenant: Simulation
) -> None:
    notes.fails = OSError("the database is away")
    assert (await replaced(notes, use_cases, tenant)).ending is Ending.FIXED
