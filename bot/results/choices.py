"""Let the person choose between the two photos, each by a button beneath its picture."""

from dataclasses import replace
from uuid import UUID

from bot.chat.language import Gettext
from bot.photos.causes import Remedy
from bot.photos.copies import CopyState
from bot.photos.portrait import GOOD_PIXELS
from bot.photos.replacement import NOT_SHOWN, sharepoint_picture
from bot.results.change_texts import replaces_microsoft_365, replaces_sharepoint, small
from bot.texts.buttons import SyncButton, UseSharePointPictureButton
from bot.use_cases.check import CheckResult
from bot.use_cases.replace import findings_of
from cards.views import Button, Link, ResultView


def has_two(check_result: CheckResult) -> bool:
    """Tell whether either photo may take the place of the other."""
    state, remedy = check_result.diagnosis.copies[0].state, check_result.diagnosis.remedy
    picture = sharepoint_picture(findings_of(check_result), check_result.granted)
    return picture is not None and state not in NOT_SHOWN and remedy is Remedy.REPAIR


def with_choice(
    view: ResultView, check_result: CheckResult, card_id: UUID, _: Gettext
) -> ResultView:
    """Add the button that writes SharePoint's picture into Microsoft 365, where it may be used.

    Where the other way is possible too, its button moves beneath the Microsoft 365 photo.
    """
    picture = sharepoint_picture(findings_of(check_result), check_result.granted)
    if picture is None:
        return view
    state, width = check_result.diagnosis.copies[0].state, picture.picture.width
    # The only photo there is, or the other one; two buttons of one title can't be told apart.
    only, this_one = state in NOT_SHOWN, _("Use this everywhere")
    title = this_one if only else _("Use this instead")
    button = UseSharePointPictureButton(card_id).titled(title, primary=only)
    remarks = (
        *view.sharepoint.remarks,
        *((small(width, _),) if width < GOOD_PIXELS else ()),
        *((replaces_microsoft_365(_),) if state is not CopyState.MISSING else ()),
    )
    view = replace(view, sharepoint=replace(view.sharepoint, remarks=remarks, button=button))
    if only:
        # The main button is the new one, and a card has one at most.
        return replace(view, buttons=tuple(map(_secondary, view.buttons)))
    if not has_two(check_result):
        return view
    sync = SyncButton(card_id).titled(this_one, primary=True)
    chosen = replace(view.microsoft_365, remarks=(replaces_sharepoint(_),), button=sync)
    others = tuple(each for each in view.buttons if not _is_sync(each))
    return replace(view, microsoft_365=chosen, buttons=others)


def _is_sync(button: Button | Link) -> bool:
    return isinstance(button, Button) and button.verb == SyncButton.verb


def _secondary(button: Button | Link) -> Button | Link:
    return replace(button, primary=False)
