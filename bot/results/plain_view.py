"""The card of a check, and the card of an act with the check that was made after it."""

from dataclasses import dataclass, replace
from uuid import UUID

from bot.chat.language import Gettext, Reader
from bot.photos.causes import Party, Remedy, is_administrators
from bot.photos.copies import Copy, CopyState, Store
from bot.photos.diagnose import Diagnosis
from bot.photos.readings import NotRead, Photo, PhotoReading, Readings, Size
from bot.results import sync_texts as syncs
from bot.results.change_texts import Change, change_lead, change_title
from bot.results.choices import choice_words, with_choice
from bot.results.pictures import PictureAddress, SealedAddress
from bot.texts import copies as copy_words
from bot.texts import verdicts
from bot.texts.buttons import (
    CheckButton,
    ClearCachesButton,
    ExplainButton,
    GuideButton,
    SyncButton,
    TellHelpdeskButton,
    look_again_button,
)
from bot.texts.causes import cause_headline, cause_words
from bot.texts.joining import followed, listed, named
from bot.texts.links import Links
from bot.texts.possibilities import possibility_words
from bot.texts.remedies import remedy_words, wait_words
from bot.texts.when_seen import when_seen
from bot.use_cases.check import CheckResult
from bot.use_cases.sync import ActResult, Ending
from cards.views import Button, CopyView, Link, Mood, ResultView

# Widths on the card, in pixels: a thumbnail is not shown larger than it is.
WIDTHS = {None: 120, Size.L: 120, Size.M: Size.M.pixels, Size.S: Size.S.pixels}
# Changes that write the Microsoft 365 photo too, so that all apps show them sooner or later.
EVERYWHERE = frozenset({Change.NEW_PICTURE, Change.SHAREPOINT_PICTURE})
LARGE_FIRST = (Size.L, Size.M, Size.S)


@dataclass(frozen=True)
class PlainViews:
    """Makes the views of checks and acts, with the pictures and links of this deployment.

    Attributes:
        picture: gives the address of a picture that is in memory.
        sealed: gives the address of somebody's photo; None where cards hold pictures themselves.
    """

    picture: PictureAddress
    links: Links
    sealed: SealedAddress | None = None

    def picture_of(self, found: CheckResult, size: Size | None) -> str | None:
        """Return the address of a copy's picture; None where it has none, or it is not shown."""
        reading = found.readings.thumbnails[size] if size else found.readings.microsoft_365
        if not isinstance(reading, Photo):
            return None
        # What a person's own rights read, the app may not be able to read again.
        sealed = None if found.own_rights else self.sealed
        address = sealed(found.person.id, size, reading) if sealed else None
        return address or self.picture(reading.picture.preview)

    def of_check(self, check_result: CheckResult, card_id: UUID, reader: Reader) -> ResultView:
        """Show a check, and offer its remedy; the caller fills in the summary."""
        _ = reader.gettext
        diagnosis = check_result.diagnosis
        return ResultView(
            summary="",
            title=verdicts.verdict_title(diagnosis.verdict, _),
            mood=verdicts.MOODS[diagnosis.verdict] if diagnosis.lasts else Mood.WARNING,
            lead=verdicts.verdict_lead(diagnosis.verdict, _, repairable=diagnosis.repairable),
            microsoft_365=self._microsoft_365(check_result, _),
            sharepoint=self._sharepoint(check_result, _),
            explanations=_explanations(check_result, self.links, _),
            facts_title=_("When you will see it"),
            buttons=with_choice(self._buttons(diagnosis, card_id, _), check_result, card_id, _),
            footnote=_read_at(check_result.readings, reader),
        )

    def of_act(
        self, change: Change, act_result: ActResult, card_id: UUID, reader: Reader
    ) -> ResultView:
        """Show how an act ended, and the check that was made after it."""
        _ = reader.gettext
        view = self.of_check(act_result.check_result, card_id, reader)
        ending = act_result.ending
        fixed = ending is Ending.FIXED
        view = replace(
            view,
            title=syncs.ending_title(ending, _),
            mood=syncs.MOODS[ending],
            lead=syncs.ending_lead(ending, _),
            explanations=(*_steps(act_result, _), *(() if fixed else view.explanations)),
            facts=when_seen({Store.SHAREPOINT}, _) if fixed else (),
        )
        if ending is Ending.UNCHECKED:
            view = replace(view, buttons=_with_look_again(view.buttons, _))
        if change is Change.SYNC:
            return view
        return replace(
            view,
            title=change_title(change, ending, _),
            lead=change_lead(change, ending, _),
            facts=when_seen(set(Store), _) if fixed and change in EVERYWHERE else (),
        )

    def _microsoft_365(self, check_result: CheckResult, _: Gettext) -> CopyView:
        copy, reading = check_result.diagnosis.copies[0], check_result.readings.microsoft_365
        view = self._copy(check_result, copy, reading, _("Microsoft 365"), _)
        together = _("Exchange Online and Entra ID, read together")
        # Graph scales the photo for a check, so its pixels say nothing about the stored one.
        why = view.detail if isinstance(reading, NotRead) else ""
        return replace(view, detail=followed(together, why, _) if why else together)

    def _sharepoint(self, check_result: CheckResult, _: Gettext) -> tuple[CopyView, ...]:
        places = {
            Size.L: _("SharePoint"),
            Size.M: _("SharePoint, medium"),
            Size.S: _("SharePoint, small"),
        }
        copies = {copy.size: copy for copy in check_result.diagnosis.copies}
        thumbnails = check_result.readings.thumbnails
        return tuple(
            self._copy(check_result, copies[size], thumbnails[size], places[size], _)
            for size in LARGE_FIRST
        )

    def _copy(
        self, found: CheckResult, copy: Copy, reading: PhotoReading, place: str, _: Gettext
    ) -> CopyView:
        width = WIDTHS[copy.size]
        state = copy_words.state_words(copy.state, _)
        return CopyView(
            place=place,
            state=state,
            mood=copy_words.MOODS[copy.state],
            detail=copy_words.detail_words(copy, reading, _),
            picture=self.picture_of(found, copy.size),
            alternative=named(place, state, _),
            width=width,
        )

    def _buttons(
        self, diagnosis: Diagnosis, card_id: UUID, _: Gettext
    ) -> tuple[Button | Link, ...]:
        always = (
            *_helpdesk(diagnosis, card_id, _),
            CheckButton(card_id).titled(_("Check again")),
            ExplainButton(card_id).titled(_("Why?")),
        )
        match diagnosis.remedy:
            case Remedy.REPAIR:
                title = sync_title(diagnosis.copies, _)
                return (SyncButton(card_id).titled(title, primary=True), *always)
            case Remedy.ADD_PHOTO:
                return (Link(_("Add a photo"), self.links.my_account), *always)
            case Remedy.VISIT_SHAREPOINT:
                steps = GuideButton().titled(_("Show me the steps"), primary=True)
                return (steps, look_again_button(_), *always)
            case Remedy.CLEAR_CACHES:
                return (ClearCachesButton().titled(_("Show me how"), primary=True), *always)
            case Remedy.CHECK_AGAIN:
                return (look_again_button(_), *always)
            case _:
                return always


def _helpdesk(diagnosis: Diagnosis, card_id: UUID, _: Gettext) -> tuple[Button, ...]:
    """Return the helpdesk button where only an administrator can help now or in a later step."""
    now = diagnosis.remedy.actor is Party.ADMINISTRATOR
    unsolved = diagnosis.remedy not in (Remedy.REPAIR, Remedy.CLEAR_CACHES)
    later = unsolved and any(map(is_administrators, diagnosis.causes))
    if not now and not later:
        return ()
    return (TellHelpdeskButton(card_id).titled(_("Tell my helpdesk"), primary=now),)


def _with_look_again(buttons: tuple[Button | Link, ...], _: Gettext) -> tuple[Button | Link, ...]:
    """Put the promise of a later check first, where it is not offered yet."""
    later = look_again_button(_)
    return buttons if later in buttons else (later, *buttons)


def sync_title(copies: tuple[Copy, ...], _: Gettext) -> str:
    """Return the title of the sync button, which names what it overwrites."""
    wrong = {copy.state for copy in copies if copy.size} - {CopyState.SAME}
    if not wrong:
        return _("Let SharePoint follow my photo again")
    if wrong == {CopyState.MISSING}:
        return _("Put my Microsoft 365 photo into SharePoint")
    return _("Overwrite SharePoint with Microsoft 365")


def _explanations(check_result: CheckResult, links: Links, _: Gettext) -> tuple[str, ...]:
    """Explain the first cause in full and the others in short; “Why?” tells the rest."""
    diagnosis = check_result.diagnosis
    first, others = diagnosis.causes[:1], diagnosis.causes[1:]
    perhaps = () if diagnosis.remedy is Remedy.REPAIR else diagnosis.possible
    paragraphs = (
        *(cause_words(cause, _) for cause in first),
        listed(_("And besides:"), [cause_headline(cause, _) for cause in others]),
        remedy_words(diagnosis.remedy, links, _),
        wait_words(diagnosis, _),
        *choice_words(check_result, _),
        listed(_("What it may also be:"), [possibility_words(cause, _) for cause in perhaps]),
    )
    return tuple(filter(None, paragraphs))


def _steps(act_result: ActResult, _: Gettext) -> tuple[str, ...]:
    steps = "\n".join(f"- {syncs.step_words(step, _)}" for step in act_result.steps)
    reason = copy_words.why_words(NotRead.of(act_result.failure), _) if act_result.failure else ""
    return tuple(filter(None, (steps, reason, syncs.left_words(act_result.left, _))))


def _read_at(readings: Readings, reader: Reader) -> str:
    _ = reader.gettext
    return _("Read on {when}.").format(when=reader.moment(readings.read_at))
