"""Offer SharePoint's picture beside the Microsoft 365 photo, where the person may choose."""

from uuid import UUID

from bot.chat.language import Gettext
from bot.photos.causes import Remedy
from bot.photos.portrait import GOOD_PIXELS
from bot.photos.replacement import NOT_SHOWN, may_write_photo, sharepoint_picture
from bot.results.change_texts import put_here, small
from bot.texts.buttons import UseSharePointPictureButton
from bot.use_cases.check import CheckResult
from bot.use_cases.replace import findings_of
from cards.views import Button, Link

Buttons = tuple[Button | Link, ...]


def with_choice(buttons: Buttons, check_result: CheckResult, card_id: UUID, _: Gettext) -> Buttons:
    """Add the button that writes SharePoint's picture into Microsoft 365, where it may be used."""
    if sharepoint_picture(findings_of(check_result), check_result.granted) is None:
        return buttons
    button = UseSharePointPictureButton(card_id)
    # Microsoft 365 shows no photo, so there is nothing to overwrite and this is the main button.
    if check_result.diagnosis.copies[0].state in NOT_SHOWN:
        title = _("Put SharePoint's picture into Microsoft 365")
        return (button.titled(title, primary=True), *buttons)
    use_sharepoint = button.titled(_("Overwrite Microsoft 365 with SharePoint"))
    if check_result.diagnosis.remedy is not Remedy.REPAIR:
        return (use_sharepoint, *buttons)
    # The two directions stand side by side, the repair first.
    repair, *others = buttons
    return (repair, use_sharepoint, *others)


def choice_words(check_result: CheckResult, _: Gettext) -> tuple[str, ...]:
    """Warn of a small picture that may be chosen, or say that the chat takes a new one."""
    findings = findings_of(check_result)
    picture = sharepoint_picture(findings, check_result.granted)
    if picture and picture.picture.width < GOOD_PIXELS:
        return (small(picture.picture.width, _),)
    adding = check_result.diagnosis.remedy is Remedy.ADD_PHOTO
    return (put_here(_),) if adding and may_write_photo(findings, check_result.granted) else ()
