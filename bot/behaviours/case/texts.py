"""Words of the helpdesk's messages to people, and their buttons."""

from dataclasses import dataclass
from uuid import UUID

from bot.chat.buttons import CardButton
from bot.chat.language import Gettext
from bot.helpdesk.case import MAX_ANSWER, Case
from bot.texts.buttons import CheckButton
from bot.texts.case_words import ticket_words
from bot.texts.written import as_written, in_markdown
from cards.views import Ask, MessageView, Mood


@dataclass(frozen=True)
class DeclineCaseButton(CardButton, verb="case_decline"):
    """Tells the helpdesk “not now”."""

    card: UUID | None = None


@dataclass(frozen=True)
class AnswerCaseButton(CardButton, verb="case_answer"):
    """Tells the helpdesk that it is still wrong; the words come with the press."""

    card: UUID | None = None


@dataclass(frozen=True)
class CaseLookButton(CardButton, verb="case_look"):
    """Tells that the message was opened; clients press it themselves."""

    card: UUID | None = None


# The field of the person's words.
WORDS = "words"


def asks(name: str | None, _: Gettext) -> str:
    """Say who asks the person to look, by the name of the agent where it is known."""
    if name:
        asking = _("{name} from your helpdesk asks you to look at your photo.")
        return asking.format(name=in_markdown(name))
    return _("Your helpdesk asks you to look at your photo.")


def noted(note: str, name: str | None, _: Gettext) -> str:
    """Put above an agent's note whose it is; empty without a note."""
    if not note:
        return ""
    whose = _("Note from your helpdesk:")
    if name:
        whose = _("Note from {name}:").format(name=as_written(name))
    return f"{whose}\n{as_written(note)}"


def footnote(case: Case, _: Gettext) -> str:
    """Say how to find out whether the message is real, and its ticket and reference."""
    # The helpdesk's note stands above, so “me” would be its writer.
    why = _("To check that it's from Photobot, write “is this from you?” here.")
    reference = _("Reference {reference}").format(reference=case.reference)
    about = _("About ticket {ticket}.")
    ticket = (about.format(ticket=ticket_words(case.ticket)),) if case.ticket else ()
    return "\n\n".join((*ticket, why, reference))


def ask_what_is_wrong(card: UUID, _: Gettext, value: str = "") -> Ask:
    """Return the button that lets the person answer the helpdesk."""
    return Ask(
        title=_("It's still wrong"),
        label=_("What do you see, and where? Your helpdesk reads this."),
        field=WORDS,
        most=MAX_ANSWER,
        button=AnswerCaseButton(card).titled(_("Send it to my helpdesk"), primary=True),
        value=value,
    )


def declined(is_open: bool, _: Gettext) -> MessageView:
    """Say that the helpdesk is told “not now”."""
    if not is_open:
        return ended(_)
    return MessageView(
        _("Not now, then"),
        (_("Your helpdesk sees that. Look whenever it suits you."),),
        (CheckButton().titled(_("Check my photo"), primary=True),),
    )


def answered(is_open: bool, words: str, _: Gettext) -> MessageView:
    """Say that the helpdesk is told, and what."""
    if not is_open:
        return ended(_)
    lead = _("Your helpdesk can read this now:") if words else _("Your helpdesk can see that now.")
    return MessageView(
        _("I noted that it's still wrong"),
        (lead,),
        (CheckButton().titled(_("Check again")),),
        Mood.GOOD,
        quote=words,
    )


def too_long(card: UUID, words: str, _: Gettext) -> MessageView:
    """Say that an answer has too many characters, and give it back, as far as it fits."""
    return MessageView(
        _("That's too long for me"),
        (
            _("I can pass on up to {most} characters. I sent nothing: please shorten it.").format(
                most=MAX_ANSWER
            ),
        ),
        (CheckButton().titled(_("Check again")),),
        Mood.WARNING,
        ask=ask_what_is_wrong(card, _, words[:MAX_ANSWER]),
    )


def ended(_: Gettext) -> MessageView:
    """Say that the helpdesk does not follow this any more."""
    return MessageView(
        _("Your helpdesk has closed this"),
        (_("It no longer sees what you press here. Still wrong? Write to your helpdesk."),),
        (CheckButton().titled(_("Check my photo"), primary=True),),
    )
