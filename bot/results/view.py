"""The result of a check or an act: its card, and what the card's row keeps of it."""

from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from bot.chat.language import Gettext, Reader
from bot.core.expiring_store import ExpiringStore
from bot.core.failures import FailureReason
from bot.photos.guide import PrivateWindow
from bot.photos.interview import is_needed
from bot.photos.readings import AccountReading, NoAccount, NotRead
from bot.results.change_texts import (
    Change,
    another_under_way,
    changed_nothing,
    undo_ends_sooner,
    undo_until,
)
from bot.results.details import with_section
from bot.results.plain_view import PlainViews
from bot.results.questions import interview_view
from bot.results.record import ResultRecord, record_of_check
from bot.results.same_steps import to_same_steps, waiting_for_sharepoint
from bot.results.sign_in_offer import SignInOffer
from bot.texts import general
from bot.texts.buttons import AskToRemoveFormerButton, UndoButton
from bot.texts.joining import followed
from bot.use_cases.changes import UnderWay
from bot.use_cases.check import CheckResult
from bot.use_cases.former import may_remove_former
from bot.use_cases.ports import Person
from bot.use_cases.service import Changed, Found
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.undo import Undoable, undoable
from bot.use_cases.write import WriteOutcome
from cards.views import Button, Link, MessageView, ResultView

Buttons = tuple[Button | Link, ...]


class Result(NamedTuple):
    """The view of a result and its record; None leaves the row's record as it was."""

    view: ResultView | MessageView
    record: ResultRecord | None = None


@dataclass(frozen=True)
class ResultViews:
    """Makes the cards of results, with questions, an offer to sign in or an undo where they fit.

    Attributes:
        overwritten: keeps what an act overwrote in memory, so that it can be undone.
        sign_in: offers people to sign in; None where the deployment has no sign-in.
    """

    plain: PlainViews
    overwritten: ExpiringStore[Undoable]
    sign_in: SignInOffer | None = None

    def of_check(
        self,
        found: Found,
        card: UUID,
        reader: Reader,
        *,
        window: PrivateWindow | None = None,
        after_steps: bool = False,
        opening: str = "",
    ) -> Result:
        """Show what a check found, or why there was none, after some opening words.

        With `after_steps` the person has just done all steps of the guide.
        """
        _ = reader.gettext
        if not isinstance(found, CheckResult):
            declined = self.declined(found, reader, window)
            return Result(_opened(declined, opening))
        record = record_of_check(found, window)
        photo = found.readings.microsoft_365
        # Somebody was found, but none of their copies may be read.
        if isinstance(photo, NotRead) and is_needed(found.readings):
            return Result(_opened(self._questions(photo, reader, window), opening), record)
        view = self.plain.of_check(found, card, reader)
        view = to_same_steps(self._with_sign_in(view, found, _), window)
        if after_steps:
            view = waiting_for_sharepoint(view, found, _)
        return Result(_summarised(replace(view, byline=opening), _), record)

    def of_act(
        self,
        change: Change,
        act: Changed,
        card: UUID,
        reader: Reader,
        *,
        acts_here: bool = True,
    ) -> Result:
        """Show how an act ended and the check that was made after it, or why it was not begun.

        While another change is under way, the card keeps its record and its offers. Without
        `acts_here` the process that gets its presses could not do what only this one may.
        """
        if isinstance(act, UnderWay):
            return Result(another_under_way(change, card, reader.gettext))
        if not isinstance(act, ActResult):
            declined = self.declined(act, reader)
            return Result(_opened(declined, changed_nothing(reader.gettext)))
        _ = reader.gettext
        view = self.plain.of_act(change, act, card, reader)
        if acts_here:
            view = self._with_undo(_with_former(view, act, _), act, card, reader)
        if change is Change.UNDO and act.ending is Ending.NOT_POSSIBLE:
            again = UndoButton(card).titled(_("Try again"))
            view = replace(view, buttons=_after_the_main_one(view.buttons, again))
        view = self._with_sign_in(view, act.check_result, _)
        return Result(_summarised(view, _), record_of_check(act.check_result))

    def declined(
        self,
        found: Person | AccountReading,
        reader: Reader,
        window: PrivateWindow | None = None,
    ) -> MessageView:
        """Say why nobody was checked; where reading is not permitted, ask questions instead."""
        _ = reader.gettext
        if isinstance(found, NotRead) and found.why is FailureReason.NOT_PERMITTED:
            return self._questions(found, reader, window)
        if isinstance(found, Person):
            return general.guest_message(_)
        return general.not_found(found if isinstance(found, NotRead) else NoAccount(), _)

    def _questions(
        self, unread: NotRead, reader: Reader, window: PrivateWindow | None
    ) -> MessageView:
        """Ask the person what the bot may not read, and offer to sign in where that is possible."""
        _ = reader.gettext
        view = to_same_steps(interview_view((), self.plain.links, _), window)
        view = _opened(view, _("Your company hasn't let me look at your photo."))
        view = replace(view, details=general.for_an_administrator(unread, _))
        return self.sign_in.to_message(view, reader.id, _) if self.sign_in else view

    def _with_sign_in(self, view: ResultView, check_result: CheckResult, _: Gettext) -> ResultView:
        return self.sign_in.to_check_result(view, check_result, _) if self.sign_in else view

    def _with_undo(
        self, view: ResultView, act: ActResult, card: UUID, reader: Reader
    ) -> ResultView:
        """Keep what an act overwrote in memory, and offer to undo it for as long."""
        change = undoable(act)
        if change is None:
            if any(step.outcome is not WriteOutcome.NOT_TRIED for step in act.steps):
                # The latest change can't be undone, and no earlier one is taken for it.
                self.overwritten.drop(reader.id)
            return view
        until = self.overwritten.put(reader.id, card, change, change.size)
        # Too large to be kept: an undo that would fail is not offered.
        if until is None:
            return view
        _ = reader.gettext
        return replace(
            view,
            explanations=(*view.explanations, undo_until(reader.time(until), _)),
            details=with_section(view.details, _("Undo"), undo_ends_sooner(_)),
            buttons=_after_the_main_one(view.buttons, UndoButton(card).titled(_("Undo"))),
        )


def _with_former(view: ResultView, act: ActResult, _: Gettext) -> ResultView:
    """Offer to remove files under a former name, where they are provably the reader's."""
    if not act.left.removable or not may_remove_former(act.check_result.granted):
        return view
    button = AskToRemoveFormerButton().titled(_("Remove the old pictures"))
    return replace(view, buttons=_after_the_main_one(view.buttons, button))


def _opened(view: MessageView, opening: str) -> MessageView:
    return replace(view, paragraphs=(opening, *view.paragraphs)) if opening else view


def _after_the_main_one(buttons: Buttons, button: Button) -> Buttons:
    main = [each for each in buttons if each.primary]
    return (*main, button, *(each for each in buttons if not each.primary))


def _summarised(view: ResultView, _: Gettext) -> ResultView:
    return replace(view, summary=followed(view.title, view.lead, _))
