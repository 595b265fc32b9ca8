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
            _("There's no such window in the menu"),
            _(
                "Your company may have switched it off. Use another browser, or sign out of "
                "Microsoft 365 in your usual window and sign in again."
            ),
        ),
        (
            _("Nothing happens, or something else opens"),
            _("Click into the browser and press the keys again, or use its menu."),
        ),
        (
            _("I use another browser"),
            _("Look in its menu for a private window; almost every browser has one."),
        ),
    )


def _portal(_: Gettext) -> tuple[Sight, ...]:
    return (
        (
            _("I'm signed in already"),
            _(
                "A private window was open before. Close them all, open a new one and go there "
                "again."
            ),
        ),
        (
            _("The page is called Microsoft 365 Copilot"),
            _("It's the same place; Microsoft renamed it. Choose **Sign in**."),
        ),
        (
            _("The page doesn't open"),
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
            _("Some companies do that. If the name at the top right is yours, go on."),
        ),
        (
            _("It wants a code or an approval"),
            _("Approve it as you always do. It's how your company makes sure it's you."),
        ),
        (
            _("It asks whether to stay signed in"),
            _("Choose **No**; a private window forgets it anyway."),
        ),
        (
            _("It says I can't sign in from here"),
            _(
                "Your company may allow it only in your usual window. Go on there, signed in "
                "with your work or school account only."
            ),
        ),
    )


def _tile(_: Gettext) -> tuple[Sight, ...]:
    return (
        (
            _("There's no OneDrive or SharePoint tile"),
            _(
                "Open the app launcher (the nine dots, top left) or **Apps**, and choose "
                "**OneDrive** or **SharePoint** there."
            ),
        ),
        (
            _("It's being set up"),
            _("OneDrive does that the first time. Wait until your files appear."),
        ),
        (
            _("It says I have no licence"),
            _("Choose **SharePoint** instead; any of its pages will do."),
        ),
    )


def _own_address(links: Links, _: Gettext) -> tuple[Sight, ...]:
    if not links.one_drive:
        return ()
    words = _("Type your company's OneDrive address into the private window: **{address}**")
    address = shown_address(links.one_drive)
    return ((_("I can't find OneDrive"), words.format(address=address)),)


def _look(_: Gettext) -> tuple[Sight, ...]:
    return (
        (
            _("I see my initials or a grey figure"),
            _("SharePoint has no picture of you yet. You've looked at it, so go on."),
        ),
        (
            _("I see the old photo"),
            _("That's the one SharePoint kept. You've looked at it, so go on."),
        ),
        (
            _("I see the new photo"),
            _("SharePoint probably has it now. Go on, and check."),
        ),
        (
            _("I only see it small"),
            _("Choose it to open it large. A team's page with its people works too."),
        ),
    )


def _wait(_: Gettext) -> tuple[Sight, ...]:
    return (
        (
            _("It's still the old one after some days"),
            _(
                "SharePoint may be set to keep its picture, or unable to fetch yours. Check "
                "again, and show the result to your IT support."
            ),
        ),
        (
            _("It's right in the private window, but old elsewhere"),
            _("That app probably saved an old picture. Sign out of it and in again."),
        ),
        (
            _("It was right, and now it's old again"),
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
                "Go back to the browser and type the address there. Or hold the link and open "
                "it in a private tab."
            ),
        ),
    )
