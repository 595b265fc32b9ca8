"""What is read and written for an agent of the helpdesk, and for whoever says to be one."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.photos.versions import PictureVersions
from bot.use_cases.authorizer import Actor, ActorKind, Authorizer, NotAuthorized, RefusalReason
from bot.use_cases.by_rights import UseCases
from bot.use_cases.changes import Changes
from bot.use_cases.check import Check, CheckResult
from bot.use_cases.people import People
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.service import PhotoService, PhotoServices
from bot.use_cases.subject_lease import SubjectLeases
from bot.use_cases.sync import ActResult, Ending, Sync
from tests.behaviours.memory import FakeEffects, FakeLeases
from tests.helpdesk.fakes import AMARA, BEN, EXECUTIVES, FakeMemberships, agents_of
from tests.m365.fakes import FakeTime
from tests.photos.examples import ACCOUNT, EVERYTHING, READ_AT, thumbnails_of
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint

SUBJECT = ACCOUNT.id
NOBODY = "00000000-0000-0000-0000-000000000000"
# Of the photo that everybody has in these tests.
SHOWN = PictureVersions("etag-1", "")
REASON = "ticket 4711"


@dataclass
class Company:
    """Somebody with a stale picture, and a helpdesk."""

    directory: FakeMemberships = field(default_factory=FakeMemberships)
    cloud: FakeMicrosoft365 = field(default_factory=FakeMicrosoft365)
    sharepoint: FakeSharePoint = field(
        default_factory=lambda: FakeSharePoint(files=thumbnails_of(2))
    )
    effects: FakeEffects = field(default_factory=FakeEffects)

    def __post_init__(self) -> None:
        granted = FakeCapabilities(EVERYTHING)
        check = Check(self.cloud, self.sharepoint, granted, lambda: READ_AT, PictureThreads())
        sync = Sync(check, self.cloud, self.sharepoint, FakeTime().sleep)
        authorizer = Authorizer(agents=agents_of(self.directory))
        leases = SubjectLeases(FakeLeases(), uuid4, asyncio.sleep)
        self.services = PhotoServices(
            UseCases(People(self.cloud, lambda: READ_AT), check, sync, granted),
            Changes(self.effects, leases, authorizer, lambda: READ_AT, uuid4, timedelta(days=30)),
            authorizer,
        )

    def by(self, agent: str, subject: str = SUBJECT) -> PhotoService:
        return self.services.of(Actor(ActorKind.AGENT, agent), subject)

    @property
    def is_left_alone(self) -> bool:
        return not (self.cloud.asked or self.sharepoint.asked or self.effects.changes)


@pytest.fixture
def company() -> Company:
    return Company()


async def test_an_agent_checks_and_syncs_for_somebody_and_the_audit_says_who_and_why(
    company: Company,
) -> None:
    assert isinstance(await company.by(AMARA).check(), CheckResult)
    done = await company.by(AMARA).sync(None, SHOWN, REASON)
    assert isinstance(done, ActResult)
    assert done.ending is Ending.FIXED
    told = {(str(row.effect.actor), row.effect.reason) for row in company.effects.changes}
    assert told == {(f"agent:{AMARA}", REASON)}


@pytest.mark.parametrize("subject", [SUBJECT, NOBODY, BEN, AMARA, "nobody@contoso.com"])
async def test_whoever_is_no_agent_gets_one_refusal_and_nobody_is_looked_up_for_them(
    company: Company, subject: str
) -> None:
    claimed = company.by(BEN, subject)
    for act in (claimed.check(), claimed.sync(None, SHOWN), claimed.sync(None, SHOWN, REASON)):
        with pytest.raises(NotAuthorized) as refused:
            await act
        assert refused.value.why is RefusalReason.NOT_AN_AGENT
    assert company.directory.asked == [BEN]
    assert company.is_left_alone


async def test_an_agent_gets_nothing_of_somebody_excluded(company: Company) -> None:
    company.directory.members[EXECUTIVES].add(SUBJECT)
    for act in (company.by(AMARA).check(), company.by(AMARA).sync(None, SHOWN, REASON)):
        with pytest.raises(NotAuthorized) as refused:
            await act
        assert refused.value.why is RefusalReason.EXCLUDED
    assert company.is_left_alone


async def test_an_agent_who_gives_no_reason_changes_nothing(company: Company) -> None:
    with pytest.raises(NotAuthorized) as refused:
        await company.by(AMARA).sync(None, SHOWN)
    assert refused.value.why is RefusalReason.NO_REASON
    assert company.is_left_alone


async def test_an_agent_neither_replaces_nor_removes_anybodys_photo(company: Company) -> None:
    for act in (
        company.by(AMARA).replace_with_sharepoints(None, SHOWN),
        company.by(AMARA).remove(None, SHOWN),
    ):
        with pytest.raises(NotAuthorized) as refused:
            await act
        assert refused.value.why is RefusalReason.NOT_ALLOWED
    assert company.is_left_alone


async def test_an_agent_does_not_act_for_themselves_by_their_address(company: Company) -> None:
    company.directory.members["00000000-0000-0000-0000-000000000001"].add(SUBJECT)
    for name, why in ((ACCOUNT.upn, RefusalReason.NOT_ALLOWED), (SUBJECT, RefusalReason.ONESELF)):
        with pytest.raises(NotAuthorized) as refused:
            await company.by(SUBJECT, name).check()
        assert refused.value.why is why
    assert company.is_left_alone
