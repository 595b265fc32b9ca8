"""Messages that several behaviours share."""

from bot.chat.language import Gettext
from bot.photos.readings import NoAccount, NotRead
from bot.texts.buttons import InterviewButton, check_button
from bot.texts.copies import short_why, why_words
from cards.views import Details, MessageView, Mood, Section


def checking(_: Gettext) -> MessageView:
    """Say that a check is under way."""
    return MessageView(
        _("Checking your photo…"),
        (_("I'm reading every copy. This message changes when I'm done."),),
    )


def syncing(_: Gettext) -> MessageView:
    """Say that a repair is under way."""
    return MessageView(
        _("Updating your photo…"),
        (_("I'm writing the copies and checking each one. This message changes when I'm done."),),
    )


def takes_longer(_: Gettext) -> MessageView:
    """Say that the answer takes longer than usual, and promise nothing."""
    return MessageView(
        _("This takes longer than usual"),
        (
            _(
                "I'm still working on it, and this message changes when I'm done. If it doesn't "
                "within a minute, please write again."
            ),
        ),
        (check_button(_),),
    )


def apology(_: Gettext) -> MessageView:
    """Apologise for an unexpected failure, and offer a check."""
    return MessageView(
        _("Something went wrong on my side"),
        (_("I don't know whether anything has changed. Check your photo to see."),),
        (check_button(_),),
        Mood.BAD,
    )


def not_found(account: NoAccount | NotRead, _: Gettext) -> MessageView:
    """Say that the person's account could not be read, and why."""
    title = _("I couldn't check your photo")
    if not isinstance(account, NotRead):
        none = _("Microsoft 365 has no account of yours in this organisation.")
        return MessageView(title, (none,), (check_button(_),), Mood.WARNING)
    questions = InterviewButton().titled(_("Answer questions instead"))
    return MessageView(
        title,
        (short_why(account.why, _),),
        (check_button(_), questions),
        Mood.WARNING,
        details=for_an_administrator(account, _),
    )


def for_an_administrator(unread: NotRead, _: Gettext) -> Details:
    """Say why something was not read, with the permission that is missing."""
    return Details(_("Details"), (Section(_("For an administrator"), (why_words(unread, _),)),))


def guest_message(_: Gettext) -> MessageView:
    """Tell a guest that their photo belongs to their own organisation."""
    return MessageView(
        _("I can only help members of this organisation"),
        (_("Your photo belongs to your own organisation. Please ask its IT support."),),
    )
