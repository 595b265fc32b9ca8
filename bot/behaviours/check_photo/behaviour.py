"""The command “Check a photo”: an agent sees the state of somebody's photo, who is told nothing."""

from bot.behaviours.check_photo import texts
from bot.behaviours.check_photo.texts import (
    ANOTHER,
    AskedPerson,
    again_button,
    another_button,
)
from bot.behaviours.check_photo.view import state_view
from bot.behaviours.for_agents import helpdesk_of
from bot.chat.extension import ExtensionRequest, ExtensionRouter, Say, ShowDialog
from bot.chat.language import Reader
from bot.core.deadline import Deadline
from bot.results.pictures import CopyAddress
from bot.services import Services
from bot.texts.extensions import no_such_member, nobody_chosen, refused_person, still_reading
from bot.use_cases.authorizer import NotAuthorized, RefusalReason
from bot.use_cases.check import CheckResult
from bot.use_cases.service import Found
from cards.dialogs import DialogView, dialog_of

COMMAND = "check_photo"
# Leaves time for the row of the look and the way back, out of the four seconds of an extension.
WORK_SECONDS = 3.2

commands = ExtensionRouter[Services]()


@commands.opens(COMMAND)
async def ask_whom(request: ExtensionRequest, services: Services) -> ShowDialog | Say:
    """Ask whose photo it is; who wrote the message from which it was opened is suggested."""
    helpdesk = await helpdesk_of(request, services)
    if isinstance(helpdesk, Say):
        return helpdesk
    return _dialog(texts.form(AskedPerson(person=request.author or ""), request.reader), request)


@commands.submits(COMMAND)
async def look(request: ExtensionRequest, services: Services) -> ShowDialog | Say:
    """Show the state of a photo, or why there is none to show, and keep what was typed."""
    until = Deadline.after(WORK_SECONDS)
    helpdesk = await helpdesk_of(request, services)
    if isinstance(helpdesk, Say):
        return helpdesk
    asked = AskedPerson.of(request.data)
    if request.data.get("verb") == ANOTHER:
        return _dialog(texts.form(AskedPerson(), request.reader), request)
    if not asked.name:
        notice = nobody_chosen(request.reader.gettext)
        return _dialog(texts.form(asked, request.reader, notice), request)
    found: Found | RefusalReason | None
    try:
        found = await helpdesk.looks.look(request.reader.id, asked.name, COMMAND, until)
    except NotAuthorized as refused:
        found = refused.why
    picture = services.results.plain.picture_of if helpdesk.looks.with_pictures else None
    # Where it is not known in time, nothing is promised.
    may_sync = await until.result_of(services.may_sync_for_others(), False)
    view = _found_view(found, asked, picture, request.reader, may_sync=may_sync)
    return _dialog(view, request)


def _found_view(
    found: Found | RefusalReason | None,
    asked: AskedPerson,
    picture: CopyAddress | None,
    reader: Reader,
    *,
    may_sync: bool,
) -> DialogView:
    match found:
        case CheckResult():
            return state_view(found, picture, reader, may_sync=may_sync)
        case None:
            _ = reader.gettext
            again = again_button(asked.name, _("Look again"))
            return still_reading((again, another_button(_)), _)
        case RefusalReason():
            return texts.form(asked, reader, refused_person(found, reader.gettext))
        case _:
            return texts.form(asked, reader, no_such_member(found, reader.gettext))


def _dialog(view: DialogView, request: ExtensionRequest) -> ShowDialog:
    return ShowDialog(texts.title(request.reader.gettext), dialog_of(view))
