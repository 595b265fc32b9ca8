"""Texts of the sign-in page, which a person reads where the window doesn't close by itself."""

from enum import Enum

from bot.chat.language import Gettext


class SignInOutcome(Enum):
    """How a sign-in ended."""

    DONE = "done"
    DECLINED = "declined"
    FAILED = "failed"


def page_words(outcome: SignInOutcome, _: Gettext) -> str:
    """Return the one or two sentences for an outcome."""
    return {
        SignInOutcome.DONE: _("You're signed in. You can close this window."),
        SignInOutcome.DECLINED: _("You're not signed in. You can close this window."),
        SignInOutcome.FAILED: _(
            "That didn't work, or took too long. Close this window and sign in again from the chat."
        ),
    }[outcome]
