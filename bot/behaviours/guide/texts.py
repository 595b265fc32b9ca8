"""Words of each step of the guide (docs/photo-sync.md, "Private-window steps")."""

from urllib.parse import urlsplit

from bot.chat.language import Gettext
from bot.photos.guide import STEPS, GuideStep, PrivateWindow
from bot.texts.browsers import how_to_open, open_title
from bot.texts.links import Links
from bot.use_cases.service import CanCheck


def progress(step: GuideStep, _: Gettext) -> str:
    """Say which step of how many this is."""
    return _("Step {number} of {count}").format(number=step.number, count=len(STEPS))


def step_title(step: GuideStep, window: PrivateWindow, links: Links, _: Gettext) -> str:
    """Name the step in a few words."""
    return {
        GuideStep.PRIVATE_WINDOW: open_title(window, _),
        GuideStep.PORTAL: _("Go to {portal}").format(portal=links.portal_name),
        GuideStep.SIGN_IN: _("Sign in with your work or school account"),
        GuideStep.TILE: _("Open OneDrive or SharePoint"),
        GuideStep.LOOK: _("Look at your own photo"),
        GuideStep.WAIT: _("Give SharePoint time, then check"),
    }[step]


def step_words(step: GuideStep, window: PrivateWindow, links: Links, _: Gettext) -> tuple[str, ...]:
    """Tell what to do at a step, and why."""
    if step is GuideStep.PRIVATE_WINDOW:
        return (how_to_open(window, _), _why_private(_))
    if step is GuideStep.PORTAL:
        return (_type_address(_).format(address=shown_address(links.portal)), _usual_window(_))
    return {
        GuideStep.SIGN_IN: (
            _(
                "Use the account that you use for Teams. If you are asked which kind of account "
                "it is, choose **Work or school account**."
            ),
        ),
        GuideStep.TILE: (
            _(
                "Choose the **OneDrive** or the **SharePoint** tile; either will do. Where there "
                "are no tiles, open the app launcher (**⋮⋮⋮**, top left) and choose it there."
            ),
        ),
        GuideStep.LOOK: (
            _(
                "Open a page there that shows your own photo **large**: your profile page, or a "
                "team's page that shows you among its people. Your profile is usually behind your "
                "picture or initials at the top right."
            ),
            _(
                "It does not matter which picture you see. SharePoint looks for a new one when "
                "you look at your own."
            ),
        ),
        GuideStep.WAIT: (
            _(
                "SharePoint asks for a new photo at most once in 24 hours; older pages of "
                "Microsoft say up to 72. So yours may be there at once, or tomorrow."
            ),
            _("If it is still the old one tomorrow, look at your photo there once more."),
        ),
    }[step]


def after_the_steps(can_check: CanCheck, _: Gettext) -> str:
    """Tell what the bot can do when the last step is done."""
    return {
        CanCheck.BY_ITSELF: _(
            "You can check as often as you like, or I look again by myself and tell you."
        ),
        CanCheck.WHEN_ASKED: _("You can check as often as you like."),
        CanCheck.NEVER: _(
            "I can't look at your photo myself. If it is still wrong after that, tell me, and I "
            "ask you a few questions."
        ),
    }[can_check]


def choose_system(_: Gettext) -> tuple[str, ...]:
    """Explain the guide before its first step."""
    return (
        _(
            "SharePoint fetches your photo when you look at it there yourself. I show you how in "
            "{count} small steps, in a private browser window."
        ).format(count=len(STEPS)),
    )


def microsofts_pages(links: Links, _: Gettext) -> str:
    """Link to both of Microsoft's pages that say more."""
    return _(
        "Microsoft's pages: [Add your profile photo]({add_photo}) · "
        "[Information about profile picture synchronization]({about_sync})"
    ).format(add_photo=links.add_photo, about_sync=links.about_sync)


def shown_address(url: str) -> str:
    """Shorten an address to what people type: host and path."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/")


def _why_private(_: Gettext) -> str:
    return _("It begins with nothing: nobody is signed in, and no old pictures are kept.")


def _type_address(_: Gettext) -> str:
    return _("Type this address into the private window: **{address}**")


def _usual_window(_: Gettext) -> str:
    return _(
        "The button below opens your usual window instead. That will do too if you are signed in "
        "there with your work or school account and no other."
    )
