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
            "You're signed in, but that isn't enough here. To end it, write “sign out”."
        ),
        SignInState.EXPIRED: _("Your sign-in has ended. Sign in again so I can fix your photo."),
        SignInState.DECLINED: _("You didn't let me act for you. You can change your mind anytime."),
    }[state]


def card_words(_: Gettext) -> tuple[str, str]:
    """Return the text and the button's title of the card with which Teams signs a person in."""
    return _("Let Photobot check and fix your own profile photo."), _("Sign in")


def offered(_: Gettext) -> MessageView:
    """Say that the card to sign in was sent."""
    return MessageView(
        _("Sign in so I can fix your photo"),
        (
            _("Teams does this, or asks you in my last message. Then I check again."),
            _(
                "It's only for your own photo, never stored, and forgotten when you write "
                "“sign out”."
            ),
        ),
        (check_button(_),),
    )


def not_offered(_: Gettext) -> MessageView:
    """Say that the card to sign in could not be sent."""
    return MessageView(
        _("I couldn't ask Teams to sign you in"),
        (_("Please try again in a moment."),),
        (sign_in_button(_), CheckButton().titled(_("Check again"))),
        Mood.WARNING,
    )


def failed(_: Gettext) -> MessageView:
    """Say that Teams or Entra ID did not sign the person in, and who can help."""
    return MessageView(
        _("You're not signed in"),
        (
            _(
                "Microsoft wants your consent first, or your company's. Use the button in the "
                "sign-in message. No button? Ask your helpdesk: an administrator has to agree "
                "once."
            ),
            _("Nothing has changed."),
        ),
        (check_button(_),),
        Mood.WARNING,
    )


def signed_out(were_signed_in: bool, _: Gettext) -> MessageView:
    """Say that the sign-in was forgotten, or that there was none."""
    what = (
        _("I've forgotten your sign-in, and no longer act for you.")
        if were_signed_in
        else _("You weren't signed in, so there was nothing to forget.")
    )
    return MessageView(_("You're signed out"), (what,), (check_button(_),))
