"""One card while it is worked on: the waiting card, the result, and what is noted of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from bot.chat.language import Gettext, Reader
from bot.chat.stores import CardRow, CardState, CardStore, Record
from bot.chat.surface import UNCONFIRMED, NotDelivered, Surface
from bot.core.lease import Lease
from cards.render import View, card_of
from cards.views import Button, MessageView

# Reasons for which the same card may be taken a little later.
MAY_PASS = frozenset(
    {"busy", "service_error", "throttled", "unavailable", UNCONFIRMED, "unreachable"}
)

Text = Callable[[Gettext], MessageView]

_log = structlog.get_logger(__name__)


@dataclass
class CardSession:
    """One card that is worked on.

    Attributes:
        lease: gives the lease under which the card is from now on.
        shown_as: the message that shows the waiting card; a new message is written without one.
        is_left_over: whether an earlier session could not finish it.
    """

    row: CardRow
    reader: Reader
    surface: Surface
    store: CardStore
    lease: Callable[[], Lease]
    shown_as: str | None = None
    is_left_over: bool = False
    is_finished: bool = False
    _showing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def show(self, view: View, record: Record | None = None) -> None:
        """Show the result, and note it; without a record the row keeps what it said and offered.

        A result that the channel does not take now is left to whoever finds the card's lease to
        have run out.
        """
        async with self._showing:
            # A waiting card that is on its way was let out first; none comes any more.
            self.is_finished = True
            if self.row.message_id and self.shown_as is None:
                # The pressed card is replaced by an answer that is surely taken, so its buttons
                # are to work from the moment that it is seen.
                await self._note(view, record)
                await self._put(view)
            elif await self._put(view):
                await self._note(view, record)

    async def show_waiting(self, waiting: Text) -> None:
        """Show that work is under way, unless its result is there."""
        async with self._showing:
            if self.is_finished:
                return
            view = waiting(self.reader.gettext)
            try:
                shown_as = await self.surface.show(card_of(view), view.summary, waiting=True)
            except NotDelivered as refusal:
                _log_refusal(refusal)
                return
            row = self.row
            # A client does not always say which message it pressed, but its row knows.
            self.shown_as = shown_as or row.message_id
            await self.store.move(
                row.id, {row.state}, row.state, lease=self.lease(), message_id=shown_as
            )

    async def _put(self, view: View) -> bool:
        """Show the card; False where it is to be finished later."""
        card = card_of(view)
        try:
            if self.shown_as is None:
                self.shown_as = await self.surface.show(card, view.summary)
            else:
                await self.surface.update(self.shown_as, card, view.summary)
        except NotDelivered as refusal:
            _log_refusal(refusal)
            return not self._may_pass(refusal)
        return True

    def _may_pass(self, refusal: NotDelivered) -> bool:
        if self.shown_as is not None:
            return refusal.reason in MAY_PASS
        # A new message that may have been delivered is never sent again.
        if refusal.reason == UNCONFIRMED:
            return False
        return refusal.reason in MAY_PASS or not self.is_left_over

    async def _note(self, view: View, record: Record | None) -> None:
        await self.store.move(
            self.row.id,
            {self.row.state},
            CardState.CHECKED,
            message_id=self.shown_as,
            record=None if record is None else record.as_json(),
            offers=None if record is None else offers_of(view),
        )


def offers_of(view: View) -> frozenset[str]:
    """Name the verbs of a card's buttons: what may be pressed on it."""
    return frozenset(button.verb for button in view.buttons if isinstance(button, Button))


def _log_refusal(refusal: NotDelivered) -> None:
    _log.warning("card_not_shown", reason=refusal.reason, status=refusal.status)
