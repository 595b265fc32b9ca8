"""What is remembered of people, in memory: changes, messages to come and preferences."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bot.core.lease import Lease
from bot.outbox.message import Message, MessageState
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
class FakeEffects:
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
class FakeMessages:
    """The outbox's rows that wait, by kind, reader and subject; nobody sends them."""

    waiting: dict[tuple[str, str, str], Message] = field(default_factory=dict)

    async def replace(self, message: Message) -> None:
        self.waiting[message.kind, message.reader, message.subject] = message

    async def queued(self, kind: str, reader: str, subject: str) -> Message | None:
        return self.waiting.get((kind, reader, subject))

    async def withdraw_all(self, kind: str, reader: str) -> list[Message]:
        theirs = [key for key in self.waiting if key[:2] == (kind, reader)]
        return [self.waiting.pop(key) for key in theirs]

    async def add(self, message: Message) -> Message:
        raise NotImplementedError

    async def of(self, kind: str, about: UUID) -> Message | None:
        raise NotImplementedError

    async def withdraw(self, kind: str, about: UUID) -> bool:
        raise NotImplementedError

    async def claim(
        self, kinds: Collection[str], lease: Lease, now: datetime, most: int
    ) -> list[Message]:
        raise NotImplementedError

    async def renew(self, lease: Lease) -> None:
        raise NotImplementedError

    async def release(self, owner: str) -> None:
        raise NotImplementedError

    async def begin(self, message: Message) -> bool:
        raise NotImplementedError

    async def put_back(self, message: Message, not_before: datetime) -> None:
        raise NotImplementedError

    async def end(
        self,
        message: Message,
        state: MessageState,
        *,
        reason: str | None = None,
        sent_as: str | None = None,
    ) -> None:
        raise NotImplementedError

    async def recover(self, now: datetime) -> None:
        raise NotImplementedError

    async def next_due(self, kinds: Collection[str]) -> datetime | None:
        raise NotImplementedError


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
