"""The buttons that cards of several behaviours share, with their usual titles.

Verbs and their aliases are stored in cards that people still have, so they never change.
"""

from dataclasses import dataclass
from uuid import UUID

from bot.chat.buttons import CardButton
from bot.chat.language import Gettext
from bot.photos.guide import Browser, GuideStep, PrivateWindow, System, private_window
from bot.photos.interview import Answer
from bot.photos.portrait import Cut
from cards.views import Button


@dataclass(frozen=True)
class CheckButton(CardButton, verb="check"):
    """Checks the photo; carries device and browser of the steps that the person followed.

    `step` is the one on whose card it stands.
    """

    card: UUID | None = None
    system: System | None = None
    browser: Browser | None = None
    step: GuideStep | None = None

    @property
    def window(self) -> PrivateWindow | None:
        """The private window of the steps, if one is named."""
        return _window(self.browser, self.system)


@dataclass(frozen=True)
class SyncButton(CardButton, verb="sync"):
    """Makes SharePoint show the Microsoft 365 photo that the card showed."""

    card: UUID | None = None


@dataclass(frozen=True)
class UseSharePointPictureButton(CardButton, verb="use_sharepoint_picture", aliases=("adopt",)):
    """Writes the picture of SharePoint that the card showed into Microsoft 365."""

    card: UUID | None = None


@dataclass(frozen=True)
class ReplaceButton(CardButton, verb="replace", aliases=("put",)):
    """Writes the picture of its card everywhere, cut as the card showed it."""

    card: UUID | None = None
    cut: Cut | None = None


@dataclass(frozen=True)
class RemoveButton(CardButton, verb="remove"):
    """Removes what its card named."""

    card: UUID | None = None


@dataclass(frozen=True)
class AskToRemoveButton(CardButton, verb="ask_to_remove"):
    """Names what would be removed, and asks."""


@dataclass(frozen=True)
class RemoveFormerButton(CardButton, verb="remove_former"):
    """Removes the files under a former name that its card named."""

    card: UUID | None = None


@dataclass(frozen=True)
class AskToRemoveFormerButton(CardButton, verb="ask_to_remove_former"):
    """Names the files under a former name that would be removed, and asks."""


@dataclass(frozen=True)
class UndoButton(CardButton, verb="undo"):
    """Writes back what the change on this card overwrote."""

    card: UUID | None = None


@dataclass(frozen=True)
class AskToUndoButton(CardButton, verb="ask_to_undo"):
    """Asks whether to undo the latest change."""


@dataclass(frozen=True)
class PrivacyButton(CardButton, verb="privacy"):
    """Says what is kept of the reader."""


@dataclass(frozen=True)
class KeepPhotoButton(CardButton, verb="keep_photo", aliases=("leave",)):
    """Leaves the photo as it is, in answer to a question."""

    card: UUID | None = None


@dataclass(frozen=True)
class ExplainButton(CardButton, verb="explain", aliases=("why",)):
    """Explains the check that a card shows."""

    card: UUID | None = None


@dataclass(frozen=True)
class TellHelpdeskButton(CardButton, verb="tell_helpdesk", aliases=("helpdesk",)):
    """Shows a card's diagnosis as text for the helpdesk."""

    card: UUID | None = None


@dataclass(frozen=True)
class ClearCachesButton(CardButton, verb="clear_caches", aliases=("caches",)):
    """Shows how to clear the cached pictures of a system."""

    system: System | None = None


@dataclass(frozen=True)
class GuideButton(CardButton, verb="guide"):
    """Leads to a position in the guide, which is stored in this button only."""

    system: System | None = None
    browser: Browser | None = None
    step: GuideStep | None = None
    looks_different: str | None = None

    @property
    def window(self) -> PrivateWindow | None:
        """The private window of the steps, if one is named."""
        return _window(self.browser, self.system)


@dataclass(frozen=True)
class InterviewButton(CardButton, verb="interview"):
    """Shows the question that follows these answers, or the probable cause."""

    answers: tuple[Answer, ...] = ()
    system: System | None = None
    browser: Browser | None = None

    @property
    def window(self) -> PrivateWindow | None:
        """The private window of the steps, if one is named."""
        return _window(self.browser, self.system)


@dataclass(frozen=True)
class RecheckButton(CardButton, verb="recheck", aliases=("promise",)):
    """Makes the bot check again later, by itself."""


@dataclass(frozen=True)
class StopButton(CardButton, verb="stop"):
    """Turns proactive messages off."""

    card: UUID | None = None


@dataclass(frozen=True)
class PauseButton(CardButton, verb="pause"):
    """Turns proactive messages off for a week."""


@dataclass(frozen=True)
class ResumeButton(CardButton, verb="resume"):
    """Turns proactive messages on again."""


@dataclass(frozen=True)
class NewPhotoButton(CardButton, verb="new_photo"):
    """Tells how to give the bot a new photo."""


@dataclass(frozen=True)
class StatusButton(CardButton, verb="status"):
    """Shows what was found, changed and promised."""


@dataclass(frozen=True)
class LanguageButton(CardButton, verb="language"):
    """Chooses a language by the name of its catalogue; shows all that there are without one."""

    language: str = ""


@dataclass(frozen=True)
class HelpButton(CardButton, verb="help"):
    """Says what the bot can do."""


@dataclass(frozen=True)
class SignInButton(CardButton, verb="sign_in"):
    """Lets the person sign in, so that the bot acts with their rights."""


def check_button(_: Gettext) -> Button:
    """Return the button that starts a check."""
    return CheckButton().titled(_("Check my photo"), primary=True)


def language_button(_: Gettext) -> Button:
    """Return the button that shows the languages to choose from."""
    return LanguageButton().titled(_("Language"))


def look_again_button(_: Gettext) -> Button:
    """Return the button that asks for a check later."""
    return RecheckButton().titled(_("Check later and tell me"))


def sign_in_button(_: Gettext) -> Button:
    """Return the button that asks to sign in."""
    return SignInButton().titled(_("Sign in to let me help"), primary=True)


def _window(browser: Browser | None, system: System | None) -> PrivateWindow | None:
    return private_window(browser, system) if browser and system else None
