"""Syncing with a person's own rights: one upload, then properties, each read back."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.capabilities import Capability
from bot.photos.readings import NotRead, Profile
from bot.photos.versions import PictureVersions
from bot.use_cases.authorizer import COMMAND, Act, Actor, Authorizer, NotAuthorized
from bot.use_cases.by_rights import UseCases
from bot.use_cases.changes import Changes, UnderWay
from bot.use_cases.check import Check, CheckResult
from bot.use_cases.own_sync import OwnServices, SignInState
from bot.use_cases.people import People
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import Person
from bot.use_cases.service import PhotoServices
from bot.use_cases.subject_lease import SubjectLeases
from bot.use_cases.sync import ActResult, Ending, Sync
from bot.use_cases.write import WriteOutcome
from tests.behaviours.memory import FakeEffects, FakeLeases
from tests.core.counted import Counted
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

PERSON = Person(ACCOUNT.id, ACCOUNT.upn)
# Of the photo that everybody has in these tests.
SHOWN = PictureVersions("etag-1", "")
MYSELF = Actor.person(ACCOUNT.id)
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

    def state(self, person_id: str) -> SignInState:
        return SignInState.SIGNED_IN if self.own else SignInState.SIGNED_OUT

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


@dataclass
class Signed:
    """The service of an app with some rights, and of a person who gave it theirs."""

    sharepoint: FakeSharePoint
    picture: OwnPicture
    of_app: frozenset[Capability] = READ_ONLY
    of_person: frozenset[Capability] = OWN
    cloud: FakeMicrosoft365 = field(default_factory=FakeMicrosoft365)
    effects: FakeEffects = field(default_factory=FakeEffects)
    leases: FakeLeases = field(default_factory=FakeLeases)

    def __post_init__(self) -> None:
        granted = FakeCapabilities(self.of_app)
        check = Check(self.cloud, self.sharepoint, granted, lambda: READ_AT, PictureThreads())
        sync = Sync(check, self.cloud, self.sharepoint, FakeTime().sleep)
        own = OwnServices(FakeMicrosoft365(), self.sharepoint, self.picture, self.of_person)
        self.rights = Rights(own)
        self.services = PhotoServices(
            UseCases(People(self.cloud, lambda: READ_AT), check, sync, granted),
            Changes(
                self.effects,
                SubjectLeases(self.leases, uuid4, asyncio.sleep),
                Authorizer(),
                lambda: READ_AT,
                uuid4,
                timedelta(days=30),
            ),
            Authorizer(),
            own_rights=self.rights,
        )

    async def sync(self, actor: Actor = MYSELF) -> ActResult:
        act_result = await self.services.of(actor, PERSON.id).sync(None, SHOWN)
        assert isinstance(act_result, ActResult)
        return act_result


def written(sharepoint: FakeSharePoint) -> list[str]:
    return [line for line in sharepoint.asked if line.startswith(("own", "write", "set"))]


async def test_one_upload_repairs_every_size_and_the_sync_state_is_set_back(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    act_result = await Signed(sharepoint, picture).sync()
    assert act_result.ending is Ending.FIXED
    assert written(sharepoint) == ["own picture", "set SPS-PictureExchangeSyncState"]
    assert isinstance(sharepoint.held, Profile)
    assert sharepoint.held.sync_state == "1"


async def test_a_picture_that_was_accepted_and_not_stored_is_not_called_fixed(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    picture.stores = False
    act_result = await Signed(sharepoint, picture).sync()
    assert act_result.ending is Ending.NOT_FIXED
    assert [step.outcome for step in act_result.steps] == [WriteOutcome.NOT_STORED]
    assert written(sharepoint) == ["own picture"]


async def test_a_refusal_is_reported_and_nothing_more_is_tried(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    picture.failure = ServiceFailure("sharepoint", FailureReason.NOT_PERMITTED, code="denied")
    act_result = await Signed(sharepoint, picture).sync()
    assert act_result.ending is Ending.NOT_FIXED
    assert [step.outcome for step in act_result.steps] == [WriteOutcome.FAILED]


async def test_correct_pictures_are_not_written_where_only_properties_are_wrong(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    sharepoint.files = thumbnails_of(1)
    sharepoint.held = showing(PROFILE, placeholder_state="1")
    act_result = await Signed(sharepoint, picture).sync()
    assert act_result.ending is Ending.FIXED
    assert "own picture" not in written(sharepoint)


async def test_a_persons_own_rights_wait_for_a_change_that_is_under_way(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    signed = Signed(sharepoint, picture)
    await signed.leases.take(PERSON.id.upper(), another := uuid4(), 60)
    assert await signed.services.of(MYSELF, PERSON.id).sync(None, SHOWN) == UnderWay()
    assert written(sharepoint) == []
    await signed.leases.release(PERSON.id, another)
    assert (await signed.sync()).ending is Ending.FIXED


async def test_the_apps_own_rights_go_first(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    act_result = await Signed(sharepoint, picture, of_app=EVERYTHING).sync()
    assert act_result.ending is Ending.FIXED
    assert "own picture" not in written(sharepoint)


async def test_without_signing_in_the_apps_rights_are_used(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    signed = Signed(sharepoint, picture)
    signed.rights.own = None
    act_result = await signed.sync()
    assert act_result.ending is Ending.NOT_POSSIBLE
    assert written(sharepoint) == []


async def test_a_persons_own_rights_serve_nobody_else(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    signed = Signed(sharepoint, picture)
    assert (await signed.sync(COMMAND)).ending is Ending.NOT_POSSIBLE
    with pytest.raises(NotAuthorized):
        await signed.sync(Actor.person("somebody else"))
    assert written(sharepoint) == []


async def test_nobody_reads_the_copies_of_somebody_else(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    signed = Signed(sharepoint, picture, of_app=EVERYTHING)
    with pytest.raises(NotAuthorized):
        await signed.services.of(Actor.person("somebody else"), PERSON.id).check()
    assert sharepoint.asked == []


async def test_with_nothing_granted_to_the_app_the_person_is_read_with_their_own_rights(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    signed = Signed(sharepoint, picture, NOTHING, READ_ONLY | OWN)
    signed.cloud.whose = NotRead(FailureReason.NOT_PERMITTED)
    assert isinstance(await signed.services.of(MYSELF, PERSON.id).check(), CheckResult)
    assert signed.cloud.asked == []
    assert (await signed.sync()).ending is Ending.FIXED


@pytest.mark.parametrize(("of_app", "own_rights"), [(NOTHING, True), (EVERYTHING, False)])
async def test_a_check_tells_whether_it_took_the_persons_own_rights(
    sharepoint: FakeSharePoint,
    picture: OwnPicture,
    of_app: frozenset[Capability],
    own_rights: bool,
) -> None:
    signed = Signed(sharepoint, picture, of_app, READ_ONLY | OWN)
    found = await signed.services.of(MYSELF, PERSON.id).check()
    assert isinstance(found, CheckResult)
    assert found.own_rights is own_rights


async def test_what_is_written_with_own_rights_is_in_the_audit_as_the_persons_act(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    signed = Signed(sharepoint, picture)
    await signed.sync()
    assert signed.effects.changes
    for change in signed.effects.changes:
        assert (change.effect.actor, change.effect.subject) == (MYSELF, PERSON.id)
        assert change.effect.act is Act.SYNC
        assert change.result is not None


async def test_a_check_is_counted_by_who_asked_and_what_was_found(
    sharepoint: FakeSharePoint, picture: OwnPicture
) -> None:
    counted = Counted()
    services = replace(Signed(sharepoint, picture).services, metrics=counted.metrics)
    await services.of(MYSELF, PERSON.id).check()
    await services.of(COMMAND, PERSON.id).check()
    assert counted.of("photobot.checked", actor="person", verdict="differs") == 1
    assert counted.of("photobot.checked", actor="command", verdict="differs") == 1
