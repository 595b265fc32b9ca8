"""The buttons that cards of several behaviours share, with what they are usually called."""

from dataclasses import dataclass
from uuid import UUID

from bot.chat.buttons import CardButton
from bot.chat.language import Gettext
from bot.photos.guide import Browser, GuideStep, PrivateWindow, System, private_window
from bot.photos.interview import Answer
from cards.views import Button


@dataclass(frozen=True)
class CheckButton(CardButton, verb="check"):
    """Checks the photo; knows on which device and browser somebody followed the steps."""

    card: UUID | None = None
    system: System | None = None
    browser: Browser | None = None

    @property
    def window(self) -> PrivateWindow | None:
        """The private window of the steps, if one is named."""
        return _window(self.browser, self.system)


@dataclass(frozen=True)
class SyncButton(CardButton, verb="sync"):
    """Makes SharePoint show the Microsoft 365 photo, as the card offered."""

    card: UUID | None = None


@dataclass(frozen=True)
class UseSharePointPictureButton(CardButton, verb="use_sharepoint_picture", aliases=("adopt",)):
    """Writes SharePoint's picture into Microsoft 365, as the card offered."""

    card: UUID | None = None


@dataclass(frozen=True)
class UndoButton(CardButton, verb="undo"):
    """Puts back what the change of this card overwrote."""

    card: UUID | None = None


@dataclass(frozen=True)
class KeepPhotoButton(CardButton, verb="keep_photo", aliases=("leave",)):
    """Leaves the photo as it is, in answer to a question."""

    card: UUID | None = None


@dataclass(frozen=True)
class ExplainButton(CardButton, verb="explain", aliases=("why",)):
    """Explains what a card says."""

    card: UUID | None = None


@dataclass(frozen=True)
class TellHelpdeskButton(CardButton, verb="tell_helpdesk", aliases=("helpdesk",)):
    """Puts a card's diagnosis together for the helpdesk."""

    card: UUID | None = None


@dataclass(frozen=True)
class ClearCachesButton(CardButton, verb="clear_caches", aliases=("caches",)):
    """Shows how a device forgets the picture that it keeps."""

    system: System | None = None


@dataclass(frozen=True)
class GuideButton(CardButton, verb="guide"):
    """Leads to a place in the steps; that is kept nowhere but here."""

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
    """Goes on with the questions, after these answers."""

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
    """Ends all that is sent unasked."""


@dataclass(frozen=True)
class StatusButton(CardButton, verb="status"):
    """Tells what was found, changed and promised."""


@dataclass(frozen=True)
class LanguageButton(CardButton, verb="language"):
    """Speaks the language of this catalogue from now on."""

    language: str = ""


@dataclass(frozen=True)
class HelpButton(CardButton, verb="help"):
    """Tells what the bot does."""


@dataclass(frozen=True)
class SignInButton(CardButton, verb="sign_in"):
    """Lets the person sign in, so that the bot acts with their rights."""


def check_button(_: Gettext) -> Button:
    """Start a check."""
    return CheckButton().titled(_("Check my photo"), primary=True)


def look_again_button(_: Gettext) -> Button:
    """Ask for a check later."""
    return RecheckButton().titled(_("Look again by yourself and tell me"))


def sign_in_button(_: Gettext) -> Button:
    """Ask to sign in."""
    return SignInButton().titled(_("Sign in to let me repair your own photo"), primary=True)


def _window(browser: Browser | None, system: System | None) -> PrivateWindow | None:
    return private_window(browser, system) if browser and system else None
