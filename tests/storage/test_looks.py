"""Rows of agents' looks at somebody's photo."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from psycopg.errors import CheckViolation

from bot.helpdesk.looks import Look
from bot.photos.verdict import Verdict
from bot.storage.database import Database
from bot.storage.looks import Looks
from bot.storage.sweeps import delete_expired
from bot.use_cases.authorizer import COMMAND, Actor, ActorKind

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
AGENT = Actor(ActorKind.AGENT, "amara")


def a_look(at: datetime = NOW, subject: str = "ada") -> Look:
    return Look(
        id=uuid4(),
        subject=subject,
        actor=AGENT,
        command="check_photo",
        verdict=Verdict.DIFFERS,
        with_pictures=False,
        at=at,
        expires_at=at + HOUR,
    )


@pytest.fixture
def looks(database: Database) -> Looks:
    return Looks(database)


async def test_the_latest_looks_at_a_persons_photo_are_theirs_alone(looks: Looks) -> None:
    first, second, third = (a_look(NOW + n * HOUR) for n in range(3))
    for look in (second, a_look(NOW, "ben"), third, first):
        await looks.add(look)
    assert await looks.latest_at("ada", NOW, 10) == [third, second, first]
    assert await looks.latest_at("ADA", NOW + HOUR, 10) == [third, second]
    assert await looks.latest_at("ada", NOW, 1) == [third]


async def test_a_look_is_an_agents(looks: Looks) -> None:
    with pytest.raises(CheckViolation):
        await looks.add(replace(a_look(), actor=COMMAND))


async def test_looks_are_kept_for_the_retention(looks: Looks, database: Database) -> None:
    old, kept = a_look(NOW), a_look(NOW + HOUR)
    for look in (old, kept):
        await looks.add(look)
    await delete_expired(database, NOW + HOUR)
    assert await looks.latest_at("ada", NOW, 10) == [kept]
