"""What becomes of a photo change: a table of situations, each with the decision that is right."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from bot.nudges.decide import Addressee, Because, CheckFirst, Groups, Standing, decide
from bot.nudges.policy import Audience, Policy
from bot.watch.change import ChangeKind, PhotoChange
from tests.nudges.situations import BERLIN, NAMES, SUNDAY_NIGHTS, Row, at, table

TABLE = table()


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.sentence)
def test_a_change_becomes_what_the_table_says(row: Row) -> None:
    assert row.decided() == row.expected


def test_the_table_has_every_decision_and_every_reason() -> None:
    assert {row.expected.rpartition(": ")[2] for row in TABLE} == {*Because, *NAMES.values()}


def test_no_two_rows_are_of_one_situation() -> None:
    assert len({frozenset(row.special) for row in TABLE}) == len(TABLE)


def test_hours_that_come_twice_are_working_hours_twice() -> None:
    change = PhotoChange(UUID(int=1), "anna", ChangeKind.CHANGED, at("Wed 21 Oct 12:00"), "etag")
    anna = Addressee(Standing.MEMBER, Groups(pilot=False, excluded=False), BERLIN)
    policy = Policy(Audience.ON, hours=SUNDAY_NIGHTS)
    # On 25 October it is half past two at 00:30 and again at 01:30 UTC.
    for hour in (0, 1):
        now = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        assert decide(change, None, anna, policy, now) == CheckFirst()
