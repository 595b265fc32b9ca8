"""Somebody was renamed after they were looked up, and their former name is somebody else's now."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from bot.photos.readings import NotRead
from bot.photos.versions import PictureVersions
from bot.use_cases.authorizer import Actor, Authorizer
from bot.use_cases.by_rights import UseCases
from bot.use_cases.changes import Changes
from bot.use_cases.check import CheckResult
from bot.use_cases.people import People
from bot.use_cases.service import Changed, PhotoService, PhotoServices
from bot.use_cases.snapshot import Snapshot
from bot.use_cases.subject_lease import SubjectLeases
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.undo import Undoable
from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.behaviours.memory import FakeEffects, FakeLeases
from tests.photos.examples import READ_AT
from tests.simulation.world import BEN, HUGO
from tests.use_cases.tenant import person, stored
from tests.use_cases.test_replace import new_picture

pytestmark = pytest.mark.asyncio(loop_scope="session")

NEW_NAME = "another.name@contoso.test"
SHOWN = PictureVersions("etag", "")
ACTS: list[Callable[[PhotoService], Coroutine[Any, Any, Changed]]] = [
    lambda photos: photos.sync(None, None),
    lambda photos: photos.replace(None, new_picture()),
    lambda photos: photos.replace_with_sharepoints(None, SHOWN),
    lambda photos: photos.remove(None, SHOWN),
    lambda photos: photos.remove_former(None, SHOWN),
    lambda photos: photos.undo(None, Undoable(Snapshot(), SHOWN, "")),
]


@pytest_asyncio.fixture(loop_scope="session")
async def photos(tenant: Simulation, use_cases: UseCases) -> PhotoService:
    """The service for Hugo, who was looked up before his name became Ben's."""
    people = People(use_cases.people.microsoft_365, lambda: READ_AT)
    authorizer, leases = Authorizer(), SubjectLeases(FakeLeases(), uuid4, asyncio.sleep)
    month = timedelta(days=30)
    services = PhotoServices(
        replace(use_cases, people=people),
        Changes(FakeEffects(), leases, authorizer, lambda: READ_AT, uuid4, month),
        authorizer,
    )
    hugo = services.of(Actor.person(HUGO), HUGO)
    assert isinstance(await hugo.check(), CheckResult)
    former = person(tenant, HUGO).upn
    tenant.tenant.rename(HUGO, NEW_NAME)
    tenant.tenant.rename(BEN, former)
    return hugo


@pytest.mark.parametrize("act", ACTS)
async def test_nothing_is_written_by_a_former_name_while_the_account_is_not_read(
    tenant: Simulation, photos: PhotoService, act: Callable[[PhotoService], Any]
) -> None:
    before = stored(tenant, HUGO), stored(tenant, BEN)
    no_account = Fault(Kind.FAIL, service="graph", route=r"/users/[^/]*\?.*select", status=503)
    tenant.faults.add(no_account, tenant.tenant)
    done = await act(photos)
    assert isinstance(done, NotRead)
    assert (stored(tenant, HUGO), stored(tenant, BEN)) == before


async def test_a_sync_is_of_who_was_renamed_and_not_of_who_has_the_name_now(
    tenant: Simulation, photos: PhotoService
) -> None:
    before = stored(tenant, BEN)
    done = await photos.sync(None, None)
    assert isinstance(done, ActResult)
    assert (done.ending, done.check_result.person.upn) == (Ending.FIXED, NEW_NAME)
    assert stored(tenant, BEN) == before
