"""Offer people to sign in, on cards that show what the app's own rights did not reach."""

from dataclasses import dataclass, replace

from bot.chat.language import Gettext
from bot.core.failures import FailureReason
from bot.photos.capabilities import may_sync_sharepoint
from bot.photos.readings import NotRead, Readings
from bot.photos.verdict import Verdict
from bot.texts.buttons import sign_in_button
from bot.texts.sign_in import sign_in_state_words
from bot.use_cases.check import CheckResult
from bot.use_cases.own_sync import OwnRights, SignInState
from cards.views import Button, CopyView, Link, MessageView, ResultView


@dataclass(frozen=True)
class SignInOffer:
    """Adds the offer to sign in to a view, and says how an earlier sign-in ended."""

    rights: OwnRights

    def to_check_result(
        self, view: ResultView, check_result: CheckResult, _: Gettext
    ) -> ResultView:
        """Offer it where a copy is wrong or unread which the person's own rights might reach."""
        if not _lacks_rights(check_result):
            return view
        state = self.rights.state(check_result.person.id)
        words = sign_in_state_words(state, _)
        view = replace(view, footnote="\n\n".join(filter(None, (view.footnote, words))))
        if state is SignInState.SIGNED_IN:
            return view
        return replace(
            view,
            # A card has one primary button at most.
            buttons=(sign_in_button(_), *map(_secondary, view.buttons)),
            microsoft_365=_demoted(view.microsoft_365),
            sharepoint=_demoted(view.sharepoint),
        )

    def to_message(self, view: MessageView, person_id: str, _: Gettext) -> MessageView:
        """Offer it after the answers of a card that asks about what could not be read."""
        state = self.rights.state(person_id)
        words = sign_in_state_words(state, _)
        # A main button would move some of the answers into the client's menu.
        offer = () if state is SignInState.SIGNED_IN else (_secondary(sign_in_button(_)),)
        return replace(
            view,
            paragraphs=(*view.paragraphs, *((words,) if words else ())),
            buttons=(*view.buttons, *offer),
        )


def _demoted(copy: CopyView) -> CopyView:
    return replace(copy, button=replace(copy.button, primary=False)) if copy.button else copy


def _secondary(button: Button | Link) -> Button | Link:
    return replace(button, primary=False)


def _lacks_rights(check_result: CheckResult) -> bool:
    diagnosis = check_result.diagnosis
    if diagnosis.verdict is Verdict.IN_SYNC and diagnosis.lasts:
        return False
    return not may_sync_sharepoint(check_result.granted) or _refused(check_result.readings)


def _refused(readings: Readings) -> bool:
    read = (readings.microsoft_365, readings.profile, *readings.thumbnails.values())
    return any(
        isinstance(each, NotRead) and each.why is FailureReason.NOT_PERMITTED for each in read
    )
