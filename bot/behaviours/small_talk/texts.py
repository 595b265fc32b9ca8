"""Words where no work is asked for, in private chats and where others read.

Texts `…_in_public` fit every member of a group and say nothing about any of them. A press on a
button there is answered with the title alone, so the title has to make sense by itself.
"""

from bot.chat.language import Gettext
from bot.texts.buttons import HelpButton, StatusButton, check_button
from cards.views import MessageView


def welcome(_: Gettext) -> MessageView:
    """Greet a new person."""
    return MessageView(
        _("Hello, I am Photobot"),
        (
            _(
                "I find out why your profile photo is old in one place and new in another, and "
                "put it right."
            ),
            _("Just write: my photo is wrong."),
            _("I can also show you the steps, tell you what I did and why, and look again later."),
        ),
        (check_button(_), HelpButton().titled(_("What can you do?"))),
    )


def help_(_: Gettext, *, has_helpdesk: bool = False, is_agent: bool = False) -> MessageView:
    """Say what Photobot does, and what it does not do.

    Where there is a helpdesk, people may ask who of it looked; what its agents can write is told to
    agents alone.
    """
    examples = [
        _(
            "- my photo is wrong\n"
            "- show me the steps\n"
            "- what did you do?\n"
            "- why?\n"
            "- I have a new photo\n"
            "- remove my photo everywhere\n"
            "- look again later\n"
            "- no messages until Monday\n"
            "- stop\n"
            "- is this from you?"
        )
    ]
    if has_helpdesk:
        examples.append(_("- who looked at my photo?"))
    return MessageView(
        _("What I can do"),
        (
            _(
                "**Check**: I read your photo in Microsoft 365 and every copy of it in SharePoint, "
                "show them side by side and say what is wrong."
            ),
            _(
                "**Repair**: where your company allows it, I overwrite old copies with your "
                "Microsoft 365 photo. I ask first, and I read everything again before I say that "
                "it is fixed."
            ),
            _(
                "**Change**: put a new picture into this chat, and I write it everywhere. I can "
                "also remove your photo everywhere. I ask before I do either."
            ),
            _(
                "**Remember**: I tell you what I read, what I changed and why I say what I say. I "
                "can look again by myself later, and tell you."
            ),
            _(
                "**Messages**: I may write to you when your photo changes. You can pause or stop "
                "that, and ask me whether a message is really mine."
            ),
            _("You can write to me, for example:"),
            "\n".join(examples),
            *(_for_agents(_) if is_agent else ()),
            _("I look only at your own photo, and I store none of the pictures.")
            if not is_agent
            else _("I store none of the pictures."),
        ),
        (check_button(_), StatusButton().titled(_("What did you do?"))),
    )


def _for_agents(_: Gettext) -> tuple[str, ...]:
    return (
        _("You belong to the helpdesk, so you can also write:"),
        _("- cases\n- case PB-… (the reference of a case)"),
        _("To write to somebody or to check their photo, use my commands in any chat."),
    )


def otherwise(_: Gettext) -> MessageView:
    """Offer a check in answer to what was not understood."""
    return MessageView(
        _("I only know about profile photos"),
        (_("If yours is wrong somewhere, I can look for the reason."),),
        (check_button(_), HelpButton().titled(_("What can you do?"))),
    )


def speaking(language: str, _: Gettext) -> MessageView:
    """Confirm the choice of a language, which `language` names in itself."""
    return MessageView(
        _("I speak {language} with you from now on").format(language=language),
        (_("It stays so until you choose another language."),),
        (check_button(_), HelpButton().titled(_("What can you do?"))),
    )


def thanks(_: Gettext) -> MessageView:
    """Answer thanks."""
    return MessageView(
        _("You are welcome"),
        (_("Write to me whenever a photo of yours is wrong."),),
    )


def welcome_in_public(_: Gettext) -> MessageView:
    """Greet a group."""
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


def help_in_public(_: Gettext) -> MessageView:
    """Say what Photobot does for each member of a group."""
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


def otherwise_in_public(_: Gettext) -> MessageView:
    """Offer a check in a private chat in answer to what was not understood."""
    return MessageView(
        _("I only know about profile photos"),
        (_("If yours is wrong somewhere, I can look for the reason, in a chat with you alone."),),
        (check_button(_),),
    )
