"""The messages that are not results."""

from bot.chat.language import Gettext
from bot.photos.readings import NoAccount, NotRead
from bot.texts.copies import why_words
from cards.views import Button, MessageView, Mood


def check_button(_: Gettext) -> Button:
    """Starts a check."""
    return Button(_("Check my photo"), "check", primary=True)


def welcome(_: Gettext) -> MessageView:
    """The first words to somebody new."""
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
        (check_button(_), Button(_("What can you do?"), "help")),
    )


def help_(_: Gettext) -> MessageView:
    """What Photobot does, and what it does not."""
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
            _("You can write to me, for example:"),
            _(
                "- my photo is wrong\n"
                "- show me the steps\n"
                "- what did you do?\n"
                "- why?\n"
                "- I have a new photo\n"
                "- remove my photo everywhere\n"
                "- look again later\n"
                "- stop"
            ),
            _("I look only at your own photo, and I store none of the pictures."),
        ),
        (check_button(_), Button(_("What did you do?"), "status")),
    )


def otherwise(_: Gettext) -> MessageView:
    """An offer, where something was not understood."""
    return MessageView(
        _("I only know about profile photos"),
        (_("If yours is wrong somewhere, I can look for the reason."),),
        (check_button(_), Button(_("What can you do?"), "help")),
    )


def speaking(language: str, _: Gettext) -> MessageView:
    """The first words in a language that was chosen."""
    return MessageView(
        _("I speak {language} with you from now on").format(language=language),
        (_("It stays so until you choose another language."),),
        (check_button(_), Button(_("What can you do?"), "help")),
    )


def thanks(_: Gettext) -> MessageView:
    """The answer to thanks."""
    return MessageView(
        _("You are welcome"),
        (_("Write to me whenever a photo of yours is wrong."),),
    )


def checking(_: Gettext) -> MessageView:
    """While a check is under way."""
    return MessageView(
        _("Checking your photo…"),
        (_("I am reading every copy. This message changes when I am done."),),
    )


def syncing(_: Gettext) -> MessageView:
    """While a repair is under way."""
    return MessageView(
        _("Repairing your photo…"),
        (
            _(
                "I am writing the copies and reading each one again. This message changes when I "
                "am done."
            ),
        ),
    )


def apology(_: Gettext) -> MessageView:
    """Where something went wrong that nobody foresaw."""
    return MessageView(
        _("Something went wrong on my side"),
        (_("I can't say whether anything has changed. Check again to see how things are."),),
        (check_button(_),),
        Mood.BAD,
    )


def not_found(account: NoAccount | NotRead, _: Gettext) -> MessageView:
    """Where the person could not be looked up."""
    reason = (
        why_words(account, _)
        if isinstance(account, NotRead)
        else _("Microsoft 365 knows no account of yours in this organisation.")
    )
    questions = Button(_("Answer questions instead"), "interview")
    return MessageView(
        _("I could not look at your photo"),
        (reason,),
        (check_button(_), *((questions,) if isinstance(account, NotRead) else ())),
        Mood.WARNING,
    )


def guest(_: Gettext) -> MessageView:
    """To somebody from another organisation."""
    return MessageView(
        _("I look after members of this organisation"),
        (_("Your photo belongs to your own organisation; please ask there."),),
    )
