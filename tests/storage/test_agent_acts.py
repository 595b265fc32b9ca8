"""Syncs by agents of which the person is to be told."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from bot.outbox.outbox import Outbox
from bot.storage.agent_acts import AgentActs
from bot.storage.database import Database
from bot.storage.effects import Effects
from bot.storage.outbox import Messages
from bot.storage.subject_leases import SubjectLeaseRows
from bot.use_cases.audit import Effect
from bot.use_cases.authorizer import COMMAND, Act, Actor, ActorKind

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
BY_AN_AGENT = Actor(ActorKind.AGENT, "amara")
BEN = "ben"


def a_write(number: int, actor: Actor = BY_AN_AGENT, act: Act = Act.SYNC) -> Effect:
    return Effect(
        id=uuid4(),
        card_id=None,
        subject=BEN,
        actor=actor,
        act=act,
        action="write",
        target=f"sharepoint:{number}",
        at=NOW + timedelta(seconds=number),
        expires_at=NOW + timedelta(days=30),
        reason="on leave",
    )


async def carried_out(
    database: Database,
    *outcomes: str | None,
    actor: Actor = BY_AN_AGENT,
    act: Act = Act.SYNC,
    until_end: bool = True,
) -> list[UUID]:
    """One act with so many writes, under a lease of its own."""
    effects, leases, lease = Effects(database), SubjectLeaseRows(database), uuid4()
    assert await leases.take(BEN, lease, 60)
    writes = [a_write(number, actor, act) for number in range(len(outcomes))]
    for write, outcome in zip(writes, outcomes, strict=True):
        assert await effects.begin(write, lease)
        if outcome:
            await effects.finish(write.id, outcome, None, NOW)
    if until_end:
        await leases.release(BEN, lease)
    return [write.id for write in writes]


async def untold(database: Database) -> list[UUID]:
    return [effect.id for effect in await AgentActs(database).untold("synced_for", 9)]


async def test_of_an_act_its_first_write_is_told_of_once(database: Database) -> None:
    first = await carried_out(database, "verified", "not_stored")
    second = await carried_out(database, "verified")
    assert set(await untold(database)) == {first[0], second[0]}
    outbox = Outbox(Messages(database), lambda: NOW, uuid4, timedelta(days=1))
    await outbox.put(
        "synced_for", reader=BEN, subject=BEN, actor=BY_AN_AGENT, about=first[0], due_at=NOW
    )
    assert await untold(database) == second


async def test_an_act_is_all_its_writes(database: Database) -> None:
    first = await carried_out(database, "verified", "not_stored", None)
    await carried_out(database, "verified")
    for write in first:
        found = await AgentActs(database).of_write(write)
        assert [each.effect.id for each in found] == first
        assert [each.result and each.result.outcome for each in found] == [
            "verified",
            "not_stored",
            None,
        ]
    assert await AgentActs(database).of_write(uuid4()) == []


@pytest.mark.parametrize("outcomes", [("failed",), ("failed", "not_tried")])
async def test_where_nothing_was_written_nobody_is_told(
    database: Database, outcomes: tuple[str, ...]
) -> None:
    await carried_out(database, *outcomes)
    assert await untold(database) == []


async def test_a_write_that_was_cut_off_may_have_been_made(database: Database) -> None:
    writes = await carried_out(database, "failed", None)
    assert await untold(database) == [writes[0]]


async def test_an_act_that_goes_on_is_not_told_of_yet(database: Database) -> None:
    await carried_out(database, "verified", until_end=False)
    assert await untold(database) == []
    # Its process died, and the lease ran out.
    await database.change("update subject_lease set until = now() - interval '1 second'", ())
    assert len(await untold(database)) == 1


@pytest.mark.parametrize(("actor", "act"), [(Actor.person(BEN), Act.SYNC), (COMMAND, Act.SYNC)])
async def test_what_others_did_is_none_of_it(database: Database, actor: Actor, act: Act) -> None:
    await carried_out(database, "verified", actor=actor, act=act)
    assert await untold(database) == []
