"""Words for agents about their cases, and the buttons that open and take one."""

from dataclasses import dataclass
from uuid import UUID

from bot.chat.buttons import CardButton
from bot.chat.language import Gettext
from bot.helpdesk.case import Case
from bot.texts.buttons import check_button
from bot.texts.extensions import no_agent
from bot.texts.written import in_markdown
from bot.use_cases.authorizer import RefusalReason
from cards.views import Button, MessageView, Mood


@dataclass(frozen=True)
class OpenCaseButton(CardButton, verb="case_open"):
    """Shows a case to its agent."""

    case: UUID | None = None


@dataclass(frozen=True)
class TakeCaseButton(CardButton, verb="case_take"):
    """Gives a case whose agent left to who presses."""

    case: UUID | None = None


@dataclass(frozen=True)
class SharedCaseButton(CardButton, verb="case_open_shared"):
    """Shows a case to its agent, in their own chat: the card stands where others read it."""

    case: UUID | None = None


def open_button(case: Case, _: Gettext) -> Button:
    """Return the button that opens a case of a list."""
    title = _("Open {reference}").format(reference=case.reference)
    return OpenCaseButton(case.id).titled(title)


def take_button(case: Case, _: Gettext) -> Button:
    """Return the button that takes a case of a list."""
    title = _("Take {reference}").format(reference=case.reference)
    return TakeCaseButton(case.id).titled(title)


def how_to_find(_: Gettext) -> str:
    """Tell how cases are opened and found by writing."""
    return _(
        "To open one, write “case” and its reference. To find others, write “cases” and a name, "
        "sign-in address, ticket or state: “cases stuck”."
    )


def not_shown(number: int, _: Gettext) -> str:
    """Say how many cases there are beside those on a card."""
    return _("Not shown here: {number} more.").format(number=number)


def none_found(_: Gettext) -> str:
    """Say that nothing an agent looked for was found, in the same words whatever the reason."""
    return _("No case of yours fits that, and none whose agent left.")


def not_whole(_: Gettext) -> str:
    """Say that there may be more, as not everything was read."""
    return _(
        "There may be more: I couldn't read everything, or you have very many. Search by "
        "reference or sign-in address."
    )


def unknown_case(_: Gettext) -> MessageView:
    """Say that this is no case of the agent's, whether there is one or not."""
    return MessageView(
        _("I can't find that case among yours"),
        (
            _(
                "It may be another agent's, or have been deleted. Write “cases” to see yours, and "
                "those whose agent left."
            ),
        ),
        (),
        Mood.WARNING,
    )


def of_another(case: Case, name: str | None, _: Gettext) -> MessageView:
    """Say which agent took a case before."""
    if name:
        has = _("{name} has {reference} now. Write “cases” to see which are left.")
        words = has.format(name=in_markdown(name), reference=case.reference)
    else:
        has = _("Another agent has {reference} now. Write “cases” to see which are left.")
        words = has.format(reference=case.reference)
    return MessageView(_("Somebody else took it"), (words,), (), Mood.WARNING)


def has_ended(_: Gettext) -> MessageView:
    """Say that a case can't be taken any more."""
    return MessageView(
        _("This case has ended"),
        (_("There's nothing left to take. Write “cases” to see the others."),),
        (),
        Mood.WARNING,
    )


def not_now(why: RefusalReason, _: Gettext) -> MessageView:
    """Say that it can't be found out now who may see a case."""
    words = (
        _("I can't find out now whether this person may be handled here. Try again in a minute.")
        if why is RefusalReason.EXCLUDED_NOT_KNOWN
        else no_agent(why, _)
    )
    return MessageView(_("I can't show that now"), (words,), (), Mood.WARNING)


def refused(why: RefusalReason, _: Gettext) -> MessageView:
    """Answer who is no agent and presses what is for agents, in the same words for every case."""
    if why is RefusalReason.AGENT_NOT_KNOWN:
        return not_now(why, _)
    return MessageView(
        _("This isn't available to you"),
        (_("I can look at your own photo for you."),),
        (check_button(_),),
    )
