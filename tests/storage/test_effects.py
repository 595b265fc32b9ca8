from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from psycopg.errors import CheckViolation, ForeignKeyViolation, UniqueViolation

from bot.storage.database import Database
from bot.storage.effects import Effects
from bot.storage.subject_leases import SubjectLeaseRows
from bot.use_cases.audit import Effect, EffectResult, EffectWithResult
from bot.use_cases.authorizer import COMMAND, Act, Actor, ActorKind

LEASE = uuid4()
NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SOON = NOW + SECOND


@pytest.fixture
async def effects(database: Database) -> Effects:
    """The audit, while one act has the leases of all who are written."""
    for subject in ("ada", "ben"):
        assert await SubjectLeaseRows(database).take(subject, LEASE, 60)
    return Effects(database)


def an_effect(card_id: UUID | None = None, at: datetime = NOW, subject: str = "ada") -> Effect:
    return Effect(
        id=uuid4(),
        card_id=card_id,
        subject=subject,
        actor=Actor.person(subject),
        act=Act.REPLACE,
        action="write picture",
        target="sharepoint:L",
        at=at,
        expires_at=at + timedelta(days=365),
    )


async def test_an_effect_is_known_before_its_result(effects: Effects) -> None:
    effect = an_effect(card_id=uuid4())
    await effects.begin(effect, LEASE)
    assert effect.card_id is not None
    assert await effects.of_card(effect.card_id) == [EffectWithResult(effect, None)]


async def test_a_command_and_a_missing_act_are_read_as_they_were_stored(
    effects: Effects,
) -> None:
    effect = replace(an_effect(card_id=uuid4()), actor=COMMAND, act=None)
    await effects.begin(effect, LEASE)
    assert effect.card_id is not None
    assert await effects.of_card(effect.card_id) == [EffectWithResult(effect, None)]


async def test_the_reason_of_an_agent_is_kept_and_none_is_no_row(effects: Effects) -> None:
    card_id = uuid4()
    agent = replace(an_effect(card_id), actor=Actor(ActorKind.AGENT, "cleo"))
    with pytest.raises(CheckViolation):
        await effects.begin(agent, LEASE)
    explained = replace(agent, reason="ticket 4711")
    await effects.begin(explained, LEASE)
    assert await effects.of_card(card_id) == [EffectWithResult(explained, None)]


async def test_an_effect_is_read_with_its_result(effects: Effects) -> None:
    card_id = uuid4()
    effect = an_effect(card_id)
    await effects.begin(effect, LEASE)
    await effects.finish(effect.id, "failed", "SharePoint answered 403", SOON)
    result = EffectResult("failed", "SharePoint answered 403", SOON)
    assert await effects.of_card(card_id) == [EffectWithResult(effect, result)]


async def test_a_second_result_of_an_effect_is_ignored(effects: Effects) -> None:
    card_id = uuid4()
    effect = an_effect(card_id)
    await effects.begin(effect, LEASE)
    await effects.finish(effect.id, "done", None, NOW)
    await effects.finish(effect.id, "failed", "too late", SOON)
    [kept] = await effects.of_card(card_id)
    assert kept.result == EffectResult("done", None, NOW)


async def test_a_result_without_an_effect_is_refused(effects: Effects) -> None:
    with pytest.raises(ForeignKeyViolation):
        await effects.finish(uuid4(), "done", None, NOW)


async def test_an_effect_is_never_overwritten(effects: Effects) -> None:
    effect = an_effect()
    await effects.begin(effect, LEASE)
    with pytest.raises(UniqueViolation):
        await effects.begin(replace(effect, target="sharepoint:S"), LEASE)


async def test_an_effect_is_begun_by_the_holder_of_the_lease_alone(
    effects: Effects, database: Database
) -> None:
    leases, other = SubjectLeaseRows(database), uuid4()
    assert not await effects.begin(an_effect(), other)
    assert not await effects.begin(an_effect(subject="chiara"), LEASE)
    assert await effects.begin(kept := an_effect(), LEASE)
    assert await leases.release("ada", LEASE)
    assert await leases.take("ada", other, 60)
    assert not await effects.begin(an_effect(), LEASE)
    assert [row.effect for row in await effects.of_person("ada", NOW)] == [kept]


async def test_the_effects_of_a_card_come_in_the_order_in_which_they_began(
    effects: Effects,
) -> None:
    card_id = uuid4()
    second, first, other = an_effect(card_id, SOON), an_effect(card_id), an_effect(uuid4())
    for effect in (second, first, other):
        await effects.begin(effect, LEASE)
    assert [row.effect for row in await effects.of_card(card_id)] == [first, second]


async def test_the_effects_of_a_person_are_theirs_alone_and_none_are_older_than_asked(
    effects: Effects,
) -> None:
    early, first, second = an_effect(at=NOW), an_effect(at=SOON), an_effect(at=SOON + SECOND)
    for effect in (second, an_effect(at=SOON, subject="ben"), first, early):
        await effects.begin(effect, LEASE)
    await effects.finish(first.id, "verified", None, SOON)
    assert await effects.of_person("ada", since=SOON) == [
        EffectWithResult(first, EffectResult("verified", None, SOON)),
        EffectWithResult(second, None),
    ]


async def test_an_agents_effect_is_found_by_whoever_writes_their_id_in_capitals(
    effects: Effects,
) -> None:
    await effects.begin(effect := an_effect(), LEASE)
    assert await effects.of_person("ADA", NOW) == [EffectWithResult(effect, None)]
    assert await effects.of_person("AD", NOW) == []
