"""Words and buttons of the dialog by which an agent sends photo help to somebody."""

from bot.behaviours.send_photo_help.draft import Draft
from bot.chat.extension import ResultItem
from bot.chat.language import Gettext, Reader
from bot.helpdesk.case import MAX_LINK, MAX_NOTE, MAX_TICKET, Case, NotAccepted
from bot.helpdesk.standing import UNREACHED, CaseState
from bot.texts.case_words import state_title, why_not_sent
from bot.texts.extensions import person_inputs
from bot.texts.joining import both, named
from bot.texts.written import in_line, in_markdown
from cards.dialog_views import FormView, TextInput
from cards.render import card_of
from cards.views import Button, MessageView, Mood

# Verbs of the dialog's buttons. Whatever has another one leads to the preview.
PREVIEW, CHANGE, SEND, JOIN, LOOK_AGAIN, CLOSE = (
    "preview",
    "change",
    "send",
    "join",
    "look_again",
    "close",
)


def title(_: Gettext) -> str:
    """Return the title of the dialog."""
    return _("Send photo help")


def form(draft: Draft, reader: Reader, notice: str = "") -> FormView:
    """Ask who needs help, with what was chosen and typed already."""
    _ = reader.gettext
    return FormView(
        title=_("Who needs help with their photo?"),
        paragraphs=(
            _(
                "Photobot checks their photo and writes to them in their own language, in your "
                "name. You see the message before it's sent."
            ),
        ),
        inputs=(
            *person_inputs(draft.person, draft.address, _),
            TextInput(
                "note",
                _("A note to them, if you like (up to {most} characters)").format(most=MAX_NOTE),
                _("What they should know"),
                draft.note,
                MAX_NOTE,
                multiline=True,
            ),
            TextInput(
                "ticket",
                _("Ticket number, if there is one"),
                "INC0012345",
                draft.ticket,
                MAX_TICKET,
            ),
            TextInput(
                "link", _("Link to the ticket, if there is one"), "https://", draft.link, MAX_LINK
            ),
        ),
        buttons=(Button(_("Preview"), PREVIEW, _dialog(draft), primary=True),),
        notice=notice,
    )


def not_accepted(wrong: NotAccepted, draft: Draft, _: Gettext) -> str:
    """Say which input can't be taken, and why."""
    if wrong.what == "note":
        return _("The note has {number} characters; up to {most} fit.").format(
            number=len(draft.note), most=MAX_NOTE
        )
    if wrong.what == "link":
        return _(
            "That link can't be used. Give a full https:// address without a user name or password."
        )
    if len(draft.ticket) <= MAX_TICKET:
        return _("Write the ticket's number too: the link is shown on it.")
    return _("The ticket number has {number} characters; up to {most} fit.").format(
        number=len(draft.ticket), most=MAX_TICKET
    )


def look_again_button(draft: Draft, verb: str, _: Gettext) -> Button:
    """Return the button that asks once more for what was not there yet."""
    return Button(_("Look again"), verb, draft.data, primary=True)


def send_button(draft: Draft, _: Gettext) -> Button:
    """Return the button that sends what the preview shows."""
    return Button(_("Send"), SEND, draft.data, primary=True)


def change_button(draft: Draft, _: Gettext) -> Button:
    """Return the button that leads back to what was filled in."""
    return Button(_("Change"), CHANGE, draft.data)


def has_case(
    case: Case, draft: Draft, reader: Reader, *, name: str, agent: str | None, adds_ticket: bool
) -> MessageView:
    """Say that the person was asked already, and what the agent may do about that.

    `agent` is the name of who has the case, where it is known.
    """
    _ = reader.gettext
    facts = (
        who_has(case, reader, agent),
        named(_("State"), state_title(case.state, _), _),
    )
    change = change_button(draft, _)
    if not case.is_of(reader.id):
        return MessageView(
            _("{name} was asked already").format(name=in_markdown(name)),
            (
                *facts,
                _(
                    "Join the case to follow it too. Nothing more is sent, so they don't get your "
                    "note."
                ),
            ),
            (Button(_("Join the case"), JOIN, draft.data, primary=True), change),
        )
    add = Button(_("Add the ticket"), JOIN, draft.data, primary=True)
    return MessageView(
        _("{name} was asked already").format(name=in_markdown(name)),
        (
            *facts,
            _(
                "Nothing more is sent from here. To see the case, or to send it again, write "
                "“case {reference}” in your chat with Photobot."
            ).format(reference=case.reference),
        ),
        (*((add,) if adds_ticket else ()), change, _close(_)),
    )


def joined(case: Case, reader: Reader, *, name: str, agent: str | None) -> MessageView:
    """Say that the person was asked already, so that nothing was sent."""
    _ = reader.gettext
    return MessageView(
        _("Nothing more was sent to {name}").format(name=in_markdown(name)),
        (who_has(case, reader, agent), _follow(_)),
        (_close(_),),
    )


def sent(case: Case, reader: Reader, name: str) -> MessageView:
    """Say that the message was sent, where there is no box for a card."""
    _ = reader.gettext
    return MessageView(
        _("Sent to {name}").format(name=in_markdown(name)),
        (both(_follow(_), _reference(case, _), _),),
        (_close(_),),
        Mood.GOOD,
    )


def sent_card(name: str, _: Gettext) -> ResultItem:
    """Return the card that goes into the conversation, where others read it."""
    heading, words = _("Photo help"), _("Sent to {name}.")
    shown = MessageView(heading, (words.format(name=in_markdown(name)),))
    return ResultItem(heading, words.format(name=in_line(name)), card_of(shown))


def not_sent(
    case: Case, draft: Draft, reader: Reader, name: str, *, has_text: bool = False
) -> MessageView:
    """Say what became of the message so far, which is not known to be sent.

    `has_text` tells whether the case's card has a text that the agent may send themselves.
    """
    _ = reader.gettext
    is_unreached = has_text and case.state in UNREACHED
    by_hand = _("The card in your chat with Photobot has a text that you can send yourself.")
    return MessageView(
        named(state_title(case.state, _), in_markdown(name), _),
        (
            why_not_sent(case.standing.event, _),
            both(by_hand if is_unreached else _follow(_), _reference(case, _), _),
        ),
        (look_again_button(draft, LOOK_AGAIN, _), _close(_)),
        Mood.NEUTRAL if case.state is CaseState.WAITING else Mood.WARNING,
    )


def who_has(case: Case, reader: Reader, agent: str | None) -> str:
    """Say who has a case since when, and its reference."""
    _ = reader.gettext
    if case.agent.casefold() == reader.id.casefold():
        words = _("You have the case {reference}, opened on {when}.")
    else:
        words = _("{agent} has the case {reference}, opened on {when}.")
    return words.format(
        agent=in_markdown(agent) if agent else _("Another agent"),
        reference=case.reference,
        when=reader.moment(case.created_at),
    )


def _reference(case: Case, _: Gettext) -> str:
    return _("The case has the reference {reference}.").format(reference=case.reference)


def _follow(_: Gettext) -> str:
    return _("The card in your chat with Photobot tells what becomes of it.")


def _close(_: Gettext) -> Button:
    return Button(_("Close"), CLOSE)


def _dialog(draft: Draft) -> dict[str, str]:
    """Return what the inputs don't say themselves."""
    return {"dialog": str(draft.dialog)} if draft.dialog else {}
