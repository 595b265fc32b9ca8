"""The card of a check, and the card of an act with the check that was made after it."""

from dataclasses import dataclass, replace
from uuid import UUID

from bot.chat.language import Gettext, Reader
from bot.photos.causes import Cause, Party, Remedy, is_administrators
from bot.photos.copies import Copy, CopyState
from bot.photos.diagnose import Diagnosis
from bot.photos.readings import NoProfile, Photo, PhotoReading, Size
from bot.photos.replacement import may_write_photo
from bot.photos.verdict import Verdict
from bot.results import details
from bot.results import sync_texts as syncs
from bot.results.change_texts import Change, change_lead, change_title
from bot.results.choices import has_two, with_choice
from bot.results.headlines import check_lead, check_title
from bot.results.pictures import PictureAddress, SealedAddress
from bot.results.record import evidence_of
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
from bot.texts.joining import named
from bot.texts.links import Links
from bot.texts.remedies import what_either_does, what_helps
from bot.texts.short_causes import short_cause
from bot.use_cases.check import CheckResult
from bot.use_cases.replace import findings_of
from bot.use_cases.sync import ActResult, Ending
from cards.views import Button, CopyView, Link, Mood, ResultView

# Width on the card, in pixels: a thumbnail is not shown larger than it is.
WIDTHS = {None: 120, Size.L: 120, Size.M: Size.M.pixels, Size.S: Size.S.pixels}
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
        diagnosis, evidence = check_result.diagnosis, evidence_of(check_result)
        why = (
            []
            if _is_said(check_result)
            else [short_cause(each, _) for each in diagnosis.causes[:1]]
        )
        view = ResultView(
            summary="",
            title=check_title(evidence, _),
            mood=verdicts.MOODS[diagnosis.verdict] if diagnosis.lasts else Mood.WARNING,
            lead=check_lead(evidence, _),
            microsoft_365=self._microsoft_365(check_result, _),
            sharepoint=self._sharepoint(check_result, reader),
            explanations=(*why, *_offer(check_result, _)),
            buttons=self._buttons(diagnosis, card_id, _),
            details=details.of_check(check_result, self.links, reader),
        )
        return with_choice(view, check_result, card_id, _)

    def of_act(
        self, change: Change, act_result: ActResult, card_id: UUID, reader: Reader
    ) -> ResultView:
        """Show how an act ended, and the check that was made after it."""
        _ = reader.gettext
        view = self.of_check(act_result.check_result, card_id, reader)
        ending = act_result.ending
        failure = act_result.failure
        why = (copy_words.short_why(failure.why, _),) if failure else ()
        offer = () if ending is Ending.FIXED else _offer(act_result.check_result, _)
        left = (syncs.left_in_short(_),) if act_result.left.there else ()
        view = replace(
            view,
            title=change_title(change, ending, _),
            mood=syncs.MOODS[ending],
            lead=change_lead(change, ending, _),
            explanations=(*why, *offer, *left),
            details=details.of_act(change, act_result, view.details, _),
        )
        if ending is Ending.UNCHECKED:
            view = replace(view, buttons=_with_look_again(view.buttons, _))
        return _as_wanted(view) if change is Change.REMOVAL and ending is Ending.FIXED else view

    def _microsoft_365(self, check_result: CheckResult, _: Gettext) -> CopyView:
        copy = check_result.diagnosis.copies[0]
        return self._copy(check_result, copy, check_result.readings.microsoft_365, _)

    def _sharepoint(self, check_result: CheckResult, reader: Reader) -> CopyView:
        """Show one picture for the three: the largest that is not right, or else the large one."""
        _ = reader.gettext
        copies = {copy.size: copy for copy in check_result.diagnosis.copies}
        thumbnails = check_result.readings.thumbnails
        pictures = [size for size in LARGE_FIRST if isinstance(thumbnails[size], Photo)]
        wrong = [size for size in pictures if copies[size].state is not CopyState.SAME]
        shown = next(iter((*wrong, *pictures)), Size.L)
        view = self._copy(check_result, copies[shown], thumbnails[shown], _)
        view = replace(
            view, remarks=_since(thumbnails[shown], check_result, reader) if wrong else ()
        )
        states = {copies[size].state for size in LARGE_FIRST}
        if isinstance(check_result.readings.profile, NoProfile):
            state, mood = _("No photo"), Mood.BAD
        elif pictures and findings_of(check_result).hidden:
            state, mood = _("Stored, but not shown"), Mood.BAD
        elif states == {CopyState.SAME, CopyState.NOT_READ}:
            state, mood = _("The same where I looked"), Mood.WARNING
        # A picture that is not the same is called what it is; the title says that others are.
        elif not wrong and CopyState.SAME in states and len(states) > 1:
            state, mood = _("The same only in places"), Mood.WARNING
        else:
            return view
        return replace(view, state=state, mood=mood, alternative=named(view.place, state, _))

    def _copy(self, found: CheckResult, copy: Copy, reading: PhotoReading, _: Gettext) -> CopyView:
        place, state = copy_words.place_of(copy.store, _), copy_words.caption(copy, _)
        return CopyView(
            place=place,
            state=state,
            mood=copy_words.MOODS[copy.state],
            picture=self.picture_of(found, copy.size),
            alternative=named(place, state, _),
            width=WIDTHS[copy.size],
        )

    def _buttons(
        self, diagnosis: Diagnosis, card_id: UUID, _: Gettext
    ) -> tuple[Button | Link, ...]:
        again, why = CheckButton(card_id), ExplainButton(card_id).titled(_("Why?"))
        always = (*_helpdesk(diagnosis, card_id, _), again.titled(_("Check again")), why)
        match diagnosis.remedy:
            case Remedy.REPAIR:
                title = sync_title(diagnosis.copies, diagnosis.causes, _)
                return (SyncButton(card_id).titled(title, primary=True), *always)
            case Remedy.ADD_PHOTO:
                return (Link(_("Add a photo"), self.links.my_account, primary=True), *always)
            case Remedy.VISIT_SHAREPOINT:
                steps = GuideButton().titled(_("Show me the steps"), primary=True)
                return (steps, look_again_button(_), *always)
            case Remedy.CLEAR_CACHES:
                how = ClearCachesButton().titled(_("I still see the old one"), primary=True)
                return (how, *always)
            case Remedy.CHECK_AGAIN:
                check = again.titled(_("Check again"), primary=True)
                return (check, look_again_button(_), *_helpdesk(diagnosis, card_id, _), why)
            case _:
                return always


def _is_said(check_result: CheckResult) -> bool:
    """Tell whether the lead has said the first cause: a photo is not shown, or there is none."""
    diagnosis = check_result.diagnosis
    match diagnosis.causes[:1]:
        case (Cause.SHAREPOINT_EMPTY,):
            return findings_of(check_result).hidden
        case (Cause.NO_PHOTO,):
            return diagnosis.verdict is Verdict.NO_PHOTO
    return False


def _since(reading: PhotoReading, check_result: CheckResult, reader: Reader) -> tuple[str, ...]:
    """Say since when a file is there, where that was read; not how it got there."""
    if not isinstance(reading, Photo) or reading.stored_at is None:
        return ()
    _ = reader.gettext
    this_year = reading.stored_at.year == check_result.readings.read_at.year
    when = reader.day(reading.stored_at) if this_year else reader.moment(reading.stored_at)
    return (_("There since {when}").format(when=when),)


def _helpdesk(diagnosis: Diagnosis, card_id: UUID, _: Gettext) -> tuple[Button, ...]:
    """Return the helpdesk button where only an administrator can help now or in a later step."""
    now = diagnosis.remedy.actor is Party.ADMINISTRATOR
    unsolved = diagnosis.remedy not in (Remedy.REPAIR, Remedy.CLEAR_CACHES)
    later = unsolved and any(map(is_administrators, diagnosis.causes))
    if not now and not later:
        return ()
    return (TellHelpdeskButton(card_id).titled(_("Tell my helpdesk"), primary=now),)


def _as_wanted(view: ResultView) -> ResultView:
    """Show that there is no photo as what was asked for: neither wrong nor to be changed now."""
    return replace(
        view,
        microsoft_365=replace(view.microsoft_365, mood=Mood.NEUTRAL),
        sharepoint=replace(view.sharepoint, mood=Mood.NEUTRAL),
        buttons=tuple(replace(each, primary=False) for each in view.buttons),
    )


def _with_look_again(buttons: tuple[Button | Link, ...], _: Gettext) -> tuple[Button | Link, ...]:
    """Put the promise of a later check first, where it is not offered yet."""
    later = look_again_button(_)
    return buttons if later in buttons else (later, *buttons)


def sync_title(copies: tuple[Copy, ...], causes: tuple[Cause, ...], _: Gettext) -> str:
    """Return the title of the sync button; what it overwrites stands above it."""
    wrong = {copy.state for copy in copies if copy.size} - {CopyState.SAME}
    if not wrong and Cause.SYNC_FROZEN in causes:
        return _("Let SharePoint take it again")
    if wrong == {CopyState.MISSING}:
        return _("Add it to SharePoint")
    return _("Update SharePoint")


def _offer(check_result: CheckResult, _: Gettext) -> tuple[str, ...]:
    """Say what helps; what a button beneath a picture overwrites stands there."""
    diagnosis = check_result.diagnosis
    if has_two(check_result):
        words = what_either_does(diagnosis, _)
    else:
        may_send = may_write_photo(findings_of(check_result), check_result.granted)
        words = what_helps(diagnosis, _, may_send=may_send)
    return (words,) if words else ()
