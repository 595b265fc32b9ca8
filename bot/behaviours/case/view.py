"""The card of a message from the helpdesk: the result of a check, who asks for it, and why."""

from dataclasses import replace
from uuid import UUID

from bot.behaviours.case import texts
from bot.behaviours.case.texts import CaseLookButton, DeclineCaseButton
from bot.chat.language import Reader
from bot.helpdesk.case import Case
from bot.results.view import Result, ResultViews
from bot.texts.buttons import ExplainButton, RecheckButton, TellHelpdeskButton
from bot.texts.joining import followed
from bot.use_cases.service import Found
from cards.views import Button, Link, Refresh, ResultView

# With *Not now* and *It's still wrong* a card has six.
MOST_OF_A_CHECK = 4
# Those that go first where a check offers more: the helpdesk has been told, follows by itself, and
# can be asked why.
DISPENSABLE = (TellHelpdeskButton.verb, RecheckButton.verb, ExplainButton.verb)


def case_view(
    results: ResultViews,
    case: Case,
    found: Found,
    card: UUID,
    reader: Reader,
    *,
    name: str | None,
    note: str,
    users: tuple[str, ...] = (),
) -> Result:
    """Show what a check found, with the agent's note, and what may be answered.

    `name` is that of the agent, where it is known; `users` are ids of the channel of who reads it.
    """
    _ = reader.gettext
    opening = texts.asks(name, _)
    view, record = results.of_check(found, card, reader, opening=opening)
    if isinstance(view, ResultView):
        look = Refresh(CaseLookButton(card).titled(_("Check again")), users) if users else None
        view = replace(
            view,
            summary=followed(view.title, opening, _),
            refresh=look,
        )
    decline = DeclineCaseButton(card).titled(_("Not now"))
    beneath = len(view.every_button) - len(view.buttons) if isinstance(view, ResultView) else 0
    others = _fitting(view.buttons, MOST_OF_A_CHECK - beneath)
    # The main answers are in sight: what helps, “not now” and “it's still wrong”.
    main = 0 if beneath else 1
    answered = replace(
        view,
        buttons=(*others[:main], decline, *others[main:]),
        quote=texts.noted(note, name, _),
        footnote=texts.footnote(case, _),
        ask=texts.ask_what_is_wrong(card, _),
    )
    return Result(answered, record)


def _fitting(buttons: tuple[Button | Link, ...], most: int) -> tuple[Button | Link, ...]:
    for verb in DISPENSABLE:
        if len(buttons) > most:
            buttons = tuple(
                each for each in buttons if not isinstance(each, Button) or each.verb != verb
            )
    return buttons[:most]
