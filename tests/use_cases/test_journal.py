from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from bot.use_cases.journal import Effect, EffectJournal
from tests.photos.examples import READ_AT

CARD, EFFECT = UUID(int=1), UUID(int=2)


@dataclass
class Rows:
    """Effects in memory."""

    begun: list[Effect] = field(default_factory=list)
    finished: list[tuple[UUID, str, str | None, datetime]] = field(default_factory=list)

    async def begin(self, effect: Effect) -> None:
        self.begun.append(effect)

    async def finish(self, effect_id: UUID, outcome: str, detail: str | None, at: datetime) -> None:
        self.finished.append((effect_id, outcome, detail, at))


def journal(rows: Rows) -> EffectJournal:
    return EffectJournal(rows, CARD, "person", lambda: READ_AT, lambda: EFFECT, timedelta(days=30))


async def test_a_write_is_noted_with_who_asked_for_it_and_until_when_it_is_kept() -> None:
    rows = Rows()
    assert await journal(rows).begin("amara", "write", "sharepoint:L") == EFFECT
    assert rows.begun == [
        Effect(
            id=EFFECT,
            card_id=CARD,
            person_id="amara",
            actor="person",
            action="write",
            target="sharepoint:L",
            at=READ_AT,
            expires_at=READ_AT + timedelta(days=30),
        )
    ]


async def test_what_became_of_it_is_noted_with_the_services_own_code() -> None:
    rows = Rows()
    await journal(rows).finish(EFFECT, "failed", "accessDenied")
    assert rows.finished == [(EFFECT, "failed", "accessDenied", READ_AT)]
