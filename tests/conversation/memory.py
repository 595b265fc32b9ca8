"""What is remembered of people, in memory: changes, promises and preferences."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bot.chat.stores import Promise
from bot.use_cases.audit import Effect, EffectResult, EffectWithResult
from bot.use_cases.authorizer import Act, Actor
from tests.photos.examples import ACCOUNT, READ_AT

ME = Actor.person(ACCOUNT.id)


def a_change(
    target: str = "sharepoint:L",
    outcome: str | None = "verified",
    *,
    at: datetime = READ_AT,
    subject: str = ACCOUNT.id,
    actor: Actor = ME,
    card_id: UUID | None = None,
    action: str = "write",
) -> EffectWithResult:
    effect = Effect(
        id=uuid4(),
        card_id=card_id,
        subject=subject,
        actor=actor,
        act=Act.SYNC,
        action=action,
        target=target,
        at=at,
        expires_at=at + timedelta(days=30),
    )
    return EffectWithResult(effect, EffectResult(outcome, None, at) if outcome else None)


@dataclass
class FakeHistory:
    """What was changed, for everybody."""

    changes: list[EffectWithResult] = field(default_factory=list)

    async def begin(self, effect: Effect) -> None:
        self.changes.append(EffectWithResult(effect, None))

    async def finish(self, effect_id: UUID, outcome: str, detail: str | None, at: datetime) -> None:
        self.changes = [
            EffectWithResult(effect, EffectResult(outcome, detail, at))
            if effect.id == effect_id
            else EffectWithResult(effect, result)
            for effect, result in ((change.effect, change.result) for change in self.changes)
        ]

    async def of_person(self, subject: str, since: datetime) -> list[EffectWithResult]:
        return [
            change
            for change in self.changes
            if change.effect.subject == subject and change.effect.at >= since
        ]


@dataclass
class FakePromises:
    """Open promises by person."""

    open_ones: dict[str, Promise] = field(default_factory=dict)
    kept: list[Promise] = field(default_factory=list)

    async def make(self, person_id: str, due_at: datetime) -> Promise:
        self.open_ones[person_id] = Promise(uuid4(), person_id, due_at, READ_AT)
        return self.open_ones[person_id]

    async def open_of(self, person_id: str) -> Promise | None:
        return self.open_ones.get(person_id)

    async def withdraw(self, person_id: str) -> bool:
        return self.open_ones.pop(person_id, None) is not None

    async def open(self, promise_id: UUID) -> Promise | None:
        return next((one for one in self.open_ones.values() if one.id == promise_id), None)

    async def end(self, promise_id: UUID, *, kept: bool) -> bool:
        promise = await self.open(promise_id)
        if promise is None:
            return False
        self.kept += [self.open_ones.pop(promise.person_id)] if kept else []
        return True


@dataclass
class FakePreferences:
    """Chosen languages, and who wants to be left alone."""

    languages: dict[str, str] = field(default_factory=dict)
    quiet: set[str] = field(default_factory=set)

    async def choose_language(self, person_id: str, language: str) -> None:
        self.languages[person_id] = language

    async def keep_quiet(self, person_id: str, *, quiet: bool) -> None:
        if quiet:
            self.quiet.add(person_id)
        else:
            self.quiet.discard(person_id)

    async def is_quiet(self, person_id: str) -> bool:
        return person_id in self.quiet
