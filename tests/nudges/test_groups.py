"""The reading of the policy's groups, over real rows."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from psycopg.rows import scalar_row, tuple_row

from bot.core.failures import FailureReason, ServiceFailure
from bot.nudges.groups import GroupReading
from bot.storage.addressees import groups_text
from bot.storage.database import Database
from bot.storage.policy_groups import PolicyGroupRows

EVERY = timedelta(hours=6)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Directory:
    """Groups in memory, of which one may fail after its first page."""

    groups: dict[str, list[list[str]]]
    failing: set[str] = field(default_factory=set)
    reads: int = 0

    async def members(self, group: str) -> AsyncIterator[Collection[str]]:
        self.reads += 1
        for page in self.groups[group]:
            yield page
            if group in self.failing:
                raise ServiceFailure("graph", FailureReason.UNAVAILABLE)


@dataclass
class Company:
    database: Database
    directory: Directory
    now: datetime = START

    async def reads(self, **groups: tuple[str, ...]) -> dict[str, set[str]]:
        """Read the groups if that is due; the members of the reading that counts, by kind."""
        reading = GroupReading(
            self.directory,
            PolicyGroupRows(self.database),
            groups,
            groups_text(groups.get("pilot", ()), groups.get("excluded", ())),
            EVERY,
            lambda: self.now,
            uuid4,
        )
        await reading.if_due()
        rows = await self.database.rows(
            "select kind, subject from policy_group_member join policy_groups_read using (reading)",
            (),
            tuple_row,
        )
        return {kind: {who for each, who in rows if each == kind} for kind, _ in rows}

    async def failed(self) -> bool | None:
        query = "select failed from policy_groups_read"
        return await self.database.row(query, (), scalar_row)


@pytest.fixture
def company(database: Database) -> Company:
    return Company(database, Directory({"a": [["ada"], ["bob", "ada"]], "b": [["eve"]]}))


async def test_members_of_several_groups_are_kept_by_kind(company: Company) -> None:
    assert await company.reads(pilot=("a", "b"), excluded=("b",)) == {
        "pilot": {"ada", "bob", "eve"},
        "excluded": {"eve"},
    }


async def test_they_are_read_once_a_sweep_and_when_other_groups_are_set(company: Company) -> None:
    for _ in range(3):
        await company.reads(pilot=("a",))
    assert company.directory.reads == 1
    company.now += EVERY
    company.directory.groups["a"] = [["bob"]]
    assert await company.reads(pilot=("a",)) == {"pilot": {"bob"}}
    assert await company.reads(pilot=("b",)) == {"pilot": {"eve"}}


async def test_a_reading_that_fails_is_dropped_and_tried_again_soon(company: Company) -> None:
    await company.reads(pilot=("a",))
    company.now += EVERY
    company.directory.groups["a"] = [["mallory"]]
    company.directory.failing = {"a"}
    assert await company.reads(pilot=("a",)) == {"pilot": {"ada", "bob"}}
    assert await company.failed()
    assert (
        await company.database.rows(
            "select subject from policy_group_member where subject = 'mallory'", (), scalar_row
        )
        == []
    )
    company.directory.failing = set()
    assert await company.reads(pilot=("a",)) == {"pilot": {"ada", "bob"}}
    company.now += timedelta(minutes=10)
    assert await company.reads(pilot=("a",)) == {"pilot": {"mallory"}}
    assert not await company.failed()


async def test_without_groups_nothing_is_read(company: Company) -> None:
    assert await company.reads() == {}
    assert company.directory.reads == 0
