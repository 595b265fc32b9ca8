"""Lines for groups and channels about an answer that was sent to one person privately.

After a press only the title is shown, as a toast, so the title has to say everything.
"""

from bot.chat.language import Gettext
from cards.views import Link, MessageView


def wrote(chat: str, _: Gettext) -> MessageView:
    """Say that the private message was accepted."""
    return MessageView(_("I wrote to you privately."), (), (_open(chat, _),))


def writing(chat: str, _: Gettext) -> MessageView:
    """Say that it is not yet known whether the private message was accepted."""
    return MessageView(
        _("I'm writing to you privately. Look in your chat with me."), (), (_open(chat, _),)
    )


def unconfirmed(chat: str, _: Gettext) -> MessageView:
    """Say that the private message may have arrived."""
    return MessageView(
        _("I've tried to write to you privately. Look in your chat with me."),
        (),
        (_open(chat, _),),
    )


def refused(chat: str, _: Gettext) -> MessageView:
    """Say that the private message was refused."""
    return MessageView(
        _("I couldn't write to you privately. Open a chat with me and ask there."),
        (),
        (_open(chat, _),),
    )


def _open(chat: str, _: Gettext) -> Link:
    return Link(_("Open a chat with Photobot"), chat)
