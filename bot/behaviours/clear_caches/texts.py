"""Steps that clear the pictures that apps and browsers keep (docs/photo-sync.md, "Caches")."""

from bot.chat.language import Gettext
from bot.photos.guide import System
from bot.texts.browsers import system_name
from bot.texts.buttons import CheckButton, ClearCachesButton
from cards.views import MessageView, ReportView, Section


def choosing(_: Gettext) -> MessageView:
    """Ask which device shows the old photo."""
    return MessageView(
        _("Where do you still see the old photo?"),
        (_("Every copy was right when I checked, so that device probably has a saved one."),),
        tuple(ClearCachesButton(system).titled(system_name(system, _)) for system in System),
    )


def steps(system: System, _: Gettext) -> ReportView:
    """Tell what to do on one system."""
    return ReportView(
        title=_("Show the new photo on {system}").format(system=system_name(system, _)),
        lead=_("Start with the app that shows the old photo."),
        sections=cache_sections(system, _),
        buttons=(
            CheckButton().titled(_("Check again"), primary=True),
            ClearCachesButton().titled(_("Another device")),
        ),
    )


def cache_sections(system: System, _: Gettext) -> tuple[Section, ...]:
    """Return the steps for browser, Teams and Outlook on a system, and what waiting does."""
    steps = {
        System.WINDOWS: _windows,
        System.MACOS: _macos,
        System.LINUX: _linux,
        System.IOS: _ios,
        System.ANDROID: _android,
    }[system](_)
    return (_browser(system, _), *steps, _waiting(_))


def _browser(system: System, _: Gettext) -> Section:
    first = _("Look in a private window. If the photo is right there, only your browser is behind.")
    clear = (
        _("Then delete the stored images and files in the browser's settings, under privacy.")
        if system.is_phone
        else _("Then reload the page, or delete the stored images in the browser's settings.")
    )
    return Section(_("Browser"), (first, clear))


def _windows(_: Gettext) -> tuple[Section, ...]:
    return (
        Section(
            _("Teams"),
            (
                _("Sign out of Teams and in again. If that is not enough:"),
                _(
                    "Quit Teams. Open the settings of Windows, **Apps**, **Installed apps**, "
                    "**Microsoft Teams**, **Advanced options**, and choose **Reset**."
                ),
                _(
                    "Or quit it and delete this folder: {folder}",
                ).format(folder=_NEW_TEAMS_ON_WINDOWS),
                _("Classic Teams keeps its pictures in {folder}").format(
                    folder=r"%appdata%\Microsoft\Teams"
                ),
            ),
        ),
        Section(
            _("Outlook"),
            (
                _(
                    "In classic Outlook, open **File**, **Options**, **People**, and see that "
                    "**Show user photographs when available** is on. If you can't change it, your "
                    "organisation has probably set it."
                ),
                _("Microsoft gives no steps for the new Outlook. Sign out and in again."),
                _("Its address book brings new photos after about 24 hours."),
            ),
        ),
    )


def _macos(_: Gettext) -> tuple[Section, ...]:
    return (
        Section(
            _("Teams"),
            (
                _("Sign out of Teams and in again. If that is not enough:"),
                _(
                    "Quit Teams. In the Finder, open your Library folder, and there delete "
                    "{group} and {container}"
                ).format(
                    group="Group Containers/UBF8T346G9.com.microsoft.teams",
                    container="Containers/com.microsoft.teams2",
                ),
                _("Classic Teams keeps its pictures in {folder}").format(
                    folder="Library/Application Support/Microsoft/Teams"
                ),
            ),
        ),
        Section(_("Outlook"), (_restart(_),)),
    )


def _linux(_: Gettext) -> tuple[Section, ...]:
    in_browser = _("It runs in your browser: what helps there helps here. Sign out and in again.")
    return (Section(_("Teams"), (in_browser,)), Section(_("Outlook"), (in_browser,)))


def _ios(_: Gettext) -> tuple[Section, ...]:
    return (Section(_("Teams"), (_app(_),)), Section(_("Outlook"), (_app(_),)))


def _android(_: Gettext) -> tuple[Section, ...]:
    cache = _(
        "Open the phone's settings, **Apps**, this app, **Storage**, and choose **Clear cache**; "
        "the names differ from phone to phone."
    )
    return (
        Section(_("Teams"), (cache, _app(_))),
        Section(_("Outlook"), (cache, _app(_))),
    )


def _app(_: Gettext) -> str:
    return _(
        "Sign out in the app's settings and in again. If that is not enough, remove the app and "
        "install it again."
    )


def _restart(_: Gettext) -> str:
    return _(
        "Quit it and open it again. How long it keeps pictures isn't known. Outlook on the web in "
        "a private window shows what's there now."
    )


def _waiting(_: Gettext) -> Section:
    words = _(
        "Outlook follows within about a day and the profile card within 48 hours. Classic Teams "
        "keeps pictures for up to 60 days. How long the new Teams and phones keep them isn't "
        "known."
    )
    return Section(_("If you'd rather wait"), (words,))


_NEW_TEAMS_ON_WINDOWS = (
    r"%userprofile%\appdata\local\Packages\MSTeams_8wekyb3d8bbwe\LocalCache\Microsoft\MSTeams"
)
