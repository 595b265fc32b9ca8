"""What every card needs while it is worked on, done once.

A session claims the request, writes the row before anything is visible, shows a waiting card where
the work takes long, keeps the lease, shows the result, notes it after it was shown, and apologises
if the work breaks. A card whose process ended is found by its lease, and finished by another.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import structlog

from bot.chat.buttons import CardButton
from bot.chat.card_session import CardSession, Text, offers_of
from bot.chat.conversation import ConversationReference
from bot.chat.language import Languages
from bot.chat.stores import CardRow, CardState, CardStore, Record
from bot.chat.surface import Channel
from bot.chat.turn import Answered, Said, Turn
from bot.core.clock import Now, Sleep
from bot.core.lease import Lease
from bot.core.logs import where_it_broke
from cards.render import View

# Who wrote looks at the chat, and who pressed looks at the button, which Teams animates meanwhile.
MESSAGE_SECONDS = 0.8
PRESS_SECONDS = 2.0
LEASE = timedelta(seconds=20)
RENEWAL_SECONDS = 5.0
# Work that is left to a job has no owner until the job begins, which must be soon.
NOBODY = "nobody yet"
HANDED_OVER = timedelta(seconds=45)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class CardSessions:
    """Opens the sessions of this process.

    Attributes:
        apology: what is shown where the work broke.
        owner: this process, in leases.
        retention: for how long a row is kept.
        message_seconds, press_seconds: until a waiting card is shown.
    """

    store: CardStore
    channel: Channel
    languages: Languages
    apology: Text
    now: Now
    sleep: Sleep
    new_id: Callable[[], UUID]
    owner: str
    retention: timedelta
    message_seconds: float = MESSAGE_SECONDS
    press_seconds: float = PRESS_SECONDS

    @asynccontextmanager
    async def session(
        self,
        turn: Turn,
        *,
        waiting: Text,
        row: CardRow | None = None,
        record: Record | None = None,
    ) -> AsyncIterator[CardSession]:
        """Work on a new card, or on the one with this row, whose button was pressed.

        `record` is what a new row says until there is a result. Raises Answered where this
        request was claimed before, or the card is being worked on already.
        """
        working = await (self._take(turn, row, self._lease()) if row else self._open(turn, record))
        session = CardSession(working, turn.reader, turn.surface, self.store, self._lease)
        wrote = isinstance(turn.event, Said)
        seconds = self.message_seconds if wrote else self.press_seconds
        async with self._under_lease(session, self._wait(session, waiting, seconds)):
            yield session

    async def hand_over(self, turn: Turn, row: CardRow, *, waiting: Text) -> None:
        """Show the waiting card, and leave the work to a job that takes it over; once.

        A job that does not begin leaves an orphan. Raises Answered as `session` does.
        """
        working = await self._take(turn, row, self._unowned())
        session = CardSession(working, turn.reader, turn.surface, self.store, self._unowned)
        await session.show_waiting(waiting)

    async def offered(self, turn: Turn, button: CardButton, card: UUID | None) -> CardRow | None:
        """Find the person's own card here, if it offered this button; None for anything else.

        Raises Answered while the card is being worked on.
        """
        row = await self.own(turn, card)
        if row is None or button.verb not in row.offers:
            return None
        if row.state is not CardState.CHECKED:
            raise Answered
        return row

    async def own(self, turn: Turn, card: UUID | None) -> CardRow | None:
        """Find a card of this reader in this conversation."""
        row = await self.store.get(card) if card else None
        if row is None or row.reader != turn.reader.id:
            return None
        return row if row.conversation_id == turn.where.conversation_id else None

    @asynccontextmanager
    async def finish(
        self, row: CardRow, where: ConversationReference
    ) -> AsyncIterator[CardSession]:
        """Go on with a card that is under a lease of this process, outside of any turn."""
        reader = self.languages.reader(row.reader, row.locale, row.timezone)
        session = CardSession(
            row,
            reader,
            self.channel.surface(where),
            self.store,
            self._lease,
            shown_as=row.message_id,
            is_left_over=True,
        )
        async with self._under_lease(session):
            yield session

    async def take_over(self, card_id: UUID) -> CardRow | None:
        """Take the card of a job; None where it was taken, or left for too long."""
        if await self.store.take_over(card_id, NOBODY, self._lease(), self.now()):
            return await self.store.get(card_id)
        return None

    async def checked_row(self, turn: Turn, card: UUID | None) -> CardRow | None:
        """Find the check that somebody asks about: the pressed card's, else their last one."""
        row = await self.store.get(card) if card else None
        if row is not None and row.reader == turn.reader.id and row.has_result:
            return row
        return (await self.store.latest_of(turn.subject)).result

    async def keep(self, row: CardRow, view: View, record: Record | None) -> None:
        """Write the row of a card that needs no work any more, before it is shown."""
        await self.store.open(row)
        await self.store.move(
            row.id,
            {row.state},
            row.state,
            record=None if record is None else record.as_json(),
            offers=offers_of(view),
        )

    async def note_message(self, card_id: UUID, message_id: str | None) -> None:
        """Note which message carries a card that needs no work any more."""
        done = CardState.CHECKED
        await self.store.move(card_id, {done}, done, message_id=message_id)

    async def drop(self, row: CardRow) -> None:
        """Forget a card that nobody ever saw."""
        await self.store.drop(row.id)

    async def orphans(self) -> list[CardRow]:
        """Take cards whose work was left, some at a time."""
        return await self.store.take_orphans(self._lease(), self.now())

    async def _open(self, turn: Turn, record: Record | None) -> CardRow:
        row = CardRow(
            id=self.new_id(),
            reader=turn.reader.id,
            subject=turn.subject,
            actor=turn.actor,
            conversation_id=turn.where.conversation_id,
            request_id=turn.activity_id,
            message_id=turn.surface.message_id,
            state=CardState.CHECKING,
            locale=turn.where.locale,
            timezone=turn.where.timezone,
            record={} if record is None else record.as_json(),
            offers=frozenset(),
            lease=self._lease(),
            created_at=self.now(),
            expires_at=self.now() + self.retention,
        )
        if not await self.store.open(row):
            raise Answered
        return row

    async def _take(self, turn: Turn, row: CardRow, lease: Lease) -> CardRow:
        """Start work on a card whose row still says what it said; once, however often pressed."""
        message_id = turn.surface.message_id or row.message_id
        working = replace(
            row, state=CardState.SYNCING, actor=turn.actor, lease=lease, message_id=message_id
        )
        if row.state is not CardState.CHECKED or not await self.store.move(
            row.id,
            {row.state},
            working.state,
            lease=lease,
            actor=working.actor,
            message_id=message_id,
        ):
            raise Answered
        return working

    async def _wait(self, session: CardSession, waiting: Text, seconds: float) -> None:
        await self.sleep(seconds)
        await session.show_waiting(waiting)

    @asynccontextmanager
    async def _under_lease(
        self, session: CardSession, *meanwhile: Coroutine[None, None, None]
    ) -> AsyncIterator[None]:
        """Keep the lease during the work, and apologise for work that breaks."""
        tasks = [asyncio.create_task(each) for each in (self._renew(session.row.id), *meanwhile)]
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever broke, the person is told
            _log.error("work_failed", **where_it_broke(error))
            if not session.is_finished:
                await session.show(self.apology(session.reader.gettext))
        finally:
            for task in tasks:
                task.cancel()

    async def _renew(self, card_id: UUID) -> None:
        while True:
            await self.sleep(RENEWAL_SECONDS)
            await self.store.renew(card_id, self._lease())

    def _lease(self) -> Lease:
        return Lease(self.owner, self.now() + LEASE)

    def _unowned(self) -> Lease:
        return Lease(NOBODY, self.now() + HANDED_OVER)
