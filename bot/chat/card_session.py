"""One card while it is worked on: its waiting card, its result, and its row."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog

from bot.chat.language import Gettext, Reader
from bot.chat.private_surface import OwnChat
from bot.chat.stores import CardRow, CardState, CardStore, Record
from bot.chat.surface import PASSING, UNCONFIRMED, Card, NotDelivered, Surface
from bot.core.clock import Now
from bot.core.lease import Lease
from bot.core.logs import where_it_broke
from cards.render import View, card_of
from cards.views import Ask, Button, MessageView, ResultView

# A result that the channel refused is tried again for a day (docs/teams.md, "Refusals that pass"),
# after half of the time that has passed, and at least after this long. The retries of one request
# have taken four seconds by then, and somebody who wrote has words within ten.
FIRST_PAUSE = timedelta(seconds=4)
KEEP_TRYING = timedelta(days=1)
# An update that may be taken later is repeated for this long before a new message is sent instead.
KEEP_UPDATING = timedelta(minutes=2)
# Owner of the lease while nobody works on such a card; any process takes it when that runs out.
LATER = "tried again later"

Text = Callable[[Gettext], MessageView]

_log = structlog.get_logger(__name__)


@dataclass
class CardSession:
    """One card that is worked on.

    Attributes:
        row: as it was claimed, with the lease as it was last renewed; None once it is stored.
        apology: takes the place of a waiting card that nobody else will ever finish.
        lease: makes the lease that the row gets whenever it is written.
        own_chat: where the card may go, though it was asked for where others read.
        shown_as: id of the message that shows the waiting card; where it is None, the result is
            a new message.
        is_finished: whether the result was shown, or is being shown.
        was_taken: whether the channel took the result, or may have.
    """

    row: CardRow
    reader: Reader
    surface: Surface
    store: CardStore
    apology: Text
    lease: Callable[[], Lease]
    now: Now
    own_chat: OwnChat | None = None
    shown_as: str | None = None
    is_finished: bool = False
    was_taken: bool = False
    _showing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def show(self, view: View, record: Record | None = None) -> None:
        """Show the result and store it; without a record the row keeps its record and offers.

        Where the channel does not take the card, or the result can't be stored, the row stays in
        progress, and whichever process takes orphans tries again. Nothing is shown where another
        process has taken the card by now.
        """
        card = card_of(view)
        async with self._showing:
            # The lock made this wait for a waiting card in transit. No further one is sent, as it
            # would replace the result.
            self.is_finished = True
            if await self._is_lost():
                await self._try(self._leave())
                return
            if self.row.message_id and self.shown_as is None:
                # The answer to a press always arrives, so store it first: its buttons must work as
                # soon as the person sees them.
                await self._try(self._store(view, record))
                is_done = await self._deliver(card, view.summary)
                await self._try(self._store_moved())
            elif is_done := await self._deliver(card, view.summary):
                await self._try(self._store(view, record))
            self.was_taken = is_done
            if not is_done:
                await self._try(self._put_off())

    async def show_waiting(self, waiting: Text) -> None:
        """Show that work is under way, unless the result was shown; failures are logged."""
        async with self._showing:
            if self.is_finished or await self._is_lost():
                return
            view = waiting(self.reader.gettext)
            try:
                shown_as = await self.surface.show(card_of(view), view.summary, waiting=True)
            except NotDelivered as refusal:
                _log_refusal(refusal)
                return
            # Not every client says on which message a button was pressed, but the row knows.
            self.shown_as = shown_as or self.row.message_id
            await self._try(self._store_waiting(shown_as))

    async def renew(self) -> None:
        """Extend the lease, unless another process has the card by now."""
        lease = self.lease()
        # The waiting card is noted too, where that failed when it was shown.
        if await self.store.renew(self.row.id, lease, self.shown_as):
            self.row = replace(self.row, lease=lease)

    async def _is_lost(self) -> bool:
        """Tell whether another process has the card, as this one stood still for a while."""
        if self._has_lease():
            return False
        try:
            await self.renew()
        except Exception as error:  # noqa: BLE001 - not known, and a person waits for an answer
            _log.error("card_lease_not_known", **where_it_broke(error))
            return False
        if not self._has_lease():
            _log.warning("card_lost")
        return not self._has_lease()

    async def _leave(self) -> None:
        """Leave the card to the process that has it; raises what the store does, or NotDelivered.

        Where the row doesn't know of the waiting card, that process shows its result in another
        message, and the waiting card would wait for ever.
        """
        if self.shown_as is None:
            return
        row = await self.store.get(self.row.id)
        if row is not None and row.message_id != self.shown_as:
            view = self.apology(self.reader.gettext)
            await self.surface.update(self.shown_as, card_of(view), view.summary)

    def _has_lease(self) -> bool:
        return self.row.lease is not None and self.row.lease.until > self.now()

    @property
    def _owner(self) -> str | None:
        return self.row.lease.owner if self.row.lease else None

    async def _deliver(self, card: Card, summary: str) -> bool:
        """Show the card in its message, or in a new one; return False where it is to be retried."""
        if self.shown_as is not None:
            refusal = await _refusal_of(self.surface.update(self.shown_as, card, summary))
            if refusal is None:
                return True
            if self._keeps_updating(refusal):
                return False
        refusal = await _refusal_of(self._post(card, summary))
        if refusal is None:
            return True
        if refusal.reason == UNCONFIRMED:
            self.row = replace(self.row, may_be_posted=True)
            # A message that may have arrived is never sent again: it would be a second card. But
            # one that shows a waiting card is still updated.
            return self.shown_as is None
        return False

    async def _post(self, card: Card, summary: str) -> None:
        self.shown_as = await self.surface.show(card, summary)

    def _keeps_updating(self, refusal: NotDelivered) -> bool:
        """Tell whether the same update is repeated later, rather than followed by a new message."""
        since = self.row.unshown_since
        is_recent = since is None or self.now() - since < KEEP_UPDATING
        may_be_taken = refusal.reason in PASSING or refusal.reason == UNCONFIRMED
        return self.row.may_be_posted or (may_be_taken and is_recent)

    async def _put_off(self) -> None:
        """Leave the card to whoever finds it later; give it up after a day."""
        now = self.now()
        since = self.row.unshown_since or now
        if now - since > KEEP_TRYING:
            _log.error("card_given_up")
            done = CardState.CHECKED
            await self.store.move(self.row.id, {self.row.state}, done, owner=self._owner)
            return
        lease = Lease(LATER, now + max(FIRST_PAUSE, (now - since) / 2))
        put_off = replace(self.row, unshown_since=since, lease=lease)
        await self.store.put_off(put_off, self._owner)

    async def _store(self, view: View, record: Record | None) -> None:
        is_stored = await self.store.move(
            self.row.id,
            {self.row.state},
            CardState.CHECKED,
            owner=self._owner,
            conversation_id=self._conversation_id,
            message_id=self.shown_as,
            record=None if record is None else record.as_json(),
            offers=None if record is None else offers_of(view),
        )
        if is_stored:
            self.row = replace(self.row, lease=None)

    async def _store_moved(self) -> None:
        """Store where a card is that was stored before it was shown, if it is elsewhere now."""
        if self._conversation_id == self.row.conversation_id:
            return
        done = CardState.CHECKED
        await self.store.move(
            self.row.id,
            {done},
            done,
            owner=None,
            conversation_id=self._conversation_id,
            message_id=self.shown_as,
        )

    async def _store_waiting(self, shown_as: str | None) -> None:
        state, lease = self.row.state, self.lease()
        await self.store.move(
            self.row.id,
            {state},
            state,
            owner=self._owner,
            lease=lease,
            conversation_id=self._conversation_id,
            message_id=shown_as,
        )

    @property
    def _conversation_id(self) -> str:
        """Id of the conversation that the card is in; its buttons are pressed there."""
        # Somebody without a chat of their own asked where others read, and was answered in a new
        # one.
        moved_to = self.own_chat and self.own_chat.conversation_of(self.shown_as)
        return moved_to or self.row.conversation_id

    async def _try(self, storing: Awaitable[None]) -> None:
        try:
            await storing
        except Exception as error:  # noqa: BLE001 - its lease runs out, and the card is made anew
            _log.error("card_not_stored", **where_it_broke(error))


async def _refusal_of(sending: Awaitable[None]) -> NotDelivered | None:
    """Send, and return why it was refused; None where it was not."""
    try:
        await sending
    except NotDelivered as refusal:
        _log_refusal(refusal)
        return refusal
    return None


def offers_of(view: View) -> frozenset[str]:
    """Return the verbs of a card's buttons: what may be pressed on it."""
    ask = view.ask if isinstance(view, MessageView | ResultView) else None
    pressable = view.every_button if isinstance(view, ResultView) else view.buttons
    shown = (*pressable, *([ask] if ask else []))
    buttons = (each.button if isinstance(each, Ask) else each for each in shown)
    return frozenset(button.verb for button in buttons if isinstance(button, Button))


def _log_refusal(refusal: NotDelivered) -> None:
    _log.warning("card_not_shown", reason=refusal.reason, status=refusal.status)
