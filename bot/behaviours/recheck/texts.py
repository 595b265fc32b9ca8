"""Words for promising and announcing a recheck."""

from datetime import datetime

from bot.chat.language import Gettext, Reader
from bot.outbox.message import Message, MessageState
from bot.photos.verdict import Verdict
from bot.results.record import Evidence
from bot.texts.buttons import CheckButton, GuideButton, StopButton
from bot.texts.moments import close_moment
from cards.views import MessageView


def promised(due_at: datetime, now: datetime, reader: Reader) -> MessageView:
    """Say when the bot looks again, and how to stop it."""
    _ = reader.gettext
    return MessageView(
        _("I'll check again"),
        (
            _("I'll look {when} and let you know.").format(when=close_moment(due_at, now, reader)),
            _("To cancel, write “stop”."),
        ),
        (
            CheckButton().titled(_("Check again")),
            StopButton().titled(_("Don't check again")),
        ),
    )


def cannot_look(_: Gettext) -> MessageView:
    """Say that the bot may not read by itself, so it can promise nothing."""
    return MessageView(
        _("I can't check for you later"),
        (
            _(
                "Your company doesn't let me read photos. You can look yourself; I'll show you "
                "where."
            ),
        ),
        (GuideButton().titled(_("Show me the steps"), primary=True),),
    )


def missed(message: Message, _: Gettext) -> str:
    """Say that a promised message did not arrive, or may not have."""
    if message.state is MessageState.UNCONFIRMED:
        return _(
            "I checked your photo again as promised, but don't know if my message reached you."
        )
    return _("I promised to check your photo again, but my message didn't reach you.")


def kept(made_at: datetime, now: datetime, evidence: Evidence | None, reader: Reader) -> str:
    """Return the opening words of the promised message, by what it found."""
    _ = reader.gettext
    match evidence and evidence.verdict:
        case Verdict.IN_SYNC:
            words = _("As promised {when}, I checked again. It's right now.")
        case Verdict.DIFFERS:
            words = _(
                "As promised {when}, I checked again. It isn't right yet. If this doesn't "
                "help, ask your IT support to put it into SharePoint."
            )
        case None:
            words = _("As promised {when}, I tried to check again, but couldn't.")
        case _:
            words = _("As promised {when}, I checked again. This is what I found.")
    return words.format(when=close_moment(made_at, now, reader))
