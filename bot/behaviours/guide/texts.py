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
        GuideStep.WAIT: _("Wait, then check"),
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
                "Use the same account as in Teams. If you're asked which kind it is, choose "
                "**Work or school account**."
            ),
        ),
        GuideStep.TILE: (
            _(
                "Choose the **OneDrive** or **SharePoint** tile; either works. No tiles? Open "
                "the app launcher (the nine dots, top left) and choose it there."
            ),
        ),
        GuideStep.LOOK: (
            _(
                "Open your own photo **large**, on your profile or a team's page. Your profile "
                "is usually behind your picture or initials, top right."
            ),
            _("Whatever you see, looking makes SharePoint check for a new one."),
        ),
        GuideStep.WAIT: (
            _(
                "SharePoint looks for a new photo at most once in 24 hours (older Microsoft "
                "pages say 72)."
            ),
            _("Still old tomorrow? Look at it there again."),
        ),
    }[step]


def after_the_steps(can_check: CanCheck, _: Gettext) -> str:
    """Tell what the bot can do when the last step is done."""
    return {
        CanCheck.BY_ITSELF: _("Check anytime, or I'll check later and tell you."),
        CanCheck.WHEN_ASKED: _("You can check anytime."),
        CanCheck.NEVER: _("I can't see your photo. Still wrong? I'll ask a few questions."),
    }[can_check]


def choose_system(_: Gettext) -> tuple[str, ...]:
    """Explain the guide before its first step."""
    return (
        _(
            "SharePoint picks up your photo when you look at it there. I'll show you how, in "
            "{count} small steps and a private browser window."
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
    return _("It starts fresh: nobody is signed in, and there are no old pictures.")


def _type_address(_: Gettext) -> str:
    return _("Type this address into the private window: **{address}**")


def _usual_window(_: Gettext) -> str:
    return _(
        "The button below opens your usual window. That works too, if you're signed in there "
        "with your work or school account only."
    )
