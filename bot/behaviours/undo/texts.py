"""Words on undoing a change that somebody writes about."""

from uuid import UUID

from bot.chat.language import Gettext
from bot.texts.buttons import CheckButton, UndoButton, check_button
from cards.views import MessageView, Mood


def question(card: UUID, _: Gettext) -> MessageView:
    """Ask whether to undo the change that this card shows."""
    return MessageView(
        _("Undo your latest change?"),
        (_("I'd put back what was there before, and check every copy."),),
        (
            UndoButton(card).titled(_("Undo"), primary=True),
            CheckButton().titled(_("Check my photo")),
        ),
        Mood.WARNING,
    )


def nothing(_: Gettext) -> MessageView:
    """Say that no change can be undone from here."""
    return MessageView(
        _("There's nothing I can undo here"),
        (
            _(
                "I keep only your latest change, for an hour at most. If you made it in another "
                "chat, write “undo” there."
            ),
        ),
        (check_button(_),),
    )
