"""The line that is said where others read, about an answer that was written to one person.

Whoever pressed a button there is shown the title alone, so it has to say it all.
"""

from bot.chat.language import Gettext
from cards.views import Link, MessageView


def wrote(chat: str, _: Gettext) -> MessageView:
    """Said only when the private message was accepted."""
    return MessageView(_("I wrote to you privately."), (), (_open(chat, _),))


def writing(chat: str, _: Gettext) -> MessageView:
    """While it is not known yet what becomes of the private message."""
    return MessageView(
        _("I am writing to you privately. Look in your chat with me."), (), (_open(chat, _),)
    )


def unconfirmed(chat: str, _: Gettext) -> MessageView:
    """Where the private message may have arrived, or not."""
    return MessageView(
        _("I have tried to write to you privately. Look in your chat with me."),
        (),
        (_open(chat, _),),
    )


def refused(chat: str, _: Gettext) -> MessageView:
    """Where the private message was not taken."""
    return MessageView(
        _("I could not write to you privately. Open a chat with me and ask me there."),
        (),
        (_open(chat, _),),
    )


def _open(chat: str, _: Gettext) -> Link:
    return Link(_("Open a chat with Photobot"), chat)
