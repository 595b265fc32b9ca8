"""The card by which an agent follows a case: where it stands, what happened, what can be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from bot.behaviours.follow_case import texts
from bot.behaviours.follow_case.texts import (
    CheckCaseButton,
    CloseCaseButton,
    SendCaseAgainButton,
)
from bot.chat.language import Gettext, Reader
from bot.helpdesk.case import Case
from bot.helpdesk.standing import CaseEvent, CaseEventKind, CaseState
from bot.photos.causes import Remedy
from bot.results.agent_causes import agent_causes
from bot.results.agent_texts import agent_remedy
from bot.texts.case_words import event_words, state_title, ticket_text, ticket_words
from bot.texts.joining import both, named
from bot.texts.written import as_written, in_markdown
from cards.views import Ask, Button, Fact, Link, Mood, ReadyText, ReportView, Section

# As many as a card shows of what happened.
MAX_EVENTS = 12
# A card has a limit of 28 kilobytes, and Chinese takes three a character.
MAX_TICKET_TEXT = 3000
MOODS = {
    CaseState.IN_SYNC: Mood.GOOD,
    CaseState.STUCK: Mood.BAD,
    CaseState.UNREACHABLE: Mood.WARNING,
    CaseState.UNCONFIRMED: Mood.WARNING,
    CaseState.WITHDRAWN: Mood.WARNING,
    CaseState.DECLINED: Mood.WARNING,
    CaseState.ANSWERED: Mood.WARNING,
}
NOT_SENT_AGAIN = frozenset({CaseState.WAITING, CaseState.IN_SYNC})


@dataclass(frozen=True)
class FollowedCase:
    """What a following card is made of, beside the words.

    Attributes:
        upn: the person's user principal name; their object id where it can't be read.
        name: what the person is called, where that could be read.
        may_sync: whether Photobot could sync for them.
        by_hand: what the agent may send to a person whom the bot can't reach; empty otherwise.
        notice: what came of a press, where one was just made.
    """

    case: Case
    upn: str
    name: str | None = None
    may_sync: bool = False
    by_hand: str = ""
    notice: str = ""


def followed_view(followed: FollowedCase, card: UUID, reader: Reader) -> ReportView:
    """Show a case to an agent who follows it, without pictures."""
    case, _ = followed.case, reader.gettext
    answer = case.answer.words if case.answer else ""
    now = texts.what_now(case, _, has_text=bool(followed.by_hand))
    # What came of a press on a case that has ended says that it has.
    lead = both(followed.notice, now, _) if case.is_open else followed.notice
    person = in_markdown(followed.name or followed.upn)
    return ReportView(
        title=named(person, state_title(case.state, _), _),
        lead=lead if followed.notice else now,
        sections=tuple(_sections(followed, reader)),
        buttons=tuple(_buttons(followed, card, reader)),
        mood=MOODS.get(case.state, Mood.NEUTRAL),
        quote=as_written(answer),
    )


def syncs_help(case: Case) -> bool:
    """Tell whether the latest check says that a sync would put the photo right."""
    finding = case.found.finding if case.found else None
    return finding is not None and finding.remedy is Remedy.REPAIR


def _buttons(
    followed: FollowedCase, card: UUID, reader: Reader
) -> Iterator[Button | Link | Ask | ReadyText]:
    case, _ = followed.case, reader.gettext
    if case.is_open:
        yield CheckCaseButton(card).titled(_("Check now"))
        if case.state not in NOT_SENT_AGAIN:
            yield SendCaseAgainButton(card).titled(_("Send again"))
        if followed.may_sync and syncs_help(case):
            yield texts.ask_why(card, _)
    yield ReadyText(
        _("Text for the ticket"),
        _("Select all of it, and copy it into the ticket."),
        _shortened(ticket_text(case, followed.upn, reader), _),
    )
    if followed.by_hand:
        yield ReadyText(
            _("Text to send yourself"),
            _("I can't write to them. You can: by mail, or in a chat."),
            followed.by_hand,
        )
    if case.is_open:
        yield CloseCaseButton(card).titled(_("Close the case"))


def _sections(followed: FollowedCase, reader: Reader) -> Iterator[Section]:
    case, _ = followed.case, reader.gettext
    yield Section(_("Case"), (), tuple(_facts(followed, reader)))
    found = case.found
    if found and found.finding and case.state is not CaseState.IN_SYNC and case.is_open:
        causes = tuple(agent_causes(found.finding.causes, _))
        remedy = agent_remedy(found.finding.remedy, _, may_sync=followed.may_sync, has_case=True)
        yield Section(_("What the latest check found"), (*causes, remedy))
    yield Section(_("What happened"), tuple(_happened(case, reader)))


def _facts(followed: FollowedCase, reader: Reader) -> Iterator[Fact]:
    case, _ = followed.case, reader.gettext
    yield Fact(_("Person"), in_markdown(followed.upn))
    yield Fact(_("Reference"), case.reference)
    if case.ticket:
        yield Fact(_("Ticket"), ticket_words(case.ticket))
    if case.asked and case.asked.words:
        yield Fact(_("Note to them"), in_markdown(case.asked.words))
    opened_at = case.opened_at
    opened = reader.moment(opened_at) if opened_at else _("not known")
    yield Fact(_("Message opened at"), opened)


def _happened(case: Case, reader: Reader) -> Iterator[str]:
    """Tell what happened in a line each, below the days: a card is looked at on later days too."""
    _ = reader.gettext
    happened = _without_repetitions(case.events)
    if earlier := len(happened[:-MAX_EVENTS]):
        yield _("Earlier: {count} more, in the text for the ticket.").format(count=earlier)
    for day, events in groupby(happened[-MAX_EVENTS:], lambda event: reader.day(event.at)):
        yield f"**{day}**"
        for event in events:
            # Why a message is not sent is the card's lead.
            is_said = event == case.standing.event and event.because
            words = state_title(case.state, _) if is_said else event_words(event, _)
            yield named(reader.time(event.at), words, _)


def _without_repetitions(events: Sequence[CaseEvent]) -> list[CaseEvent]:
    """Leave out each check that was followed by another one which found the same."""
    followers = (*events[1:], None)
    return [
        event
        for event, after in zip(events, followers, strict=True)
        if event.kind is not CaseEventKind.CHECKED
        or after is None
        or (after.kind, after.finding) != (event.kind, event.finding)
    ]


def _shortened(text: str, _: Gettext) -> str:
    """Keep the first line of a text and the latest ones, as many as fit."""
    if len(text) <= MAX_TICKET_TEXT:
        return text
    first, _line, rest = text.partition("\n")
    _cut, _line, kept = rest[-MAX_TICKET_TEXT:].partition("\n")
    return "\n".join((first, _("(Earlier lines are left out.)"), kept))
