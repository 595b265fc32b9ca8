"""Services that stall: a check shows what it knows in time, and the rest as not known."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.capabilities import Capability
from bot.photos.library import Thumbnails
from bot.photos.readings import AccountReading, NotRead, PhotoReading, ProfileReading, Size, Tenant
from bot.photos.verdict import Verdict
from bot.use_cases.authorizer import Actor
from bot.use_cases.by_rights import UseCases
from bot.use_cases.check import Check, CheckResult
from bot.use_cases.people import People
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import CloudReading, Person
from bot.use_cases.sync import Sync
from tests.behaviours.stage import Stage
from tests.m365.fakes import FakeTime
from tests.photos.examples import ACCOUNT, PROFILE, READ_AT, UPN, thumbnails_of
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint

AMARA = Person(ACCOUNT.id, UPN)
LATE = NotRead(FailureReason.TIMED_OUT)


async def stall() -> None:
    await asyncio.Event().wait()


@dataclass
class Microsoft365(FakeMicrosoft365):
    """Answers nothing in `stalls`."""

    stalls: frozenset[str] = frozenset()

    async def read(self, person: Person) -> CloudReading:
        if "read" in self.stalls:
            await stall()
        return await super().read(person)

    async def account(self, id_or_upn: str) -> AccountReading:
        if "account" in self.stalls:
            await stall()
        return await super().account(id_or_upn)

    async def tenant(self) -> Tenant:
        if "tenant" in self.stalls:
            await stall()
        return await super().tenant()


@dataclass
class SharePoint(FakeSharePoint):
    """Answers nothing in `stalls`."""

    stalls: frozenset[object] = frozenset()

    async def profile(self, upn: str) -> ProfileReading:
        if "profile" in self.stalls:
            await stall()
        return await super().profile(upn)

    async def thumbnail(self, place: Thumbnails, size: Size) -> PhotoReading:
        if size in self.stalls:
            await stall()
        return await super().thumbnail(place, size)


@dataclass
class Capabilities(FakeCapabilities):
    """Never learns what was granted."""

    async def granted(self) -> frozenset[Capability]:
        await stall()
        return frozenset()


@dataclass
class Late:
    """A check that waits for a moment only."""

    microsoft_365: Microsoft365 = field(default_factory=Microsoft365)
    sharepoint: SharePoint = field(default_factory=SharePoint)
    capabilities: FakeCapabilities = field(default_factory=FakeCapabilities)

    @property
    def check(self) -> Check:
        services = (self.microsoft_365, self.sharepoint, self.capabilities)
        return Check(*services, lambda: READ_AT, PictureThreads(), seconds=0.5)


async def test_microsoft_365_that_stalls_leaves_what_sharepoint_holds() -> None:
    check = Late(Microsoft365(stalls=frozenset({"read"}))).check
    readings = (await asyncio.wait_for(check(AMARA), 10)).readings
    assert (readings.account, readings.microsoft_365) == (LATE, LATE)
    assert (readings.profile, readings.thumbnails) == (PROFILE, thumbnails_of(1))


async def test_sharepoint_that_stalls_leaves_the_microsoft_365_photo() -> None:
    late = Late(sharepoint=SharePoint(stalls=frozenset({"profile"})))
    readings = (await asyncio.wait_for(late.check(AMARA), 10)).readings
    assert (readings.profile, set(readings.thumbnails.values())) == (LATE, {LATE})
    assert readings.microsoft_365 == late.microsoft_365.picture


async def test_one_file_that_stalls_leaves_the_other_two() -> None:
    late = Late(sharepoint=SharePoint(stalls=frozenset({Size.L})))
    found = await asyncio.wait_for(late.check(AMARA), 10)
    assert found.readings.thumbnails == {**thumbnails_of(1), Size.L: LATE}
    assert found.diagnosis.verdict is not Verdict.IN_SYNC


async def test_facts_of_the_tenant_that_stall_leave_all_copies() -> None:
    found = await asyncio.wait_for(
        Late(Microsoft365(stalls=frozenset({"tenant"}))).check(AMARA), 10
    )
    assert found.readings.tenant == Tenant(LATE, LATE)
    assert found.diagnosis.verdict is Verdict.IN_SYNC


async def test_a_login_that_stalls_takes_every_capability_and_no_reading() -> None:
    found = await asyncio.wait_for(Late(capabilities=Capabilities()).check(AMARA), 10)
    assert found.granted == frozenset()
    assert found.readings.profile == PROFILE


async def test_somebody_who_was_renamed_gets_no_second_time() -> None:
    renamed = Microsoft365(replace(ACCOUNT, upn="amara.new@contoso.com"))
    late = Late(renamed, SharePoint(stalls=frozenset({"profile"})))
    found = await asyncio.wait_for(late.check(AMARA), 10)
    assert (found.person.upn, found.readings.profile) == ("amara.new@contoso.com", LATE)


@pytest.mark.parametrize("stalls", [{"account"}, {"read", "tenant"}])
async def test_a_look_up_that_stalls_is_waited_for_no_longer_than_a_check(stalls: set[str]) -> None:
    late = Late(Microsoft365(stalls=frozenset(stalls)), SharePoint(stalls=frozenset({"profile"})))
    people = People(late.microsoft_365, lambda: READ_AT)
    sync = Sync(late.check, late.microsoft_365, late.sharepoint, FakeTime().sleep)
    use_cases = UseCases(people, late.check, sync, late.capabilities)
    services = Stage(by_rights=use_cases).services.photo_services
    found = await asyncio.wait_for(services.of(Actor.person(AMARA.id), AMARA.id).check(), 10)
    reading = found.readings.profile if isinstance(found, CheckResult) else found
    assert reading == LATE
