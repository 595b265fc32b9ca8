"""Messages that several behaviours share."""

from bot.chat.language import Gettext
from bot.photos.readings import NoAccount, NotRead
from bot.texts.buttons import InterviewButton, check_button
from bot.texts.copies import why_words
from cards.views import MessageView, Mood


def checking(_: Gettext) -> MessageView:
    """Say that a check is under way."""
    return MessageView(
        _("Checking your photo…"),
        (_("I am reading every copy. This message changes when I am done."),),
    )


def syncing(_: Gettext) -> MessageView:
    """Say that a repair is under way."""
    return MessageView(
        _("Repairing your photo…"),
        (
            _(
                "I am writing the copies and reading each one again. This message changes when I "
                "am done."
            ),
        ),
    )


def takes_longer(_: Gettext) -> MessageView:
    """Say that the answer takes longer than usual, and promise nothing."""
    return MessageView(
        _("This takes longer than usual"),
        (
            _(
                "I am still working on it. This message changes when I am done; if it does not "
                "change within a minute, please write again."
            ),
        ),
        (check_button(_),),
    )


def apology(_: Gettext) -> MessageView:
    """Apologise for an unexpected failure, and offer a check."""
    return MessageView(
        _("Something went wrong on my side"),
        (_("I can't say whether anything has changed. Check again to see how things are."),),
        (check_button(_),),
        Mood.BAD,
    )


def not_found(account: NoAccount | NotRead, _: Gettext) -> MessageView:
    """Say that the person's account could not be read, and why."""
    reason = (
        why_words(account, _)
        if isinstance(account, NotRead)
        else _("Microsoft 365 knows no account of yours in this organisation.")
    )
    questions = InterviewButton().titled(_("Answer questions instead"))
    return MessageView(
        _("I could not look at your photo"),
        (reason,),
        (check_button(_), *((questions,) if isinstance(account, NotRead) else ())),
        Mood.WARNING,
    )


def guest_message(_: Gettext) -> MessageView:
    """Tell a guest that their photo belongs to their own organisation."""
    return MessageView(
        _("I look after members of this organisation"),
        (_("Your photo belongs to your own organisation; please ask there."),),
    )
