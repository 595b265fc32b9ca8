from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from bot.use_cases.audit import Effect, EffectAudit, EffectWithResult
from bot.use_cases.authorizer import COMMAND, Act, Actor, ActorKind, Authorizer, NotAuthorized
from bot.use_cases.write import Write, WriteOutcome, carry_out
from tests.m365.fakes import FakeTime
from tests.photos.examples import READ_AT

CARD, EFFECT = UUID(int=1), UUID(int=2)
AMARA = Actor.person("amara")


@dataclass
class Rows:
    """Effects in memory."""

    begun: list[Effect] = field(default_factory=list)
    finished: list[tuple[UUID, str, str | None, datetime]] = field(default_factory=list)

    async def begin(self, effect: Effect) -> None:
        self.begun.append(effect)

    async def finish(self, effect_id: UUID, outcome: str, detail: str | None, at: datetime) -> None:
        self.finished.append((effect_id, outcome, detail, at))

    async def of_person(self, subject: str, since: datetime) -> list[EffectWithResult]:
        raise AssertionError("whoever writes does not read the audit")


def audit(rows: Rows, actor: Actor = AMARA, act: Act = Act.SYNC) -> EffectAudit:
    return EffectAudit(
        rows,
        Authorizer(),
        actor,
        act,
        CARD,
        now=lambda: READ_AT,
        new_id=lambda: EFFECT,
        retention=timedelta(days=30),
    )


@pytest.mark.parametrize("actor", [AMARA, COMMAND])
async def test_a_write_is_noted_with_who_asked_for_what_and_until_when_it_is_kept(
    actor: Actor,
) -> None:
    rows = Rows()
    assert await audit(rows, actor, Act.REPLACE).begin("amara", "write", "sharepoint:L") == EFFECT
    assert rows.begun == [
        Effect(
            id=EFFECT,
            card_id=CARD,
            subject="amara",
            actor=actor,
            act=Act.REPLACE,
            action="write",
            target="sharepoint:L",
            at=READ_AT,
            expires_at=READ_AT + timedelta(days=30),
        )
    ]


async def test_the_result_of_a_write_is_noted_with_the_services_own_code() -> None:
    rows = Rows()
    await audit(rows).finish(EFFECT, "failed", "accessDenied")
    assert rows.finished == [(EFFECT, "failed", "accessDenied", READ_AT)]


@pytest.mark.parametrize(
    "actor", [Actor.person("ben"), Actor(ActorKind.AGENT, "amara"), Actor(ActorKind.POLICY)]
)
async def test_nothing_is_written_for_an_actor_who_may_not(actor: Actor) -> None:
    rows, written = Rows(), []

    async def perform() -> None:
        written.append("sharepoint:L")

    async def stored() -> bool:
        return True

    write = Write("sharepoint:L", perform, stored)
    with pytest.raises(NotAuthorized):
        await carry_out("amara", write, audit(rows, actor), FakeTime().sleep)
    assert (rows.begun, rows.finished, written) == ([], [], [])
    step = await carry_out("amara", write, audit(rows), FakeTime().sleep)
    assert (step.outcome, written) == (WriteOutcome.VERIFIED, ["sharepoint:L"])
