"""Which picture wins: the buttons that say what each of them overwrites."""

from uuid import UUID

from bot.chat.language import Gettext
from bot.photos.causes import Remedy
from bot.photos.portrait import GOOD_PIXELS
from bot.photos.replacement import NOT_SHOWN, may_write_photo, sharepoint_picture
from bot.results.change_texts import put_here, small
from bot.texts.buttons import UseSharePointPictureButton
from bot.use_cases.check import Checkup
from bot.use_cases.put import findings_of
from cards.views import Button, Link

Buttons = tuple[Button | Link, ...]


def with_choice(buttons: Buttons, checkup: Checkup, card_id: UUID, _: Gettext) -> Buttons:
    """The buttons of a check, with SharePoint's picture as another one to choose."""
    if sharepoint_picture(findings_of(checkup), checkup.granted) is None:
        return buttons
    button = UseSharePointPictureButton(card_id)
    if checkup.diagnosis.copies[0].state in NOT_SHOWN:
        alone = _("Put SharePoint's picture into Microsoft 365")
        return (button.titled(alone, primary=True), *buttons)
    theirs = button.titled(_("Overwrite Microsoft 365 with SharePoint"))
    if checkup.diagnosis.remedy is not Remedy.REPAIR:
        return (theirs, *buttons)
    mine, *others = buttons
    return (mine, theirs, *others)


def choice_words(checkup: Checkup, _: Gettext) -> tuple[str, ...]:
    """That SharePoint's picture is small, where it may be chosen, or that a new one can be sent."""
    findings = findings_of(checkup)
    picture = sharepoint_picture(findings, checkup.granted)
    if picture and picture.picture.width < GOOD_PIXELS:
        return (small(picture.picture.width, _),)
    adding = checkup.diagnosis.remedy is Remedy.ADD_PHOTO
    return (put_here(_),) if adding and may_write_photo(findings, checkup.granted) else ()
