"""One card while it is worked on: its waiting card, its result, and its row."""

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

# Refusals after which Teams may accept the same card a little later
# (docs/teams.md, "Refusals that pass").
RETRYABLE = frozenset(
    {"busy", "service_error", "throttled", "unavailable", UNCONFIRMED, "unreachable"}
)

Text = Callable[[Gettext], MessageView]

_log = structlog.get_logger(__name__)


@dataclass
class CardSession:
    """One card that is worked on.

    Attributes:
        lease: makes the lease that the row gets whenever it is written.
        shown_as: id of the message that shows the waiting card; where it is None, the result is
            a new message.
        is_left_over: whether an earlier session could not finish the card.
        is_finished: whether the result was shown, or is being shown.
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
        """Show the result and store it; without a record the row keeps its record and offers.

        Where the channel may accept the card later, the row stays as it is. Its lease runs out,
        and the process that takes orphans finishes the card.
        """
        async with self._showing:
            # The lock made this wait for a waiting card in transit. No further one is sent, as it
            # would replace the result.
            self.is_finished = True
            if self.row.message_id and self.shown_as is None:
                # The answer to a press always arrives, so store it first: its buttons must work as
                # soon as the person sees them.
                await self._store(view, record)
                await self._deliver(view)
            elif await self._deliver(view):
                await self._store(view, record)

    async def show_waiting(self, waiting: Text) -> None:
        """Show that work is under way, unless the result was shown; failures are logged."""
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
            # Not every client says on which message a button was pressed, but the row knows.
            self.shown_as = shown_as or row.message_id
            await self.store.move(
                row.id, {row.state}, row.state, lease=self.lease(), message_id=shown_as
            )

    async def _deliver(self, view: View) -> bool:
        """Show the card; return False where it should be tried again later."""
        card = card_of(view)
        try:
            if self.shown_as is None:
                self.shown_as = await self.surface.show(card, view.summary)
            else:
                await self.surface.update(self.shown_as, card, view.summary)
        except NotDelivered as refusal:
            _log_refusal(refusal)
            return not self._may_retry(refusal)
        return True

    def _may_retry(self, refusal: NotDelivered) -> bool:
        if self.shown_as is not None:
            # An update may be repeated, even where it may have arrived: the result is the same.
            return refusal.reason in RETRYABLE
        # A new message that may have arrived is never sent again: it would be a second card.
        if refusal.reason == UNCONFIRMED:
            return False
        # Other refusals get one more attempt, by the process that takes the orphan.
        return refusal.reason in RETRYABLE or not self.is_left_over

    async def _store(self, view: View, record: Record | None) -> None:
        await self.store.move(
            self.row.id,
            {self.row.state},
            CardState.CHECKED,
            message_id=self.shown_as,
            record=None if record is None else record.as_json(),
            offers=None if record is None else offers_of(view),
        )


def offers_of(view: View) -> frozenset[str]:
    """Return the verbs of a card's buttons: what may be pressed on it."""
    return frozenset(button.verb for button in view.buttons if isinstance(button, Button))


def _log_refusal(refusal: NotDelivered) -> None:
    _log.warning("card_not_shown", reason=refusal.reason, status=refusal.status)
