from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from bot.use_cases.audit import Effect, EffectAudit, EffectWithResult
from bot.use_cases.authorizer import (
    COMMAND,
    Act,
    Actor,
    ActorKind,
    Authorizer,
    NotAuthorized,
    RefusalReason,
)
from bot.use_cases.subject_lease import LeaseLost
from bot.use_cases.write import Write, WriteOutcome, carry_out
from tests.helpdesk.fakes import AMARA as AN_AGENT
from tests.helpdesk.fakes import BEN, HELPDESK, FakeMemberships, agents_of
from tests.m365.fakes import FakeTime
from tests.photos.examples import READ_AT

CARD, EFFECT, LEASE = (UUID(int=number) for number in (1, 2, 3))
AMARA = Actor.person("amara")
NO_AGENTS = Authorizer()


@dataclass
class Rows:
    """Effects in memory; `holder` has the lease of whoever is written."""

    holder: UUID = LEASE
    begun: list[Effect] = field(default_factory=list)
    finished: list[tuple[UUID, str, str | None, datetime]] = field(default_factory=list)

    async def begin(self, effect: Effect, lease: UUID) -> bool:
        if lease != self.holder:
            return False
        self.begun.append(effect)
        return True

    async def finish(self, effect_id: UUID, outcome: str, detail: str | None, at: datetime) -> None:
        self.finished.append((effect_id, outcome, detail, at))

    async def of_person(self, subject: str, since: datetime) -> list[EffectWithResult]:
        raise AssertionError("whoever writes does not read the audit")


def audit(
    rows: Rows,
    actor: Actor = AMARA,
    act: Act = Act.SYNC,
    authorizer: Authorizer = NO_AGENTS,
    reason: str | None = None,
) -> EffectAudit:
    return EffectAudit(
        rows,
        authorizer,
        actor,
        act,
        CARD,
        LEASE,
        now=lambda: READ_AT,
        new_id=lambda: EFFECT,
        retention=timedelta(days=30),
        reason=reason,
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


async def test_nothing_is_written_once_the_lease_is_somebody_elses() -> None:
    rows, written = Rows(holder=UUID(int=4)), []

    async def perform() -> None:
        written.append("sharepoint:L")

    async def stored() -> bool:
        return True

    write = Write("sharepoint:L", perform, stored)
    with pytest.raises(LeaseLost):
        await carry_out("amara", write, audit(rows), FakeTime().sleep)
    assert (rows.begun, rows.finished, written) == ([], [], [])


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


async def test_a_write_of_an_agent_is_noted_with_the_reason() -> None:
    rows, authorizer = Rows(), Authorizer(agents=agents_of(FakeMemberships()))
    agent = Actor(ActorKind.AGENT, AN_AGENT)
    await audit(rows, agent, authorizer=authorizer, reason="ticket 4711").begin(BEN, "write", "L")
    assert [(effect.actor, effect.reason) for effect in rows.begun] == [(agent, "ticket 4711")]


async def test_an_agent_who_left_the_group_writes_nothing_more() -> None:
    rows, directory, time = Rows(), FakeMemberships(), FakeTime()
    authorizer = Authorizer(agents=agents_of(directory, time))
    agent = Actor(ActorKind.AGENT, AN_AGENT)
    act = audit(rows, agent, authorizer=authorizer, reason="ticket 4711")
    await act.begin(BEN, "write", "sharepoint:L")
    directory.members[HELPDESK].clear()
    await time.sleep(300)
    with pytest.raises(NotAuthorized) as refused:
        await act.begin(BEN, "write", "sharepoint:M")
    assert refused.value.why is RefusalReason.NOT_AN_AGENT
    assert [effect.target for effect in rows.begun] == ["sharepoint:L"]
