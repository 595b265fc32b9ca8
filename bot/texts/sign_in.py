"""Words on signing in, with which the bot acts with a person's own rights."""

from bot.chat.language import Gettext
from bot.texts.buttons import CheckButton, check_button, sign_in_button
from bot.use_cases.own_sync import SignInState
from cards.views import MessageView, Mood


def sign_in_state_words(state: SignInState, _: Gettext) -> str:
    """Say why the person's own rights can't be used; empty if they never tried to sign in."""
    return {
        SignInState.SIGNED_OUT: "",
        SignInState.SIGNED_IN: _(
            "You are signed in, and your organisation still does not let me do more for you. Write "
            "**sign out** and I forget your sign-in."
        ),
        SignInState.EXPIRED: _(
            "Your sign-in has ended. Sign in again to let me repair your photo."
        ),
        SignInState.DECLINED: _(
            "You did not agree that I act with your rights, so I only do what I may do myself. You "
            "can change your mind at any time."
        ),
    }[state]


def card_words(_: Gettext) -> tuple[str, str]:
    """Return the text and the button's title of the card with which Teams signs a person in."""
    return _("Let Photobot read and repair your own profile photo."), _("Sign in")


def offered(_: Gettext) -> MessageView:
    """Say that the card to sign in was sent."""
    return MessageView(
        _("Sign in to let me use your own rights"),
        (
            _(
                "Teams signs you in by itself, or asks you in the message that I sent just now. "
                "Then I check your photo again."
            ),
            _(
                "I use your rights for your own photo only. I keep your sign-in in memory only, "
                "and forget it when it ends or when you write **sign out**."
            ),
        ),
        (check_button(_),),
    )


def not_offered(_: Gettext) -> MessageView:
    """Say that the card to sign in could not be sent."""
    return MessageView(
        _("I could not ask Teams to sign you in"),
        (_("Please try again in a moment."),),
        (sign_in_button(_), CheckButton().titled(_("Check again"))),
        Mood.WARNING,
    )


def failed(_: Gettext) -> MessageView:
    """Say that Teams or Entra ID did not sign the person in, and who can help."""
    return MessageView(
        _("You are not signed in"),
        (
            _(
                "Microsoft wants your agreement first, or your organisation's. Use the button of "
                "the sign-in message if there is one. Otherwise only your helpdesk can allow it: "
                "an administrator has to agree for Photobot once."
            ),
            _("Nothing has changed. I do what I may do without it."),
        ),
        (check_button(_),),
        Mood.WARNING,
    )


def signed_out(were_signed_in: bool, _: Gettext) -> MessageView:
    """Say that the sign-in was forgotten, or that there was none."""
    what = (
        _("I have forgotten your sign-in, and act with my own rights only.")
        if were_signed_in
        else _("You were not signed in, so there was nothing to forget.")
    )
    return MessageView(_("You are signed out"), (what,), (check_button(_),))
