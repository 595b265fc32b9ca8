"""What message extensions say where their commands do not."""

from bot.chat.extension import Stage
from bot.chat.language import Gettext
from bot.photos.readings import Account, AccountReading, NotRead
from bot.texts.agent_copies import agent_why
from bot.use_cases.authorizer import RefusalReason
from bot.use_cases.ports import Person
from cards.dialog_views import PersonInput, TextInput
from cards.views import Button, MessageView

# No sign-in address is longer.
MAX_NAME = 256


def unavailable_command(_: Gettext) -> str:
    """Refuse a command, in the same words to everybody and for every reason."""
    return _("This isn't available to you. To ask about your own photo, write to me in a chat.")


def no_helpdesk(_: Gettext) -> str:
    """Say that nobody can use the helpdesk's commands here."""
    return _(
        "The helpdesk's commands aren't available here. To ask about your own photo, write to me "
        "in a chat."
    )


def no_agent(why: RefusalReason, _: Gettext) -> str:
    """Refuse a command of the helpdesk, in the same words whomever it is about."""
    if why is RefusalReason.AGENT_NOT_KNOWN:
        return _(
            "I can't find out now who belongs to the helpdesk, so I can't go on. Try again in a "
            "minute."
        )
    return unavailable_command(_)


def guest_command(_: Gettext) -> str:
    """Tell a guest that their photo belongs to their own organisation."""
    return _("I can only help members of this organisation. For your photo, please ask your own.")


def failed_command(stage: Stage, _: Gettext) -> str:
    """Apologise for an unexpected failure."""
    if stage is Stage.SUBMIT:
        return _(
            "Something went wrong on my side. I don't know if anything changed, so look before "
            "you try again."
        )
    return _("Something went wrong on my side. Nothing was changed; please try again in a moment.")


def late_command(stage: Stage, _: Gettext) -> str:
    """Say that the answer takes longer than a client waits."""
    if stage is Stage.SUBMIT:
        return _(
            "This is taking longer than usual, and I'm still working on it. Look before you try "
            "again."
        )
    return _("This takes longer than usual. Please try again in a moment.")


def person_inputs(person: str, address: str, _: Gettext) -> tuple[PersonInput, TextInput]:
    """Return what asks for a person: `person`, an object id, and `address`, which goes before it.

    Not every client takes the first (docs/teams.md, "People picker").
    """
    return (
        PersonInput("person", _("Person"), _("Search by name"), person),
        TextInput(
            "address",
            _("Or their sign-in address or object ID, used instead of the choice above"),
            "somebody@contoso.com",
            address,
            MAX_NAME,
        ),
    )


def nobody_chosen(_: Gettext) -> str:
    """Ask for a person."""
    return _("Choose a person, or write their sign-in address.")


def still_reading(buttons: tuple[Button, ...], _: Gettext) -> MessageView:
    """Say that a check goes on; the buttons let the agent ask for its result."""
    return MessageView(
        _("Still reading"),
        (_("The check is taking longer than this dialog can wait. Look again in a few seconds."),),
        buttons,
    )


def refused_person(why: RefusalReason, _: Gettext) -> str:
    """Say why an agent can do nothing about this person's photo."""
    words = {
        RefusalReason.ONESELF: _(
            "That's you. Write to me in our chat about your own photo: “my photo is wrong”."
        ),
        RefusalReason.EXCLUDED: _("This person's photo can't be handled here."),
        RefusalReason.EXCLUDED_NOT_KNOWN: _(
            "I can't find out now whether this person's photo may be handled here. Try again in a "
            "minute."
        ),
    }
    # An agent who was one a moment ago.
    return words.get(why) or no_agent(why, _)


def no_such_member(found: Person | AccountReading, _: Gettext) -> str:
    """Say that somebody is a guest, or can't be found, and why."""
    if isinstance(found, Person | Account):
        return _("This is a guest: their photo belongs to their own organisation.")
    if isinstance(found, NotRead):
        return agent_why(found, _)
    return _(
        "Entra ID knows nobody by this name. A sign-in address (UPN) is not always the mail "
        "address."
    )
