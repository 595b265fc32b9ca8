"""Cards that list cases to an agent, and the card of a case that others read."""

from bot.behaviours.cases import texts
from bot.behaviours.cases.texts import SharedCaseButton, TakeCaseButton
from bot.chat.extension import ResultItem
from bot.chat.language import Gettext, Reader
from bot.helpdesk.case import Case
from bot.helpdesk.finding import FoundCases
from bot.texts.case_words import case_summary
from bot.texts.joining import named
from bot.texts.written import in_line, in_markdown
from cards.render import card_of
from cards.views import Button, MessageView, Mood, ReportView, Section

# A card shows six buttons at most; cases that any agent may take go first.
MAX_BUTTONS, MAX_TAKES = 6, 3


def own_and_left(own: FoundCases, left: FoundCases, reader: Reader) -> MessageView | ReportView:
    """Show an agent's own open cases, and apart those whose agent left."""
    _ = reader.gettext
    if not own.cases and not left.cases and own.is_whole and left.is_whole:
        return MessageView(
            _("You have no open case"),
            (_("There's none to take either. To find one that ended, write its reference."),),
        )
    lead = _("Your open cases, the latest first.") if own.cases else _("You have no open case.")
    takes = tuple(texts.take_button(case, _) for case in left.cases[:MAX_TAKES])
    sections = (
        *_section(_("Yours"), own, reader),
        *_section(_("Their agent left: any agent may take them"), left, reader),
    )
    buttons = (*takes, *_opens(own.cases, MAX_BUTTONS - len(takes), _))
    return ReportView(_("Cases"), lead, (*sections, _hints(_)), buttons)


def found_cases(found: FoundCases, reader: Reader) -> MessageView | ReportView:
    """Show what an agent looked for."""
    _ = reader.gettext
    if not found.cases:
        unread = () if found.is_whole else (texts.not_whole(_),)
        words = (texts.none_found(_), *unread, texts.how_to_find(_))
        return MessageView(_("No case found"), words, (), Mood.WARNING)
    buttons = _opens(found.cases, MAX_BUTTONS, _)
    sections = (*_section(_("Found"), found, reader), _hints(_))
    return ReportView(_("Cases"), _("Yours, and those whose agent left."), sections, buttons)


def left_case(case: Case, name: str, reader: Reader) -> MessageView:
    """Show a case whose agent left, which this agent may take."""
    _ = reader.gettext
    return MessageView(
        named(in_markdown(name), case.reference, _),
        (
            case_summary(case, reader.moment, _, in_markdown),
            _("Its agent has left the helpdesk. Take it to follow it and act on it."),
        ),
        (TakeCaseButton(case.id).titled(_("Take it"), primary=True),),
    )


def result_item(case: Case, name: str | None, reader: Reader) -> ResultItem:
    """Show a case in a list of search results, and the card that it puts into a message.

    Others read that card, so it names the person and the reference, and nothing else.
    """
    _ = reader.gettext
    summary = case_summary(case, reader.moment, _, in_line)
    reference = _("Case {reference}").format(reference=case.reference)
    title, *paragraphs = (in_markdown(name), reference) if name else (reference,)
    button = SharedCaseButton(case.id).titled(_("Open the case"))
    return ResultItem(
        title=in_line(name or case.subject),
        # Clients cut off what is longer than a line.
        text=f"{case.reference} · {summary}",
        card=card_of(MessageView(title, tuple(paragraphs), (button,))),
    )


def _section(heading: str, found: FoundCases, reader: Reader) -> tuple[Section, ...]:
    _ = reader.gettext
    lines = [_line(case, found.name(case.subject), reader) for case in found.cases]
    if found.more:
        lines.append(texts.not_shown(found.more, _))
    if not found.is_whole:
        lines.append(texts.not_whole(_))
    return (Section(heading, tuple(lines)),) if lines else ()


def _line(case: Case, name: str, reader: Reader) -> str:
    summary = case_summary(case, reader.moment, reader.gettext, in_markdown)
    return f"**{case.reference}** {in_markdown(name)}\n\n{summary}"


def _hints(_: Gettext) -> Section:
    return Section(_("How to open and find cases"), (texts.how_to_find(_),))


def _opens(cases: tuple[Case, ...], most: int, _: Gettext) -> tuple[Button, ...]:
    return tuple(texts.open_button(case, _) for case in cases[:most])
