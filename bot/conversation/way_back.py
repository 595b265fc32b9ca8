"""The button that takes a change back, for as long as what was there before is in memory."""

from dataclasses import dataclass, replace

from bot.chat.language import Listener
from bot.chat.stores import CardRow
from bot.core.expiring_store import Shelf
from bot.results.change_texts import undo_button, undo_until
from bot.use_cases.sync import Synced
from bot.use_cases.undo import Undoable, undoable
from cards.views import CheckupView


@dataclass(frozen=True)
class WayBack:
    """Keeps what a person's latest change has overwritten."""

    kept: Shelf[Undoable]

    def offered(
        self, view: CheckupView, synced: Synced, row: CardRow, listener: Listener
    ) -> CheckupView:
        """The card of a change, with the way back where there is one."""
        change = undoable(synced)
        if change is None:
            return view
        until = self.kept.put(row.subject, row.id, change, change.size)
        if until is None:
            return view
        gettext = listener.gettext
        return replace(
            view,
            explanations=(*view.explanations, undo_until(listener.moment(until), gettext)),
            buttons=(*view.buttons, undo_button(str(row.id), gettext)),
        )

    def of(self, row: CardRow) -> Undoable | None:
        """What the change of this card has overwritten."""
        return self.kept.get(row.subject, row.id)
