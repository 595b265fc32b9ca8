"""What agents are shown of others' photos, and the rows of it."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.core.deadline import Deadline
from bot.helpdesk.looks import KEPT_SECONDS, AgentLooks
from bot.photos.readings import NoAccount
from bot.photos.verdict import Verdict
from bot.use_cases.authorizer import NotAuthorized, RefusalReason
from bot.use_cases.check import CheckResult
from bot.use_cases.ports import CloudReading, Person
from tests.behaviours.stage import Stage
from tests.helpdesk.fakes import AMARA, EXECUTIVES, HELPDESK, FakeLooks, FakeMemberships, agents_of
from tests.m365.fakes import FakeTime
from tests.photos.examples import ACCOUNT, READ_AT
from tests.use_cases.fakes import FakeMicrosoft365
from tests.waiting import until

COMMAND = "check_photo"
SOON = 0.05


@dataclass
class Desk:
    """A helpdesk, and somebody whose SharePoint holds an old picture."""

    directory: FakeMemberships = field(default_factory=FakeMemberships)
    rows: FakeLooks = field(default_factory=FakeLooks)
    time: FakeTime = field(default_factory=FakeTime)
    stage: Stage = field(default_factory=Stage)

    def __post_init__(self) -> None:
        self.stage.agents = agents_of(self.directory)
        self.looks = AgentLooks(
            self.stage.services.photo_services,
            self.rows,
            lambda: READ_AT,
            uuid4,
            timedelta(days=30),
            with_pictures=True,
            clock=self.time.clock,
        )

    async def look(self, name: str = ACCOUNT.id, seconds: float = 5) -> object:
        return await self.looks.look(AMARA, name, COMMAND, Deadline.after(seconds))


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("name", [ACCOUNT.id, ACCOUNT.upn])
async def test_a_look_has_a_row_that_names_agent_person_and_verdict(desk: Desk, name: str) -> None:
    found = await desk.look(name)
    assert isinstance(found, CheckResult)
    [row] = desk.rows.rows
    assert (str(row.actor), row.subject) == (f"agent:{AMARA}", ACCOUNT.id)
    assert (row.command, row.verdict, row.with_pictures) == (COMMAND, Verdict.DIFFERS, True)
    assert (row.at, row.expires_at) == (READ_AT, READ_AT + timedelta(days=30))


async def test_without_its_row_nothing_is_shown(desk: Desk) -> None:
    desk.rows.error = OSError("no database")
    with pytest.raises(OSError, match="no database"):
        await desk.look()


async def test_who_is_not_found_or_excluded_is_not_looked_at(desk: Desk) -> None:
    assert await desk.look("nobody@contoso.com") == NoAccount()
    desk.directory.members[EXECUTIVES].add(ACCOUNT.id)
    with pytest.raises(NotAuthorized) as refused:
        await desk.look(ACCOUNT.upn)
    assert refused.value.why is RefusalReason.EXCLUDED
    assert desk.rows.rows == []


async def test_an_agent_does_not_look_at_themselves_by_their_name(desk: Desk) -> None:
    desk.directory.members[HELPDESK].add(ACCOUNT.id)
    with pytest.raises(NotAuthorized) as refused:
        await desk.looks.look(ACCOUNT.id, ACCOUNT.upn, COMMAND, Deadline.after(5))
    assert refused.value.why is RefusalReason.ONESELF
    assert desk.rows.rows == []


@dataclass
class SlowMicrosoft365(FakeMicrosoft365):
    """One that answers when it is let."""

    lets: asyncio.Event = field(default_factory=asyncio.Event)
    checks: int = 0

    async def read(self, person: Person) -> CloudReading:
        self.checks += 1
        await self.lets.wait()
        return await super().read(person)


@pytest.fixture
def slow() -> SlowMicrosoft365:
    return SlowMicrosoft365()


async def test_a_check_that_takes_longer_goes_on_and_waits_for_the_next_question(
    slow: SlowMicrosoft365,
) -> None:
    desk = Desk(stage=Stage(microsoft_365=slow))
    assert await desk.look(seconds=SOON) is None
    assert await desk.look(seconds=SOON) is None
    assert desk.rows.rows == []
    slow.lets.set()
    assert isinstance(await desk.look(), CheckResult)
    assert (slow.checks, len(desk.rows.rows)) == (1, 1)
    # Shown once, so that the next question is answered with how it is then.
    assert isinstance(await desk.look(), CheckResult)
    assert (slow.checks, len(desk.rows.rows)) == (2, 2)


async def test_what_nobody_asked_for_again_is_read_anew(slow: SlowMicrosoft365) -> None:
    desk = Desk(stage=Stage(microsoft_365=slow))
    assert await desk.look(seconds=SOON) is None
    slow.lets.set()
    # The check ends in a task of its own.
    await until(lambda: len(asyncio.all_tasks()) == 1)
    desk.time.now += KEPT_SECONDS + 1
    desk.looks.expire()
    assert isinstance(await desk.look(), CheckResult)
    assert slow.checks == 2


async def test_what_was_found_for_one_agent_is_not_anothers(slow: SlowMicrosoft365) -> None:
    desk = Desk(stage=Stage(microsoft_365=slow))
    assert await desk.look(seconds=SOON) is None
    with pytest.raises(NotAuthorized):
        await desk.looks.look("mallory", ACCOUNT.id, COMMAND, Deadline.after(5))
    slow.lets.set()
