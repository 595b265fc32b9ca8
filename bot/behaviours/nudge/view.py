"""The card of a message about a photo change, or of a campaign, made from a check."""

from dataclasses import replace
from uuid import UUID

from bot.behaviours.nudge import texts
from bot.behaviours.nudge.texts import NudgeLookButton, NudgeStepsButton
from bot.chat.conversation import ConversationReference
from bot.chat.language import Gettext, Reader
from bot.nudges.ports import NudgeRow
from bot.photos.causes import Remedy
from bot.photos.copies import CopyState, Store
from bot.photos.diagnose import Diagnosis
from bot.results.plain_view import PlainViews
from bot.texts.buttons import CheckButton, StopButton, SyncButton
from bot.texts.joining import followed
from bot.texts.when_seen import when_seen
from bot.use_cases.check import CheckResult
from bot.watch.change import ChangeKind
from cards.views import Button, Link, Mood, Refresh, ResultView, Section


def stale_view(
    plain: PlainViews,
    nudge: NudgeRow,
    found: CheckResult,
    card: UUID,
    reader: Reader,
    *,
    where: ConversationReference,
    asked_for: bool = False,
) -> ResultView:
    """Say which place still has another photo, and offer what helps.

    `asked_for` is a message that its reader put off.
    """
    _ = reader.gettext
    diagnosis = found.diagnosis
    view = _without_choice(plain.of_check(found, card, reader))
    title = texts.stale_title(_is_gone(nudge, diagnosis), _is_missing(diagnosis), _)
    tried = (texts.tried(_),) if nudge.sync_ending else ()
    helping = (*_helping(diagnosis, card, plain, _), *texts.put_off_buttons(card, _))
    look = NudgeLookButton(card).titled(_("Check again"))
    return replace(
        view,
        summary=followed(title, texts.noticed(nudge, reader), _),
        title=title,
        mood=Mood.WARNING,
        lead=texts.noticed(nudge, reader),
        explanations=(*tried, _what_helps(diagnosis, _)),
        buttons=helping,
        footnote=texts.footnote(nudge, _, asked_for=asked_for),
        refresh=Refresh(look, (where.user_id,)),
    )


def synced_view(
    plain: PlainViews, nudge: NudgeRow, found: CheckResult, card: UUID, reader: Reader
) -> ResultView:
    """Say that SharePoint was updated, which a check has seen."""
    _ = reader.gettext
    view = plain.of_check(found, card, reader)
    title = texts.synced_title(_)
    seen = Section(_("When you'll see it"), (), when_seen({Store.SHAREPOINT}, _))
    return replace(
        view,
        summary=followed(title, texts.synced(_), _),
        title=title,
        lead=texts.noticed(nudge, reader),
        explanations=(texts.synced(_),),
        details=replace(view.details, sections=(seen, *view.details.sections)),
        buttons=(
            CheckButton(card).titled(_("Check again")),
            StopButton(card).titled(_("Stop these messages")),
        ),
        footnote=texts.footnote(nudge, _),
    )


def _without_choice(view: ResultView) -> ResultView:
    """Leave SharePoint's photo out of the choice: the message is about the new one."""
    copies = (view.microsoft_365, view.sharepoint)
    microsoft_365, sharepoint = (replace(each, remarks=(), button=None) for each in copies)
    return replace(view, microsoft_365=microsoft_365, sharepoint=sharepoint)


def _is_gone(nudge: NudgeRow, diagnosis: Diagnosis) -> bool:
    if nudge.change:
        return nudge.change.kind is ChangeKind.VANISHED
    return diagnosis.remedy is Remedy.ADD_PHOTO


def _is_missing(diagnosis: Diagnosis) -> bool:
    wrong = {copy.state for copy in diagnosis.copies if copy.size} - {CopyState.SAME}
    return wrong == {CopyState.MISSING}


def _what_helps(diagnosis: Diagnosis, _: Gettext) -> str:
    if diagnosis.remedy is Remedy.ADD_PHOTO:
        return texts.add_or_leave(_)
    return texts.what_helps(diagnosis.remedy is Remedy.REPAIR, _is_missing(diagnosis), _)


def _helping(
    diagnosis: Diagnosis, card: UUID, plain: PlainViews, _: Gettext
) -> tuple[Button | Link, ...]:
    match diagnosis.remedy:
        case Remedy.REPAIR:
            return (SyncButton(card).titled(_("Update SharePoint"), primary=True),)
        case Remedy.ADD_PHOTO:
            return (Link(_("Add a photo"), plain.links.my_account),)
        case _:
            return (NudgeStepsButton(card).titled(_("Show me the steps"), primary=True),)
