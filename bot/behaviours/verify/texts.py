"""Words that tell whether a message is from the bot."""

from datetime import datetime
from typing import Protocol

from bot.chat.language import Reader
from bot.helpdesk.case import Case
from bot.texts.buttons import CheckButton, StopButton, check_button
from bot.texts.case_words import state_title
from bot.texts.joining import named
from cards.views import MessageView, Mood


class Referenced(Protocol):
    """What was sent with a reference: a message about a photo change, or of a case."""

    @property
    def reference(self) -> str:
        """The reference that stands on it."""

    @property
    def created_at(self) -> datetime:
        """When it was asked for (UTC)."""

    @property
    def sent_at(self) -> datetime | None:
        """When it was first sent (UTC); None where the channel did not say so."""


def from_me(message: Referenced, reader: Reader) -> MessageView:
    """Say that the bot sent the message with this reference."""
    _ = reader.gettext
    return MessageView(
        _("Yes, that's from me"),
        (_sent(message, reader), _never(reader)),
        (
            CheckButton().titled(_("Check my photo"), primary=True),
            StopButton().titled(_("Stop these messages")),
        ),
        Mood.GOOD,
    )


def not_from_me(reference: str, reader: Reader) -> MessageView:
    """Say that the bot sent this person no message with this reference."""
    _ = reader.gettext
    return MessageView(
        _("I don't know that message"),
        (
            _(
                "I sent you nothing with reference {reference}. Don't open anything in it, and "
                "tell your IT support."
            ).format(reference=reference),
            _never(reader),
        ),
        (check_button(_),),
        Mood.WARNING,
    )


def of_case(case: Case, reader: Reader) -> MessageView:
    """Tell an agent that a case is theirs, and where it stands."""
    _ = reader.gettext
    return MessageView(
        _("Yes, that's one of your cases"),
        (
            _("{reference} is a case of the helpdesk, opened on {when}.").format(
                reference=case.reference, when=reader.moment(case.created_at)
            ),
            named(_("It stands at"), state_title(case.state, _), _),
        ),
        (),
        Mood.GOOD,
    )


def latest(message: Referenced, reader: Reader) -> MessageView:
    """Say which message was the last one that the bot sent by itself."""
    _ = reader.gettext
    return MessageView(
        _("Compare the reference"),
        (
            _latest(message, reader),
            _("Is yours different? Send it here. Only my replies have none."),
            _never(reader),
        ),
        (
            CheckButton().titled(_("Check my photo"), primary=True),
            StopButton().titled(_("Stop these messages")),
        ),
    )


def nothing(since: datetime, reader: Reader) -> MessageView:
    """Say that the bot wrote nothing about a photo change, as far as rows go back."""
    _ = reader.gettext
    return MessageView(
        _("I haven't sent you such a message"),
        (
            _(
                "I've sent you none about a photo change since {when}. My answers to what you ask "
                "have no reference."
            ).format(when=reader.moment(since)),
            _never(reader),
        ),
        (check_button(_),),
    )


def _latest(message: Referenced, reader: Reader) -> str:
    _ = reader.gettext
    if message.sent_at is None:
        return _sent(message, reader)
    return _("My latest message to you, of {when}, has the reference {reference}.").format(
        when=reader.moment(message.sent_at), reference=message.reference
    )


def _sent(message: Referenced, reader: Reader) -> str:
    _ = reader.gettext
    if message.sent_at is None:
        return _(
            "On {when} I sent you a message about your photo, with the reference {reference}. I "
            "don't know whether it reached you."
        ).format(when=reader.moment(message.created_at), reference=message.reference)
    return _(
        "On {when} I sent you a message about your photo, with the reference {reference}."
    ).format(when=reader.moment(message.sent_at), reference=message.reference)


def _never(reader: Reader) -> str:
    _ = reader.gettext
    return _("Such messages never ask for a password or a sign-in.")
