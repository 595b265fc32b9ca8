"""What is said where others read: it fits everybody, and tells nothing of anybody.

Whoever presses a button there is shown the title alone, so that it has to say it all.
"""

from bot.chat.language import Gettext
from bot.texts.general import check_button
from cards.views import Link, MessageView


def welcome(_: Gettext) -> MessageView:
    """The first words to a group."""
    return MessageView(
        _("Hello, I am Photobot"),
        (
            _(
                "I find out why a profile photo is old in one place and new in another, and put "
                "it right."
            ),
            _("Mention me and write: my photo is wrong. I answer in a chat with you alone."),
        ),
        (check_button(_),),
    )


def help_(_: Gettext) -> MessageView:
    """What Photobot does for each of them."""
    return MessageView(
        _("What I can do"),
        (
            _(
                "I compare somebody's profile photo with every copy of it, and repair what is old "
                "where your company allows it."
            ),
            _("Ask me here if you like. I answer in a chat with you alone."),
        ),
        (check_button(_),),
    )


def otherwise(_: Gettext) -> MessageView:
    """An offer, where something was not understood."""
    return MessageView(
        _("I only know about profile photos"),
        (_("If yours is wrong somewhere, I can look for the reason, in a chat with you alone."),),
        (check_button(_),),
    )


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
