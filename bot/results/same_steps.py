"""The card of a check that follows the steps of the guide.

Device and browser are carried from one walk to the next: the cards in between pass them on in their
buttons' data, so that people are not asked again.
"""

from dataclasses import replace
from typing import TypeVar

from bot.chat.language import Gettext
from bot.photos.causes import Remedy
from bot.photos.guide import PrivateWindow
from bot.photos.verdict import Verdict
from bot.texts.buttons import CheckButton, GuideButton, InterviewButton, RecheckButton
from bot.use_cases.check import CheckResult
from cards.views import Button, Link, MessageView, ResultView

LEADING_TO_STEPS = frozenset({CheckButton.verb, GuideButton.verb, InterviewButton.verb})
View = TypeVar("View", ResultView, MessageView)


def to_same_steps(view: View, window: PrivateWindow | None) -> View:
    """Make the buttons of a card lead to the steps for this browser, if one is known."""
    if window is None:
        return view
    steps = {"system": window.system.value, "browser": window.browser.value}
    return replace(view, buttons=tuple(_leading_to(steps, each) for each in view.buttons))


def waiting_for_sharepoint(view: ResultView, found: CheckResult, _: Gettext) -> ResultView:
    """Say that what somebody did takes its time, and offer a later check before the same steps."""
    diagnosis = found.diagnosis
    is_behind = diagnosis.verdict is Verdict.DIFFERS and diagnosis.wait is not None
    if diagnosis.remedy is not Remedy.VISIT_SHAREPOINT or not is_behind:
        return view
    words = _("Not there yet. After the steps, SharePoint may take up to {hours} hours.")
    # With the rights of somebody who is signed in, nothing can be read later.
    first = CheckButton.verb if found.own_rights else RecheckButton.verb
    others = tuple(replace(each, primary=False) for each in view.buttons if not _is(each, first))
    main = tuple(replace(each, primary=True) for each in view.buttons if _is(each, first))
    return replace(
        view,
        explanations=(words.format(hours=diagnosis.wait),),
        buttons=(*main, *others),
    )


def _is(button: Button | Link, verb: str) -> bool:
    return isinstance(button, Button) and button.verb == verb


def _leading_to(steps: dict[str, str], button: Button | Link) -> Button | Link:
    if isinstance(button, Link) or button.verb not in LEADING_TO_STEPS:
        return button
    return replace(button, data={**button.data, **steps})
