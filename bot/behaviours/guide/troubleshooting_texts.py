"""Words for what people may see at a step that the guide does not describe, and the way on."""

from bot.behaviours.guide.texts import shown_address
from bot.chat.language import Gettext
from bot.photos.guide import GuideStep, PrivateWindow
from bot.texts.links import Links

Sight = tuple[str, str]


def sights(step: GuideStep, window: PrivateWindow, links: Links, _: Gettext) -> tuple[Sight, ...]:
    """Return pairs of what may be seen at a step, and what to do then."""
    on_phone = _app_opens(_) if window.system.is_phone else ()
    return {
        GuideStep.PRIVATE_WINDOW: _private_window(_),
        GuideStep.PORTAL: (*on_phone, *_portal(_)),
        GuideStep.SIGN_IN: _sign_in(_),
        GuideStep.TILE: (*on_phone, *_tile(_), *_own_address(links, _)),
        GuideStep.LOOK: _look(_),
        GuideStep.WAIT: _wait(_),
    }[step]


def _private_window(_: Gettext) -> tuple[Sight, ...]:
    return (
        (
            _("There is no such window in the menu"),
            _(
                "Your company may have switched it off. Use another browser, or your usual window: "
                "sign out of Microsoft 365 there first, and sign in again."
            ),
        ),
        (
            _("Nothing happens, or something else opens"),
            _("Click into the browser first, so that the keys reach it, or use its menu."),
        ),
        (
            _("My browser is another one"),
            _("Look in its menu for a private window; almost every browser has one."),
        ),
    )


def _portal(_: Gettext) -> tuple[Sight, ...]:
    return (
        (
            _("I am signed in already"),
            _(
                "Then a private window was open before. Close all of them, open a new one and go "
                "there again."
            ),
        ),
        (
            _("The page is called Microsoft 365 Copilot"),
            _("It is the same place; Microsoft has renamed it. Choose **Sign in**."),
        ),
        (
            _("The page does not open"),
            _("Your network may not allow it. Ask your IT support which address to use."),
        ),
    )


def _sign_in(_: Gettext) -> tuple[Sight, ...]:
    return (
        (
            _("It offers another account"),
            _("Choose **Use another account**, and enter your work or school address."),
        ),
        (
            _("I was signed in without being asked"),
            _("Some companies do that. Look at the name at the top right: if it is yours, go on."),
        ),
        (
            _("It wants a code or an approval"),
            _("Approve it as you always do; it is your company's second check that it is you."),
        ),
        (
            _("It asks whether to stay signed in"),
            _("Choose **No**; a private window forgets it anyway."),
        ),
        (
            _("It says that I can't sign in from here"),
            _(
                "Your company may allow it only in your usual window. Go on there, signed in with "
                "your work or school account and no other."
            ),
        ),
    )


def _tile(_: Gettext) -> tuple[Sight, ...]:
    return (
        (
            _("There is no OneDrive or SharePoint tile"),
            _(
                "Open the app launcher (**⋮⋮⋮**, top left) or **Apps**, and choose **OneDrive** "
                "or **SharePoint** there."
            ),
        ),
        (
            _("It is being set up"),
            _("OneDrive does that once, when you open it first. Wait until your files appear."),
        ),
        (
            _("It says that I have no licence"),
            _("Choose **SharePoint** instead; any of its pages will do."),
        ),
    )


def _own_address(links: Links, _: Gettext) -> tuple[Sight, ...]:
    if not links.one_drive:
        return ()
    words = _("Type your company's address of it into the private window: **{address}**")
    address = shown_address(links.one_drive)
    return ((_("I find OneDrive nowhere"), words.format(address=address)),)


def _look(_: Gettext) -> tuple[Sight, ...]:
    return (
        (
            _("I see my initials or a grey figure"),
            _("SharePoint has no picture of you yet. You have looked, so go on."),
        ),
        (
            _("I see the old photo"),
            _("That is the one that SharePoint has kept. You have looked, so go on."),
        ),
        (
            _("I see the new photo"),
            _("Then SharePoint probably has it by now. Go on, and check."),
        ),
        (
            _("I see it only small"),
            _(
                "Choose it, so that it opens large. A page of your team that shows its people "
                "will do as well."
            ),
        ),
    )


def _wait(_: Gettext) -> tuple[Sight, ...]:
    return (
        (
            _("It is still the old one after some days"),
            _(
                "SharePoint may be set to keep its picture, or may not be able to fetch yours. "
                "Check once more, and show the result to your IT support."
            ),
        ),
        (
            _("It is right in the private window, and old elsewhere"),
            _("That app shows a picture that it kept. Sign out there, and sign in again."),
        ),
        (
            _("It was right, and is old again"),
            _(
                "Something puts it back, probably your company's directory. Ask your IT support "
                "to change it there."
            ),
        ),
    )


def _app_opens(_: Gettext) -> tuple[Sight, ...]:
    return (
        (
            _("An app opens instead of the page"),
            _(
                "Go back to the browser. Type the address there, or hold the link and choose to "
                "open it in a private tab."
            ),
        ),
    )
