"""Words for promising and announcing a recheck."""

from datetime import datetime

from bot.chat.language import Gettext, Reader
from bot.outbox.message import Message, MessageState
from bot.photos.verdict import Verdict
from bot.results.record import Evidence
from bot.texts.buttons import CheckButton, GuideButton, StopButton
from cards.views import MessageView


def promised(due_at: datetime, reader: Reader) -> MessageView:
    """Say when the bot looks again, and how to stop it."""
    _ = reader.gettext
    return MessageView(
        _("I will look again"),
        (
            _("On {when} I look at your photo by myself, and write to you what I found.").format(
                when=reader.moment(due_at)
            ),
            _("Write **stop** and I won't."),
        ),
        (
            CheckButton().titled(_("Check again")),
            StopButton().titled(_("Don't look again")),
        ),
    )


def cannot_look(_: Gettext) -> MessageView:
    """Say that the bot may not read by itself, so it can promise nothing."""
    return MessageView(
        _("I can't look by myself"),
        (
            _(
                "I may not read photos in your organisation, so I can't check later for you. You "
                "can look yourself: the steps tell where."
            ),
        ),
        (GuideButton().titled(_("Show me the steps")),),
    )


def missed(message: Message, _: Gettext) -> str:
    """Say that a promised message did not arrive, or may not have."""
    if message.state is MessageState.UNCONFIRMED:
        return _(
            "I promised to look at your photo again. I did, and I don't know whether my message "
            "reached you."
        )
    return _("I promised to look at your photo again, and my message did not reach you.")


def kept(made_at: datetime, evidence: Evidence | None, reader: Reader) -> str:
    """Return the opening words of the promised message, by what it found."""
    _ = reader.gettext
    match evidence and evidence.verdict:
        case Verdict.IN_SYNC:
            words = _("On {when} I promised to look again. Now it is right.")
        case Verdict.DIFFERS:
            words = _(
                "On {when} I promised to look again. Your photo is still not right. If what I "
                "suggest below does not help, ask your IT support to put it into SharePoint."
            )
        case None:
            words = _("On {when} I promised to look again. I tried, and could not.")
        case _:
            words = _("On {when} I promised to look again. This is what I found.")
    return words.format(when=reader.moment(made_at))
