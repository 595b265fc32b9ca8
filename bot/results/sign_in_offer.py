"""Offers people to sign in, on cards that say what can't be done otherwise."""

from dataclasses import dataclass, replace

from bot.chat.language import Gettext
from bot.core.failures import FailureReason
from bot.photos.capabilities import may_repair_sharepoint
from bot.photos.readings import NotRead, Readings
from bot.photos.verdict import Verdict
from bot.texts.buttons import sign_in_button
from bot.texts.sign_in import standing_words
from bot.use_cases.check import Checkup
from bot.use_cases.own import OwnRights, Standing
from cards.views import Button, CheckupView, Link, MessageView


@dataclass(frozen=True)
class SignInOffer:
    """Adds the offer, and what became of an earlier one."""

    rights: OwnRights

    def to_checkup(self, view: CheckupView, checkup: Checkup, _: Gettext) -> CheckupView:
        """Offer it where a copy is wrong or unread that the person's own rights might reach."""
        if not _lacks_rights(checkup):
            return view
        said, buttons = self._offer(checkup.person.id, view.buttons, _)
        return replace(view, explanations=(*view.explanations, *said), buttons=buttons)

    def to_message(self, view: MessageView, person_id: str, _: Gettext) -> MessageView:
        """Offer it where nothing could be read at all."""
        said, buttons = self._offer(person_id, view.buttons, _)
        return replace(view, paragraphs=(*view.paragraphs, *said), buttons=buttons)

    def _offer(
        self, person_id: str, buttons: tuple[Button | Link, ...], _: Gettext
    ) -> tuple[tuple[str, ...], tuple[Button | Link, ...]]:
        standing = self.rights.standing(person_id)
        words = standing_words(standing, _)
        said = (words,) if words else ()
        if standing is Standing.SIGNED_IN:
            return said, buttons
        return said, (sign_in_button(_), *map(_secondary, buttons))


def _secondary(button: Button | Link) -> Button | Link:
    return replace(button, primary=False) if isinstance(button, Button) else button


def _lacks_rights(checkup: Checkup) -> bool:
    if checkup.diagnosis.verdict is Verdict.IN_SYNC:
        return False
    return not may_repair_sharepoint(checkup.granted) or _refused(checkup.readings)


def _refused(readings: Readings) -> bool:
    read = (readings.microsoft_365, readings.profile, *readings.thumbnails.values())
    return any(
        isinstance(each, NotRead) and each.why is FailureReason.NOT_PERMITTED for each in read
    )
