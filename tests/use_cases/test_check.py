import asyncio
from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.causes import Cause, Remedy
from bot.photos.readings import (
    FileReading,
    NoPhoto,
    NoProfile,
    NotRead,
    PhotoSource,
    PhotoUpdates,
    ProfileReading,
    Size,
    StoredFile,
    Tenant,
)
from bot.photos.verdict import Verdict
from bot.use_cases.check import Check
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import CloudReading, Person
from tests.photos.examples import ACCOUNT, MY_SITE, READ_AT, UPN, showing, thumbnails_of
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint

SETTINGS = Tenant(PhotoUpdates(PhotoSource.CLOUD), exchange_enabled=True)
AMARA = Person(ACCOUNT.id, UPN)
GONE = f"{MY_SITE}:443/User%20Photos/pictures/amara.png?t=63799442436"


def check_of(
    microsoft_365: FakeMicrosoft365 | None = None, sharepoint: FakeSharePoint | None = None
) -> Check:
    return Check(
        microsoft_365 or FakeMicrosoft365(),
        sharepoint or FakeSharePoint(),
        FakeCapabilities(),
        lambda: READ_AT,
        PictureThreads(),
    )


async def test_a_check_says_when_it_was_made_and_of_whom() -> None:
    check_result = await check_of()(AMARA)
    assert (check_result.person, check_result.readings.read_at) == (AMARA, READ_AT)
    assert check_result.diagnosis.verdict is Verdict.IN_SYNC


async def test_microsoft_365_is_asked_once() -> None:
    microsoft_365 = FakeMicrosoft365()
    await check_of(microsoft_365)(AMARA)
    assert microsoft_365.asked == [f"read {AMARA.id}"]


async def test_the_three_thumbnails_are_read_at_the_same_time() -> None:
    check_result = await asyncio.wait_for(check_of(sharepoint=FakeSharePoint(together=3))(AMARA), 5)
    assert check_result.readings.thumbnails == thumbnails_of(1)


async def test_sharepoint_does_not_wait_for_microsoft_365() -> None:
    sharepoint = FakeSharePoint()
    slow = Waiting(sharepoint)
    check_result = await asyncio.wait_for(check_of(slow, sharepoint)(AMARA), 5)
    assert check_result.diagnosis.verdict is Verdict.IN_SYNC


async def test_what_the_tenant_sets_is_read_at_the_same_time() -> None:
    check_result = await asyncio.wait_for(check_of(UntilSettingsAreAsked())(AMARA), 5)
    assert check_result.readings.tenant == SETTINGS


async def test_somebody_who_was_renamed_is_looked_up_under_the_new_name() -> None:
    sharepoint = FakeSharePoint()
    renamed = FakeMicrosoft365(replace(ACCOUNT, upn="amara.new@contoso.com"))
    check_result = await check_of(renamed, sharepoint)(AMARA)
    assert check_result.person == Person(ACCOUNT.id, "amara.new@contoso.com")
    profiles = [line for line in sharepoint.asked if line.startswith("profile")]
    assert profiles == [f"profile {UPN}", "profile amara.new@contoso.com"]


@pytest.mark.parametrize("held", [NoProfile(), showing(picture_url="")])
async def test_without_a_picture_address_no_file_is_read(held: ProfileReading) -> None:
    sharepoint = FakeSharePoint(held)
    check_result = await check_of(sharepoint=sharepoint)(AMARA)
    assert set(check_result.readings.thumbnails.values()) == {NoPhoto()}
    assert sharepoint.asked == [f"profile {UPN}"]


async def test_a_picture_on_another_host_is_not_fetched() -> None:
    sharepoint = FakeSharePoint(showing(picture_url="https://evil.example/x_MThumb.jpg"))
    check_result = await check_of(sharepoint=sharepoint)(AMARA)
    assert set(check_result.readings.thumbnails.values()) == {NotRead(FailureReason.NOT_ASKED)}
    assert sharepoint.asked == [f"profile {UPN}"]
    assert check_result.diagnosis.causes == (Cause.CUSTOM_PICTURE,)


async def test_an_address_of_a_missing_file_on_the_my_site_host_shows_nothing() -> None:
    sharepoint = FakeSharePoint(showing(picture_url=GONE), other_file=NoPhoto())
    check_result = await check_of(sharepoint=sharepoint)(AMARA)
    assert sharepoint.asked == [f"profile {UPN}", f"file {MY_SITE} /User Photos/pictures/amara.png"]
    assert set(check_result.readings.thumbnails.values()) == {NoPhoto()}
    diagnosis = check_result.diagnosis
    assert (diagnosis.verdict, diagnosis.remedy) == (Verdict.DIFFERS, Remedy.REPAIR)
    assert diagnosis.causes == (Cause.SHAREPOINT_EMPTY,)


@pytest.mark.parametrize(
    ("stored", "why"),
    [
        (StoredFile(), FailureReason.NOT_ASKED),
        (NotRead(FailureReason.TIMED_OUT), FailureReason.TIMED_OUT),
        (NotRead(FailureReason.NOT_PERMITTED), FailureReason.NOT_PERMITTED),
    ],
)
async def test_another_picture_of_the_my_site_host_is_not_read(
    stored: FileReading, why: FailureReason
) -> None:
    sharepoint = FakeSharePoint(showing(picture_url=GONE), other_file=stored)
    check_result = await check_of(sharepoint=sharepoint)(AMARA)
    assert set(check_result.readings.thumbnails.values()) == {NotRead(why)}
    assert check_result.diagnosis.verdict is Verdict.UNSURE


@pytest.mark.parametrize("address", [f"{MY_SITE}:x/a_MThumb.jpg", "https://[", "%", "\x00"])
async def test_an_odd_address_in_the_profile_does_not_break_the_check(address: str) -> None:
    check_result = await check_of(sharepoint=FakeSharePoint(showing(picture_url=address)))(AMARA)
    assert check_result.diagnosis.verdict is Verdict.UNSURE


async def test_a_profile_that_was_not_read_leaves_every_size_unknown_for_the_same_reason() -> None:
    refused = NotRead(FailureReason.NOT_PERMITTED, "User.Read.All")
    check_result = await check_of(sharepoint=FakeSharePoint(refused))(AMARA)
    assert check_result.readings.thumbnails == dict.fromkeys(Size, refused)
    assert check_result.diagnosis.verdict is Verdict.UNSURE


async def test_sharepoint_is_read_where_microsoft_365_cannot_be() -> None:
    refused = NotRead(FailureReason.THROTTLED)
    check_result = await check_of(FakeMicrosoft365(refused, refused))(AMARA)
    assert check_result.readings.thumbnails == thumbnails_of(1)
    assert check_result.diagnosis.verdict is Verdict.UNSURE


class UntilSettingsAreAsked(FakeMicrosoft365):
    """Answers only once the settings were asked for."""

    def __init__(self) -> None:
        super().__init__(settings=SETTINGS)
        self._asked = asyncio.Event()

    async def tenant(self) -> Tenant:
        self._asked.set()
        return await super().tenant()

    async def read(self, person: Person) -> CloudReading:
        await self._asked.wait()
        return await super().read(person)


class Waiting(FakeMicrosoft365):
    """Answers only once SharePoint was asked for every thumbnail."""

    def __init__(self, sharepoint: FakeSharePoint) -> None:
        super().__init__()
        self._sharepoint = sharepoint
        sharepoint.together = 3

    async def read(self, person: Person) -> CloudReading:
        await self._sharepoint.all_here.wait()
        return await super().read(person)
