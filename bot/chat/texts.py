"""Lines for groups and channels about an answer that one person gets privately.

After a press only the title is shown, as a toast, so the title has to say everything.
"""

from bot.chat.language import Gettext
from cards.views import Link, MessageView


def answered(_chat: str, _: Gettext) -> MessageView:
    """Say after a press that the answer is here, where only that person sees it."""
    return MessageView(_("I answered here. Only you can see it."), ())


def answering(_chat: str, _: Gettext) -> MessageView:
    """Say after a press that the answer will come, wherever that is."""
    return MessageView(_("I'm on it. Only you will see the answer."), ())


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
