"""Repairing with a person's own rights: one picture, then properties, each read back."""

from dataclasses import dataclass, replace

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.capabilities import Capability
from bot.photos.readings import NotRead, Profile
from bot.use_cases.check import Check
from bot.use_cases.own import OwnServices, Standing
from bot.use_cases.people import People
from bot.use_cases.ports import Person
from bot.use_cases.practice import Practice
from bot.use_cases.practices import PersonalPractices
from bot.use_cases.sync import Ending, Sync, Synced
from bot.use_cases.write import Outcome
from tests.m365.fakes import FakeTime
from tests.photos.examples import (
    ACCOUNT,
    EVERYTHING,
    NOTHING,
    OWN,
    PROFILE,
    READ_AT,
    showing,
    thumbnails_of,
)
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint
from tests.use_cases.tenant import Diary

PERSON = Person(ACCOUNT.id, ACCOUNT.upn)
READ_ONLY = EVERYTHING - {
    Capability.WRITE_MICROSOFT_365_PHOTO,
    Capability.WRITE_SHAREPOINT_FILES,
    Capability.WRITE_SHAREPOINT_PROFILE,
}


@dataclass
class OwnPicture:
    """Writes into the same SharePoint; a new picture switches the pull off, as it does there."""

    sharepoint: FakeSharePoint
    stores: bool = True
    failure: ServiceFailure | None = None

    async def write_picture(self, my_site: str, image: bytes) -> None:
        self.sharepoint.asked.append("own picture")
        if self.failure:
            raise self.failure
        if self.stores:
            self.sharepoint.files = thumbnails_of(1)
            assert isinstance(self.sharepoint.held, Profile)
            self.sharepoint.held = showing(self.sharepoint.held, sync_state="0")

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        await self.sharepoint.write_property(my_site, upn, name, value)


@dataclass
class Rights:
    own: OwnServices | None

    def standing(self, person_id: str) -> Standing:
        return Standing.SIGNED_IN if self.own else Standing.SIGNED_OUT

    def services(self, person_id: str) -> OwnServices | None:
        return self.own

    def decline(self, person_id: str) -> None:
        self.own = None

    def end(self, person_id: str) -> bool:
        self.own = None
        return True


@pytest.fixture
def sharepoint() -> FakeSharePoint:
    return FakeSharePoint(files=thumbnails_of(2))


@pytest.fixture
def picture(sharepoint: FakeSharePoint) -> OwnPicture:
    return OwnPicture(sharepoint)


def practices(
    sharepoint: FakeSharePoint,
    picture: OwnPicture,
    of_app: frozenset[Capability] = READ_ONLY,
    of_person: frozenset[Capability] = OWN,
) -> PersonalPractices:
    cloud = FakeMicrosoft365()
    granted = FakeCapabilities(of_app)
    check = Check(cloud, sharepoint, granted, lambda: READ_AT)
    sync = Sync(check, cloud, sharepoint, FakeTime().sleep)
    usual = Practice(People(cloud), check, sync, granted)
    own = OwnServices(FakeMicrosoft365(), sharepoint, picture, of_person)
    return PersonalPractices(usual, Rights(own))


async def repaired(practices: PersonalPractices) -> Synced:
    practice = await practices.of(PERSON.id)
    return await practice.sync(PERSON, Diary())


def written(sharepoint: FakeSharePoint) -> list[str]:
    return [line for line in sharepoint.asked if line.startswith(("own", "write", "set"))]


async def test_one_picture_repairs_every_size_and_the_pull_is_switched_on_again(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    synced = await repaired(practices(sharepoint, picture))
    assert synced.ending is Ending.FIXED
    assert written(sharepoint) == ["own picture", "set SPS-PictureExchangeSyncState"]
    assert isinstance(sharepoint.held, Profile)
    assert sharepoint.held.sync_state == "1"


async def test_a_picture_that_was_accepted_and_not_stored_is_not_called_fixed(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    picture.stores = False
    synced = await repaired(practices(sharepoint, picture))
    assert synced.ending is Ending.NOT_FIXED
    assert [step.outcome for step in synced.steps] == [Outcome.NOT_STORED]
    assert written(sharepoint) == ["own picture"]


async def test_a_refusal_is_said_and_nothing_more_is_tried(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    picture.failure = ServiceFailure("sharepoint", FailureReason.NOT_PERMITTED, code="denied")
    synced = await repaired(practices(sharepoint, picture))
    assert synced.ending is Ending.NOT_FIXED
    assert [step.outcome for step in synced.steps] == [Outcome.FAILED]


async def test_right_pictures_are_left_alone_where_only_properties_are_wrong(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    sharepoint.files = thumbnails_of(1)
    sharepoint.held = showing(PROFILE, placeholder_state="1")
    synced = await repaired(practices(sharepoint, picture))
    assert synced.ending is Ending.FIXED
    assert "own picture" not in written(sharepoint)


async def test_what_the_app_may_write_itself_is_written_by_the_app(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    synced = await repaired(practices(sharepoint, picture, of_app=EVERYTHING))
    assert synced.ending is Ending.FIXED
    assert "own picture" not in written(sharepoint)


async def test_whoever_is_not_signed_in_gets_what_the_app_may_do(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    found = practices(sharepoint, picture)
    nobody = replace(found, rights=Rights(None))
    assert await nobody.of(PERSON.id) is found.usual


async def test_with_nothing_granted_to_the_app_the_person_is_read_with_their_own_rights(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    found = practices(sharepoint, picture, NOTHING, READ_ONLY | OWN)
    cloud = found.usual.check.microsoft_365
    assert isinstance(cloud, FakeMicrosoft365)
    cloud.whose = NotRead(FailureReason.NOT_PERMITTED)
    practice = await found.of(PERSON.id)
    assert isinstance(await practice.people.find(ACCOUNT.id), Person)
    assert cloud.asked == []
    assert (await practice.sync(PERSON, Diary())).ending is Ending.FIXED
