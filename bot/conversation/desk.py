"""Does the work of a card within a turn if it can, and after it if it must.

The row is written before the answer, so that whoever starts next finds a card that was left
saying “checking” and finishes it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import structlog

from bot.chat.conversation import ConversationReference
from bot.chat.finished import Finished, Screens
from bot.chat.ports import UNCONFIRMED, Messenger, NotDelivered
from bot.chat.reply import Reply
from bot.chat.stores import CardRow, CardState, CardStore
from bot.chat.turn import Pressed, Turn
from bot.core.clock import Now, Sleep
from bot.core.lease import Lease
from bot.core.logs import where_it_broke

PATIENCE = 2.0
LEASE = timedelta(seconds=20)
RENEWAL = 5.0
# Work that is left to a job has no owner until the job begins, which must be soon.
NOBODY = "nobody yet"
HANDED_OVER = timedelta(seconds=45)
# Reasons for which the same card may be taken a little later.
MAY_PASS = frozenset(
    {"busy", "service_error", "throttled", "unavailable", UNCONFIRMED, "unreachable"}
)

Result = TypeVar("Result")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Desk:
    """Keeps the rows of cards true to what people see; `patience` are seconds within a turn."""

    cards: CardStore
    messenger: Messenger
    now: Now
    sleep: Sleep
    new_id: Callable[[], UUID]
    owner: str
    retention: timedelta
    patience: float = PATIENCE

    async def open(
        self, turn: Turn, state: CardState, facts: Mapping[str, Any] | None = None
    ) -> CardRow | None:
        """Claim the activity that asks for a card; None when it was claimed before."""
        message_id = turn.event.message_id if isinstance(turn.event, Pressed) else None
        row = CardRow(
            id=self.new_id(),
            reader=turn.reader,
            subject=turn.subject,
            actor=turn.actor,
            conversation_id=turn.where.conversation_id,
            request_id=turn.activity_id,
            message_id=message_id,
            state=state,
            locale=turn.where.locale,
            facts=facts or {},
            lease=self.lease(),
            created_at=self.now(),
            expires_at=self.now() + self.retention,
            timezone=turn.where.timezone,
        )
        return row if await self.cards.open(row) else None

    async def begin(
        self,
        turn: Turn,
        screens: Screens,
        work: Callable[[CardRow], Awaitable[Finished]],
        facts: Mapping[str, Any] | None = None,
    ) -> Reply | None:
        """Answer with a new card; None where this activity was answered before."""
        row = await self.open(turn, CardState.CHECKING, facts)
        return await self.answer(turn, row, work(row), screens) if row else None

    async def find(self, card_id: str) -> CardRow | None:
        """The row that a button names; None for anything that is not the id of one."""
        try:
            return await self.cards.get(UUID(card_id))
        except ValueError:
            return None

    async def take(self, row: CardRow, working: CardRow) -> bool:
        """Start work on a card whose row still says what `row` says; once, however often asked."""
        return await self._take(row, working, self.lease())

    async def take_over(self, card_id: UUID) -> CardRow | None:
        """The card of a job, now of this process; None where the job has nothing to do."""
        if await self.cards.take_over(card_id, NOBODY, self.lease(), self.now()):
            return await self.cards.get(card_id)
        return None

    async def leave(
        self,
        row: CardRow,
        working: CardRow,
        screens: Screens,
        ask: Callable[[UUID], Awaitable[None]],
    ) -> Reply | None:
        """Answer with the waiting card; only then ask for the work, once, which updates the card.

        A job that does not begin leaves an orphan.
        """
        if not await self._take(row, working, self._unowned()):
            return None
        return self._waiting(working, screens, lambda: ask(row.id), self._unowned)

    async def orphans(self) -> list[CardRow]:
        """Cards whose work was left, taken over by this process."""
        return await self.cards.take_orphans(self.lease(), self.now())

    async def drop(self, row: CardRow) -> None:
        """Forget a card that nobody ever saw."""
        await self.cards.drop(row.id)

    def lease(self) -> Lease:
        """A lease of this process, from now."""
        return Lease(self.owner, self.now() + LEASE)

    def start(self, row: CardRow, work: Awaitable[Finished]) -> asyncio.Future[Finished]:
        """Begin the work of a card under its lease."""
        return asyncio.ensure_future(self._under_lease(row, work))

    async def answer(
        self, turn: Turn, row: CardRow, work: Awaitable[Finished], screens: Screens
    ) -> Reply:
        """Answer with the result, or after two seconds with a waiting card and the result later."""
        task = self.start(row, work)
        done, _ = await asyncio.wait({task}, timeout=self.patience)
        if done:
            return await self._at_once(row, await _result(task, screens))
        return self._waiting(
            row, screens, lambda: self.finish(turn.where, row, task, screens), self.lease
        )

    async def finish(
        self,
        where: ConversationReference,
        row: CardRow,
        task: asyncio.Future[Finished],
        screens: Screens,
    ) -> None:
        """Finish a card outside of a turn: show the result first, then note it.

        A card that can't be shown now keeps its row, and is recovered when the lease runs out.
        """
        finished = await _result(task, screens)
        current = await self.cards.get(row.id)
        if current is None:
            return
        message_id = current.message_id
        try:
            message_id = await self._under_lease(row, self._show(where, message_id, finished))
        except NotDelivered as failure:
            _log.warning("card_not_shown", reason=failure.reason, status=failure.status)
            if failure.reason in (MAY_PASS if message_id else MAY_PASS - {UNCONFIRMED}):
                return
        await self._note(row, finished, message_id)

    async def _show(
        self, where: ConversationReference, message_id: str | None, finished: Finished
    ) -> str:
        """Put the result into the card's message, or into a new one where none is known."""
        if message_id is None:
            return await self.messenger.send(where, finished.card, finished.summary)
        await self.messenger.update(where, message_id, finished.card, finished.summary)
        return message_id

    async def _at_once(self, row: CardRow, finished: Finished) -> Reply:
        if row.message_id is not None:
            await self._note(row, finished)
            return Reply(finished.card, finished.summary)
        return Reply(
            finished.card,
            finished.summary,
            delivered=lambda message_id: self._note(row, finished, message_id),
        )

    def _waiting(
        self,
        row: CardRow,
        screens: Screens,
        afterwards: Callable[[], Awaitable[None]],
        lease: Callable[[], Lease],
    ) -> Reply:
        async def posted(message_id: str | None) -> None:
            await self.cards.move(
                row.id, {row.state}, row.state, lease=lease(), message_id=message_id
            )

        waiting = screens.waiting
        return Reply(waiting.card, waiting.summary, delivered=posted, afterwards=afterwards)

    async def _take(self, row: CardRow, working: CardRow, lease: Lease) -> bool:
        return await self.cards.move(
            row.id,
            {row.state},
            working.state,
            lease=lease,
            actor=working.actor,
            message_id=working.message_id,
        )

    async def _note(self, row: CardRow, finished: Finished, message_id: str | None = None) -> None:
        await self.cards.move(
            row.id, {row.state}, finished.state, message_id=message_id, facts=finished.facts
        )

    def _unowned(self) -> Lease:
        return Lease(NOBODY, self.now() + HANDED_OVER)

    async def _under_lease(self, row: CardRow, work: Awaitable[Result]) -> Result:
        """Await something that may take longer than a lease, and renew it meanwhile."""
        renewal = asyncio.create_task(self._renew(row.id))
        try:
            return await work
        finally:
            renewal.cancel()

    async def _renew(self, card_id: UUID) -> None:
        while True:
            await self.sleep(RENEWAL)
            await self.cards.renew(card_id, self.lease())


async def _result(task: asyncio.Future[Finished], screens: Screens) -> Finished:
    """Wait for the work, which is cancelled with whoever waits for it."""
    try:
        return await task
    except Exception as error:  # noqa: BLE001 - whatever broke, the person is told
        _log.error("work_failed", **where_it_broke(error))
        return screens.apology
