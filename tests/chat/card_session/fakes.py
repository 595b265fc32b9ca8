"""Rows of cards that tell when they are written, and somebody's screen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bot.chat.stores import CardRow, CardState
from bot.chat.surface import Card, NotDelivered
from bot.core.lease import Lease
from bot.use_cases.authorizer import Actor
from tests.behaviours.fake_cards import FakeCards
from tests.behaviours.fakes import title
from tests.chat.card_session.virtual_time import VirtualTime


@dataclass
class Rows(FakeCards):
    """Rows that tell when they are written.

    Attributes:
        failures: what breaks the next renewals.
        broken: the states to which no row can be moved.
    """

    events: list[str] = field(default_factory=list)
    renewed: int = 0
    failures: list[Exception] = field(default_factory=list)
    broken: set[CardState] = field(default_factory=set)

    async def open(self, row: CardRow) -> bool:
        opened = await super().open(row)
        self.events.append(f"row {row.state}" if opened else "claimed before")
        return opened

    async def move(
        self,
        card_id: UUID,
        from_states: Collection[CardState],
        to: CardState,
        *,
        owner: str | None,
        offering: str | None = None,
        lease: Lease | None = None,
        actor: Actor | None = None,
        conversation_id: str | None = None,
        message_id: str | None = None,
        record: Mapping[str, Any] | None = None,
        offers: Collection[str] | None = None,
    ) -> bool:
        if to in self.broken:
            raise ConnectionError("host=db user=photobot")
        self.events.append(f"row {to}")
        return await super().move(
            card_id,
            from_states,
            to,
            owner=owner,
            offering=offering,
            lease=lease,
            actor=actor,
            conversation_id=conversation_id,
            message_id=message_id,
            record=record,
            offers=offers,
        )

    async def renew(self, card_id: UUID, lease: Lease, message_id: str | None) -> bool:
        if self.failures:
            raise self.failures.pop(0)
        self.renewed += 1
        return await super().renew(card_id, lease, message_id)


@dataclass
class Screen:
    """What a person sees of one turn.

    Attributes:
        posted_as: the ids of new messages, in their order; None where one is not known.
        refusals: why cards are not taken, in the order in which they come; None for one that is.
        seconds: for how long the channel keeps one waiting for each card.
    """

    time: VirtualTime
    events: list[str]
    message_id: str | None = None
    posted_as: list[str | None] = field(default_factory=lambda: ["first", "second"])
    refusals: list[str | None] = field(default_factory=list)
    seconds: float = 0.0
    cards: list[tuple[str | None, Card]] = field(default_factory=list)

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        message_id = self.message_id or self.posted_as.pop(0)
        await self._take("waiting" if waiting else "show", message_id, card)
        return message_id

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        await self._take("update", message_id, card)

    async def _take(self, what: str, message_id: str | None, card: Card) -> None:
        if self.seconds:
            await self.time.sleep(self.seconds)
        refusal = self.refusals.pop(0) if self.refusals else None
        self.events.append(f"{what} refused" if refusal else what)
        if refusal:
            raise NotDelivered(refusal)
        self.cards.append((message_id, card))

    @property
    def titles(self) -> list[str]:
        return [title(card) for _, card in self.cards]


@dataclass(frozen=True)
class OneChat:
    """A channel whose only chat is on this screen."""

    screen: Screen

    async def open(self, where: Any) -> Any:
        raise AssertionError

    def surface(self, where: Any) -> Screen:
        return self.screen

    def targeted(self, where: Any) -> Screen:
        raise AssertionError
