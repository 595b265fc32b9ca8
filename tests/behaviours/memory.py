"""What is remembered of people, in memory: changes, messages to come and preferences."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bot.core.lease import Lease
from bot.outbox.backoff import REFUSED_BY_CHAT
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
    act: Act = Act.SYNC,
    reason: str | None = None,
) -> EffectWithResult:
    effect = Effect(
        id=uuid4(),
        card_id=card_id,
        subject=subject,
        actor=actor,
        act=act,
        action=action,
        target=target,
        at=at,
        expires_at=at + timedelta(days=30),
        reason=reason,
    )
    return EffectWithResult(effect, EffectResult(outcome, None, at) if outcome else None)


@dataclass
class FakeLeases:
    """Who changes whose photo now, in any process; a lease ends when a test takes it away."""

    owners: dict[str, UUID] = field(default_factory=dict)

    async def take(self, subject: str, owner: UUID, seconds: float) -> bool:
        return self.owners.setdefault(subject.lower(), owner) == owner

    async def renew(self, subject: str, owner: UUID, seconds: float) -> bool:
        return self.owners.get(subject.lower()) == owner

    async def release(self, subject: str, owner: UUID) -> bool:
        held = await self.renew(subject, owner, 0)
        if held:
            del self.owners[subject.lower()]
        return held


@dataclass
class FakeEffects:
    """What was changed, for everybody; `leases` are those without which nothing is begun."""

    changes: list[EffectWithResult] = field(default_factory=list)
    leases: FakeLeases | None = None

    async def begin(self, effect: Effect, lease: UUID) -> bool:
        if self.leases and not await self.leases.renew(effect.subject, lease, 0):
            return False
        self.changes.append(EffectWithResult(effect, None))
        return True

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
    """The outbox's rows that wait, by kind, reader and subject; nobody sends them.

    `ended` holds those that did not arrive.
    """

    waiting: dict[tuple[str, str, str], Message] = field(default_factory=dict)
    ended: list[Message] = field(default_factory=list)

    async def replace(self, message: Message) -> None:
        self.waiting[message.kind, message.reader, message.subject] = message

    async def queued(self, kind: str, reader: str, subject: str) -> Message | None:
        return self.waiting.get((kind, reader, subject))

    async def withdraw_all(self, kind: str, reader: str, now: datetime) -> list[Message]:
        theirs = [key for key in self.waiting if key[:2] == (kind, reader)]
        return [self.waiting.pop(key) for key in theirs]

    def has_missed(self, person_id: str) -> bool:
        refused = any(one.reason in REFUSED_BY_CHAT for one in self.waiting.values())
        rechecks = (one for one in self.ended if one.kind == Act.RECHECK)
        return refused or any(one.told_at is None for one in rechecks if one.reader == person_id)

    async def undelivered(self, kind: str, reader: str) -> list[Message]:
        return [one for one in self.ended if (one.kind, one.reader) == (kind, reader)]

    async def note_told(self, ids: Collection[UUID], now: datetime) -> None:
        self.ended = [replace(one, told_at=now) if one.id in ids else one for one in self.ended]

    async def hasten(self, reader: str, reasons: Collection[str], now: datetime) -> None:
        for key, one in self.waiting.items():
            if one.reader == reader and one.reason in reasons:
                self.waiting[key] = replace(one, not_before=now)

    async def add(self, message: Message) -> Message:
        raise NotImplementedError

    async def of(self, kind: str, about: UUID) -> Message | None:
        raise NotImplementedError

    async def withdraw(
        self, kind: str, about: UUID, now: datetime, reason: str | None = None
    ) -> bool:
        raise NotImplementedError

    async def claim(
        self, kinds: Collection[str], lease: Lease, now: datetime, most: int
    ) -> list[Message]:
        raise NotImplementedError

    async def renew(self, lease: Lease) -> None:
        raise NotImplementedError

    async def release(self, owner: str) -> None:
        raise NotImplementedError

    async def begin(self, message: Message, now: datetime) -> bool:
        raise NotImplementedError

    async def put_back(self, message: Message, not_before: datetime, now: datetime) -> None:
        raise NotImplementedError

    async def end(
        self,
        message: Message,
        state: MessageState,
        now: datetime,
        *,
        reason: str | None = None,
        sent_as: str | None = None,
    ) -> None:
        raise NotImplementedError

    async def recover(self, now: datetime) -> None:
        raise NotImplementedError


@dataclass
class FakePreferences:
    """Languages that people chose or wrote in, and who wants to be left alone."""

    languages: dict[str, str] = field(default_factory=dict)
    written_in: dict[str, str] = field(default_factory=dict)
    quiet: set[str] = field(default_factory=set)
    paused: dict[str, datetime | None] = field(default_factory=dict)

    async def choose_language(self, person_id: str, language: str) -> None:
        self.languages[person_id] = language

    async def note_written_in(self, person_id: str, language: str) -> str:
        self.written_in[person_id] = language
        return self.languages.get(person_id, language)

    async def language_of(self, person_id: str) -> str | None:
        return self.languages.get(person_id) or self.written_in.get(person_id)

    async def keep_quiet(self, person_id: str, *, quiet: bool) -> None:
        if quiet:
            self.quiet.add(person_id)
        else:
            self.quiet.discard(person_id)

    async def is_quiet(self, person_id: str) -> bool:
        return person_id in self.quiet

    async def pause(self, person_id: str, until: datetime | None) -> None:
        self.paused[person_id] = until

    async def paused_until(self, person_id: str) -> datetime | None:
        return self.paused.get(person_id)


@dataclass
class FakeInstallations:
    """When the app was asked for, by person, and who does not want it."""

    asked: dict[str, datetime] = field(default_factory=dict)
    declined: set[str] = field(default_factory=set)

    async def begin(self, person_id: str, now: datetime) -> bool:
        if person_id in self.declined:
            return False
        self.asked[person_id] = now
        return True

    async def take_back(self, person_id: str) -> None:
        self.asked.pop(person_id, None)

    async def decline(self, person_id: str, now: datetime) -> None:
        self.asked.pop(person_id, None)
        self.declined.add(person_id)

    async def added(self, person_id: str, latest: datetime) -> bool:
        self.declined.discard(person_id)
        return person_id in self.asked and self.asked[person_id] > latest
