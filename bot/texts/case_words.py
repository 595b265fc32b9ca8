"""Words on cases for agents and administrators, who know the services by name."""

from collections.abc import Callable
from datetime import datetime

from bot.chat.language import Gettext, Reader
from bot.helpdesk.case import Case
from bot.helpdesk.messages import CASE_ENDED, SENT_AGAIN
from bot.helpdesk.standing import CaseEvent, CaseEventKind, CaseState, Ticket
from bot.outbox import reach
from bot.outbox.report import NO_REASON
from bot.photos.causes import NUMBERS, Cause
from bot.photos.verdict import Verdict
from bot.texts.joining import both, named
from bot.texts.written import in_line, in_markdown
from bot.use_cases.authorizer import RefusalReason
from bot.use_cases.sync import Ending


def state_title(state: CaseState, _: Gettext) -> str:
    """Name a state in a word or two."""
    return {
        CaseState.WAITING: _("Not sent yet"),
        CaseState.SENT: _("Sent"),
        CaseState.UNCONFIRMED: _("Sent, perhaps"),
        CaseState.UNREACHABLE: _("Can't be reached"),
        CaseState.WITHDRAWN: _("Not sent"),
        CaseState.OPENED: _("Message opened"),
        CaseState.CHECKED: _("Checked"),
        CaseState.IN_SYNC: _("In sync, checked"),
        CaseState.STEPS: _("Following the steps"),
        CaseState.STUCK: _("Stuck"),
        CaseState.DECLINED: _("Not now"),
        CaseState.ANSWERED: _("Answered"),
        CaseState.EXPIRED: _("Expired"),
        CaseState.CLOSED: _("Closed"),
    }[state]


def case_summary(
    case: Case,
    when: Callable[[datetime], str],
    _: Gettext,
    written: Callable[[str], str] = str,
) -> str:
    """Say in a line where a case stands, since when, and of which ticket.

    `when` writes a time, and `written` the ticket, as somebody wrote it, for the place of the line.
    """
    event, ticket = case.standing.event, case.ticket
    state, since = state_title(case.state, _), when(event.at if event else case.created_at)
    if ticket is None:
        return _("{state} ({when})").format(state=state, when=since)
    return _("{state} ({when}), ticket {ticket}").format(
        state=state, when=since, ticket=written(ticket.number)
    )


def event_words(event: CaseEvent, _: Gettext) -> str:
    """Say in a sentence what happened; the person's own words stay out of it."""
    if event.finding:
        return _result_words(event, _)
    why = why_unsent(event.because, _) if event.because else ""
    return {
        CaseEventKind.ASKED: _("The helpdesk asked the person to look at their photo."),
        CaseEventKind.DELAYED: _("The message isn't sent yet: {why}").format(why=why),
        CaseEventKind.WITHDRAWN: _("The message wasn't sent: {why}").format(why=why),
        CaseEventKind.UNREACHABLE: _("The person can't be reached: {why}").format(why=why),
        CaseEventKind.UNCONFIRMED: _("The message may have arrived. Teams didn't say."),
        CaseEventKind.SENT: _("The message was sent."),
        CaseEventKind.OPENED: _("The person opened the message."),
        CaseEventKind.STEPS: _("The person was shown the steps."),
        CaseEventKind.DECLINED: _("The person said “not now”."),
        CaseEventKind.ANSWERED: _("The person says that it's still wrong."),
        CaseEventKind.JOINED: _("Another agent asked for the same person."),
        CaseEventKind.REASSIGNED: _("The case was given to another agent."),
        CaseEventKind.LEFT: _("The case's agent has left the helpdesk."),
        CaseEventKind.EXPIRED: _("The case expired."),
        CaseEventKind.CLOSED: _("The case was closed."),
    }[event.kind]


def ticket_text(case: Case, name: str, reader: Reader) -> str:
    """Tell a case line by line, with the person's latest words and without pictures.

    `name` is the person's user principal name, or their object id.
    """
    _ = reader.gettext
    lines = [
        _("Photobot {reference}: profile photo of {name}").format(
            reference=case.reference, name=name
        )
    ]
    lines += [named(reader.moment(event.at), event_words(event, _), _) for event in case.events]
    if case.answer and case.answer.words:
        lines.append(named(_("The person wrote"), in_line(case.answer.words), _))
    if case.opened_at is None:
        lines.append(_("Whether the person opened the message isn't known."))
    return "\n".join(lines)


def ticket_words(ticket: Ticket) -> str:
    """Name a ticket on a card, as a link where it has an address."""
    number = in_markdown(ticket.number)
    if not ticket.link:
        return number
    # Round brackets would end the address, and a backslash would let the text after it go on.
    address = ticket.link.replace("(", "%28").replace(")", "%29").replace("\\", "%5C")
    return f"[{number}]({address})"


def why_not_sent(event: CaseEvent | None, _: Gettext) -> str:
    """Say why the message of a case is not sent, beneath the name of the state."""
    if event is None or event.kind is CaseEventKind.ASKED:
        return _("The message is waiting to be sent. That usually takes a few seconds.")
    why = why_unsent(event.because, _) if event.because else ""
    # A reason stands for itself there; a code does not.
    return why if why and why != event.because else event_words(event, _)


def why_unsent(reason: str, _: Gettext) -> str:
    """Say why a message did not go out, and what helps; the code itself where it has no words."""
    return _why(_).get(reason, reason)


def _why(_: Gettext) -> dict[str, str]:
    not_known = _("The helpdesk's groups can't be read at the moment.")
    return {
        NO_REASON: _("The person doesn't want messages that they didn't ask for."),
        reach.NO_CONVERSATION: _("The person never used the bot."),
        reach.INSTALL_NOT_GRANTED: _(
            "The person never used the bot, and it may not install itself for people. An "
            "administrator can grant it TeamsAppInstallation.ReadWriteSelfForUser.All."
        ),
        reach.DECLINED: _("The person removed the bot, or blocked it."),
        reach.APP_NOT_IN_CATALOG: _("The app isn't in your organisation's Teams catalogue."),
        reach.CATALOG_NOT_READABLE: _("Your organisation's Teams catalogue can't be read."),
        reach.APP_OF_ANOTHER: _("The app in the Teams catalogue belongs to another registration."),
        reach.APP_BLOCKED: _("A Teams policy keeps the app from this person."),
        reach.NO_TEAMS: _("The person has no licence for Teams."),
        reach.NO_SUCH_PERSON: _("Entra ID doesn't know this person any more."),
        reach.INSTALL_REFUSED: _("Teams refused to install the app for this person."),
        reach.CHAT_NOT_KNOWN: _("The app is installed, but Teams hasn't opened its chat yet."),
        reach.UNAVAILABLE: _("Teams doesn't answer at the moment."),
        "unreachable": _("Teams doesn't answer at the moment."),
        "busy": _("Teams is busy at the moment."),
        "throttled": _("Teams is busy at the moment."),
        "no_token": _("The bot can't sign in to Teams: its administrator has to look at this."),
        "disabled_by_admin": _("An administrator switched the bot off in Teams."),
        "gone": _("Teams doesn't find the person's chat with the bot."),
        "not_found": _("Teams doesn't find the person's chat with the bot."),
        "not_composed": _("Something went wrong in the bot."),
        "blocked": _("The person blocked the bot."),
        "not_installed": _("The person removed the bot."),
        CASE_ENDED: _("The case ended before."),
        SENT_AGAIN: _("A newer message replaced it."),
        "forgotten": _("The person's data was deleted."),
        "guest": _("The person is a guest, whose photo belongs to their own organisation."),
        RefusalReason.NOT_AN_AGENT: _("The agent who asked for it has left the helpdesk."),
        RefusalReason.AGENT_NOT_KNOWN: not_known,
        RefusalReason.EXCLUDED: _("Agents may not write to this person."),
        RefusalReason.EXCLUDED_NOT_KNOWN: not_known,
        RefusalReason.NOT_ALLOWED: _("Nobody may ask for this any more."),
    }


def _result_words(event: CaseEvent, _: Gettext) -> str:
    finding = event.finding
    if finding is None:
        return ""
    found = {
        Verdict.IN_SYNC: _("Every copy was read, and all are the same."),
        Verdict.DIFFERS: _("The copies aren't the same."),
        Verdict.NO_PHOTO: _("There is no photo."),
        Verdict.UNSURE: _("Not every copy could be read or compared."),
    }[finding.verdict]
    begun = {
        None: _("Checked."),
        Ending.FIXED: _("Synced, and checked."),
        Ending.NOTHING_TO_DO: _("Nothing to sync."),
        Ending.UNCHECKED: _("The sync couldn't be checked."),
        Ending.NOT_FIXED: _("The sync didn't succeed."),
        Ending.NOT_POSSIBLE: _("A sync wasn't possible."),
        Ending.PHOTO_CHANGED: _("Not synced: the photo changed meanwhile."),
        Ending.CUT_OFF: _("The sync was cut off."),
    }[finding.ending]
    # That all is in sync was said.
    causes = [
        f"{NUMBERS[cause]} {cause.value}"
        for cause in finding.causes
        if cause is not Cause.ALL_IN_SYNC
    ]
    words = both(begun, found, _)
    return both(words, named(_("Causes"), ", ".join(causes), _), _) if causes else words
