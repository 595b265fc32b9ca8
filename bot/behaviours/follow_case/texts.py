"""Words of the card by which an agent follows a case, and its buttons."""

from dataclasses import dataclass
from uuid import UUID

from bot.chat.buttons import CardButton
from bot.chat.language import Gettext, Reader
from bot.helpdesk.case import MAX_NOTE, Case
from bot.helpdesk.standing import UNSENT, CaseState
from bot.photos.readings import Account, AccountReading, NotRead
from bot.texts.agent_copies import agent_why
from bot.texts.case_words import ticket_words, why_not_sent
from bot.texts.joining import both
from bot.texts.written import in_markdown
from bot.use_cases.ports import Person
from cards.views import Ask, MessageView, Mood

# The field of why an agent syncs.
REASON = "reason"


@dataclass(frozen=True)
class CheckCaseButton(CardButton, verb="case_check"):
    """Checks the person's photo for the agent."""

    card: UUID | None = None


@dataclass(frozen=True)
class SendCaseAgainButton(CardButton, verb="case_send_again"):
    """Writes to the person once more."""

    card: UUID | None = None


@dataclass(frozen=True)
class SyncCaseButton(CardButton, verb="case_sync"):
    """Syncs the person's photo; the reason comes with the press."""

    card: UUID | None = None


@dataclass(frozen=True)
class CloseCaseButton(CardButton, verb="case_close"):
    """Closes the case."""

    card: UUID | None = None


def ask_why(card: UUID, _: Gettext) -> Ask:
    """Return the button that asks the agent for a reason, and then syncs."""
    return Ask(
        title=_("Sync for them"),
        label=_("Why? The person is told that you synced, and your reason."),
        field=REASON,
        most=MAX_NOTE,
        button=SyncCaseButton(card).titled(_("Sync now"), primary=True),
    )


def what_now(case: Case, _: Gettext, *, has_text: bool) -> str:
    """Say what an agent does about a case as it is now, or why its message was not sent.

    `has_text` tells whether the card has a text that the agent may send.
    """
    waits = _("Wait for the person. This card changes by itself.")
    ended = _("The case has ended. This card no longer changes.")
    event = case.standing.event
    if case.state in UNSENT:
        why = why_not_sent(event, _)
        return both(why, _("Send them the text yourself."), _) if has_text else why
    return {
        CaseState.SENT: waits,
        CaseState.UNCONFIRMED: _("Ask the person whether they got it, or send it again."),
        CaseState.OPENED: waits,
        CaseState.CHECKED: _("See below what the latest check found, and what helps."),
        CaseState.IN_SYNC: _("All done: you can close the ticket and the case."),
        CaseState.STEPS: waits,
        CaseState.STUCK: _("Hand it on, with the text for the ticket."),
        CaseState.DECLINED: _("Ask them when it suits them."),
        CaseState.ANSWERED: _("Answer them by mail or in a chat. They wrote:")
        if case.answer and case.answer.words
        else _("Answer them by mail or in a chat."),
        CaseState.EXPIRED: both(ended, _("Send photo help again, if it is still needed."), _),
        CaseState.CLOSED: ended,
    }[case.state]


def working(_: Gettext) -> MessageView:
    """Say that what was pressed is under way."""
    return MessageView(_("One moment…"), (_("This card changes when I'm done."),))


def syncing(_: Gettext) -> MessageView:
    """Say that a sync is under way."""
    return MessageView(
        _("Syncing…"),
        (
            _(
                "I'm writing SharePoint's copies and reading each one back. This card changes when "
                "I'm done."
            ),
        ),
    )


def no_button(_: Gettext) -> MessageView:
    """Say that a button does nothing, in the same words to everybody and for every reason."""
    return MessageView(_("This button no longer works"), (_("Nothing was done."),))


def left_behind(reference: str, _: Gettext) -> MessageView:
    """Say that a card does not follow its case any more."""
    return MessageView(
        _("This card no longer follows the case"),
        (
            _("Nothing was done. To see the case, write “case {reference}”.").format(
                reference=reference
            ),
        ),
    )


def no_longer(_: Gettext) -> MessageView:
    """Say that the agent does not follow the case any more, and nothing about whom it is."""
    return MessageView(
        _("You no longer follow this case"),
        (_("You aren't with the helpdesk now, or may not handle this person."),),
    )


def not_known_now(_: Gettext) -> MessageView:
    """Say that it can't be found out whether the agent may see the case."""
    return MessageView(
        _("I can't show this case at the moment"),
        (
            _(
                "The helpdesk's groups can't be read, so nothing was done. This card shows the "
                "case again when they can."
            ),
        ),
        mood=Mood.WARNING,
    )


def has_ended(_: Gettext) -> str:
    """Say that nothing was done, as the case has ended."""
    return _("The case has ended, so nothing was done.")


def still_sending(_: Gettext) -> str:
    """Say that a message is being sent at this moment."""
    return _("A message is already being sent, so I didn't send another.")


def reason_wanted(_: Gettext) -> str:
    """Ask for a reason that is there, and is not too long."""
    return _("Write why, in up to {most} characters. Nothing was synced.").format(most=MAX_NOTE)


def interrupted(_: Gettext) -> str:
    """Say that a press was cut off."""
    return _("I was interrupted. See below if it was done, or press again.")


def under_way(_: Gettext) -> str:
    """Say that another change is under way."""
    return _("This photo is being changed already, so I did nothing. Try again in a moment.")


def check_goes_on(_: Gettext) -> str:
    """Say that a check takes long."""
    return _("The check takes longer than usual. Press Check now again in a minute.")


def not_checked(found: Person | AccountReading, _: Gettext) -> str:
    """Say why there was no check."""
    if isinstance(found, Person | Account):
        return _("Not checked: this is a guest now.")
    if isinstance(found, NotRead):
        return _("Not checked: {why}").format(why=agent_why(found, _))
    return _("Not checked: Entra ID doesn't know this person any more.")


def checked(_: Gettext) -> str:
    """Say that it was checked just now."""
    return _("Checked just now.")


def synced(case: Case, name: str, reader: Reader) -> MessageView:
    """Tell an agent that the photo of a case is in sync."""
    _ = reader.gettext
    about = _("Case {reference}.").format(reference=case.reference)
    if case.ticket:
        about = _("Case {reference}, ticket {ticket}.").format(
            reference=case.reference, ticket=ticket_words(case.ticket)
        )
    read = _("Every copy was read on {when}.").format(
        when=reader.moment(case.found.at if case.found else case.created_at)
    )
    return MessageView(
        _("{name}: the photo is in sync").format(name=in_markdown(name)),
        (both(about, read, _),),
        mood=Mood.GOOD,
    )


def who_and_why(name: str | None, reason: str, _: Gettext, *, is_synced: bool) -> str:
    """Tell the person which agent synced their photo, or tried to, and why."""
    did = {
        (True, True): _("{name} from your helpdesk updated your photo in SharePoint."),
        (True, False): _(
            "{name} from your helpdesk tried to update your photo in SharePoint. That didn't "
            "fully work."
        ),
        (False, True): _("Your helpdesk updated your photo in SharePoint."),
        (False, False): _(
            "Your helpdesk tried to update your photo in SharePoint. That didn't fully work."
        ),
    }[bool(name), is_synced].format(name=in_markdown(name or ""))
    return both(did, _("Why: {reason}").format(reason=in_markdown(reason)), _)
