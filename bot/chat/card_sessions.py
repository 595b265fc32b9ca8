"""Sessions in which behaviours work on cards.

A session claims the request, writes the row before anything is visible, shows a waiting card where
the work takes long, renews the lease, shows the result, stores it, and shows an apology if the work
raises.

So a card survives a restart. One with its result is its row in Postgres: what it said (`record`)
and which buttons it shows (`offers`), for as long as rows are kept. One that was worked on has a
lease (`bot.core.lease`); when that ran out, any process takes the row (`orphans`, every second) and
`finish_orphans` of `bot.behaviours.orphans` puts a new check in its place, or whatever that kind of
card shows. A write that was cut off is not repeated. Undo, pictures that wait for a yes and
sign-ins are in memory only, and end with their process.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import structlog

from bot.chat.buttons import CardButton, verb_now
from bot.chat.card_session import CardSession, Text, offers_of
from bot.chat.conversation import ConversationReference, ConversationStore
from bot.chat.language import Languages, Reader
from bot.chat.private_surface import OwnChat, PrivateSurface
from bot.chat.stores import CardRow, CardState, CardStore, Record, TargetedStore
from bot.chat.surface import Channel, Surface
from bot.chat.turn import Answered, Pressed, Said, Turn
from bot.core.background import repeat
from bot.core.clock import Now, Sleep
from bot.core.lease import LEASE, RENEWAL_SECONDS, Lease
from bot.core.logs import where_it_broke
from cards.render import View

# Seconds before a waiting card is shown. After a press more, as Teams animates the button
# meanwhile; after a message nothing else tells the person that they were heard.
MESSAGE_SECONDS = 0.8
PRESS_SECONDS = 2.0
# A card is seen a moment before its row says what it offers, so a quick press waits for that.
OFFER_LOOKS, OFFER_LOOK_SECONDS = 5, 0.2
# The lease of work that a job is to do: it has no owner until the job starts. A job that starts
# later than this finds the card taken by the process that takes orphans.
NOBODY = "nobody yet"
JOB_STARTS_WITHIN = timedelta(seconds=45)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class CardSessions:
    """The card sessions of this process.

    Attributes:
        apology: makes the card that is shown where the work raised.
        owner: name of this process in leases.
        retention: how long a row is kept.
        message_seconds: time until a waiting card is shown after a message.
        press_seconds: the same after a press.
    """

    store: CardStore
    chats: ConversationStore
    targeted: TargetedStore
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
    _working: set[UUID] = field(default_factory=set)

    @asynccontextmanager
    async def session(
        self,
        turn: Turn,
        *,
        waiting: Text,
        row: CardRow | None = None,
        record: Record | None = None,
    ) -> AsyncIterator[CardSession]:
        """Work on a new card, or on the card of `row`, whose button was pressed.

        `record` is what a new row holds until there is a result. Raises Answered where the request
        was claimed before, or the card is being worked on already. What the block raises ends in
        an apology and goes no further.
        """
        claimed = await (self._claim(turn, row, self._lease()) if row else self._open(turn, record))
        session = self._session(claimed, turn.reader, turn.surface, self._lease, turn.own_chat)
        seconds = self.message_seconds if isinstance(turn.event, Said) else self.press_seconds
        async with self._under_lease(session, self._show_later(session, waiting, seconds)):
            yield session

    async def hand_over(
        self, turn: Turn, row: CardRow, *, waiting: Text, record: Record | None = None
    ) -> None:
        """Show the waiting card, and leave the work to a job that calls `take_over`.

        `record` is what the job needs, where that is not in the row already. If no job starts in
        time, the card becomes an orphan. Raises Answered as `session` does.
        """
        claimed = await self._claim(turn, row, self._unowned(), record)
        session = self._session(claimed, turn.reader, turn.surface, self._unowned, turn.own_chat)
        await session.show_waiting(waiting)

    async def offered(self, turn: Turn, button: CardButton, card: UUID | None) -> CardRow | None:
        """Find the reader's card, if it shows this button; else None.

        Raises Answered while the card is being worked on.
        """
        # Card data can be forged, so a press counts only where the row knows of the button.
        row = await self._shown(turn, button, card)
        if row is None or button.verb not in row.offers:
            return None
        if row.state is not CardState.CHECKED:
            raise Answered
        return row

    async def own(self, turn: Turn, card: UUID | None) -> CardRow | None:
        """Find a card of this reader in this conversation; None for anybody else's.

        One that its reader sees alone, where others read, is theirs in their own chat too.
        """
        row = await self.store.get(card) if card else None
        if row is None or row.reader != turn.reader.id:
            return None
        is_here = row.conversation_id == turn.where.conversation_id
        return row if is_here or await self._seen_alone(row) else None

    async def _shown(self, turn: Turn, button: CardButton, card: UUID | None) -> CardRow | None:
        """Find a card as `own` does; where it was just shown, once its row says what it shows."""
        row = await self.own(turn, card)
        for _ in range(OFFER_LOOKS):
            if row is None or row.state is CardState.CHECKED or button.verb in row.offers:
                break
            await self.sleep(OFFER_LOOK_SECONDS)
            row = await self.own(turn, card)
        return row

    async def _seen_alone(self, row: CardRow) -> ConversationReference | None:
        """Return where others read, if that is where the card's reader sees it alone."""
        return await self.targeted.of_message(row.reader, row.message_id or "", self.now())

    @asynccontextmanager
    async def finish(self, row: CardRow) -> AsyncIterator[CardSession]:
        """Continue a card that this process holds the lease of, outside any turn.

        A card that its reader sees alone where others read is updated there, as long as that is
        taken. Where the reader's chat is another one than the card's, the result is a new message
        there. Raises Answered, and deletes the row, where nothing can reach the reader any more.
        """
        chat, own = await self.chats.of_person(row.reader), None
        if seen_in := await self._seen_alone(row):
            own = OwnChat(self.channel, self.chats, seen_in, chat, is_known=chat is not None)
            alone = self.channel.targeted(seen_in)
            surface: Surface = PrivateSurface(
                alone, own, self.targeted, seen_in, self.now(), row.message_id
            )
        elif chat:
            surface = self.channel.surface(chat)
            if row.conversation_id != chat.conversation_id:
                row = replace(row, conversation_id=chat.conversation_id, message_id=None)
        else:
            # The person removed the bot, so no card can reach them any more.
            await self.drop(row)
            raise Answered
        reader = self.languages.reader(row.reader, row.locale, row.timezone)
        session = self._session(row, reader, surface, self._lease, own)
        session.shown_as = row.message_id
        async with self._under_lease(session):
            yield session

    async def take_over(self, card_id: UUID) -> CardRow | None:
        """Take the lease of a job's card; None where another took it, or it ran out."""
        if await self.store.take_over(card_id, NOBODY, self._lease(), self.now()):
            return await self.store.get(card_id)
        return None

    async def checked_row(
        self, turn: Turn, button: CardButton, card: UUID | None
    ) -> CardRow | None:
        """Find the row of the check asked about: the pressed card's, else the subject's latest."""
        row = await self._shown(turn, button, card)
        if row is not None and row.has_result:
            return row
        return (await self.store.latest_of(turn.subject)).result

    async def keep(self, row: CardRow, view: View, record: Record | None) -> None:
        """Write the row of a finished card before it is shown, so that its buttons work at once.

        It takes the place of a row that an earlier attempt at the same card left.
        """
        await self.store.drop(row.id, owner=None)
        kept = None if record is None else record.as_json()
        # A row that is left was shown: another process has sent this card meanwhile.
        if await self.store.open(row):
            await self.store.move(
                row.id, {row.state}, row.state, owner=None, record=kept, offers=offers_of(view)
            )

    async def note_message(self, card_id: UUID, message_id: str | None) -> None:
        """Store the id of the message that carries a finished card."""
        done = CardState.CHECKED
        await self.store.move(card_id, {done}, done, owner=None, message_id=message_id)

    async def drop(self, row: CardRow) -> None:
        """Delete the row of a card that this process works on, or that was never delivered."""
        await self.store.drop(row.id, row.lease.owner if row.lease else None)

    async def orphans(self) -> list[CardRow]:
        """Take the lease of cards whose lease ran out, a batch at a time.

        A card of this process whose lease could not be renewed for a while gets it back, and is
        finished by whoever works on it.
        """
        taken = await self.store.take_orphans(self._lease(), self.now())
        return [row for row in taken if row.id not in self._working]

    def _session(
        self,
        row: CardRow,
        reader: Reader,
        surface: Surface,
        lease: Callable[[], Lease],
        own_chat: OwnChat | None,
    ) -> CardSession:
        return CardSession(
            row, reader, surface, self.store, self.apology, lease, self.now, own_chat
        )

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
            # Teams delivered this request before, perhaps to another replica.
            raise Answered
        return row

    async def _claim(
        self, turn: Turn, row: CardRow, lease: Lease, record: Record | None = None
    ) -> CardRow:
        """Start work on a finished card; raises Answered unless this press is the first.

        Another one may even have ended since the row was read: its card then offers what it does.
        """
        message_id = turn.surface.message_id or row.message_id
        claimed = replace(
            row, state=CardState.SYNCING, actor=turn.actor, lease=lease, message_id=message_id
        )
        if not await self.store.move(
            row.id,
            {CardState.CHECKED},
            claimed.state,
            owner=None,
            offering=verb_now(turn.event.verb) if isinstance(turn.event, Pressed) else None,
            lease=lease,
            actor=claimed.actor,
            message_id=message_id,
            record=None if record is None else record.as_json(),
        ):
            raise Answered
        return claimed

    async def _show_later(self, session: CardSession, waiting: Text, seconds: float) -> None:
        await self.sleep(seconds)
        await session.show_waiting(waiting)

    @asynccontextmanager
    async def _under_lease(
        self, session: CardSession, *alongside: Coroutine[None, None, None]
    ) -> AsyncIterator[None]:
        """Renew the lease during the work, and show an apology where it raises."""
        tasks = [asyncio.create_task(each) for each in (self._renew(session), *alongside)]
        self._working.add(session.row.id)
        try:
            yield
        except Exception as error:  # noqa: BLE001 - the person must not be left without an answer
            _log.error("work_failed", **where_it_broke(error))
            if not session.is_finished:
                await session.show(self.apology(session.reader.gettext))
        finally:
            self._working.discard(session.row.id)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _renew(self, session: CardSession) -> None:
        await self.sleep(RENEWAL_SECONDS)
        # A renewal that fails is followed by others, before the lease runs out.
        await repeat(session.renew, every=RENEWAL_SECONDS, sleep=self.sleep)

    def _lease(self) -> Lease:
        return Lease(self.owner, self.now() + LEASE)

    def _unowned(self) -> Lease:
        return Lease(NOBODY, self.now() + JOB_STARTS_WITHIN)
