"""Words for opening a private window, which each browser names and opens in its own way."""

from bot.chat.language import Gettext
from bot.photos.guide import Browser, PrivateWindow, System


def system_name(system: System, _: Gettext) -> str:
    """Name a system as people call it."""
    return {
        System.WINDOWS: "Windows",
        System.MACOS: "Mac",
        System.LINUX: "Linux",
        System.IOS: _("iPhone or iPad"),
        System.ANDROID: "Android",
    }[system]


def browser_name(browser: Browser) -> str:
    """Name a browser, the same in every language."""
    return {
        Browser.EDGE: "Microsoft Edge",
        Browser.CHROME: "Google Chrome",
        Browser.FIREFOX: "Firefox",
        Browser.SAFARI: "Safari",
    }[browser]


def open_title(window: PrivateWindow, _: Gettext) -> str:
    """Name the step in a few words, with the browser's own name for such a window."""
    return {
        Browser.EDGE: _("Open an InPrivate window"),
        Browser.CHROME: _("Open an Incognito window"),
        Browser.FIREFOX: _("Open a private window"),
        Browser.SAFARI: _("Open a private window"),
    }[window.browser]


def how_to_open(window: PrivateWindow, _: Gettext) -> str:
    """Tell which keys to press or which menu to open, or on phones what to tap."""
    if window.keys is None:
        return _on_phones(window.browser, _)
    return _with_keys(window.browser, _).format(keys=window.keys)


def _with_keys(browser: Browser, _: Gettext) -> str:
    return {
        Browser.EDGE: _(
            "Press **{keys}** in Microsoft Edge, or open its menu (**…**, top right) and choose "
            "**New InPrivate window**."
        ),
        Browser.CHROME: _(
            "Press **{keys}** in Google Chrome, or open its menu (**⋮**, top right) and choose "
            "**New Incognito window**."
        ),
        Browser.FIREFOX: _(
            "Press **{keys}** in Firefox, or open its menu (**☰**, top right) and choose "
            "**New private window**."
        ),
        Browser.SAFARI: _(
            "Press **{keys}** in Safari, or choose **File** in the menu bar and then "
            "**New Private Window**."
        ),
    }[browser]


def _on_phones(browser: Browser, _: Gettext) -> str:
    return {
        Browser.EDGE: _(
            "In Microsoft Edge, open the tabs (the square with a number), choose **InPrivate** "
            "and then **+**."
        ),
        Browser.CHROME: _(
            "In Google Chrome, open the menu (the three dots) and choose **New Incognito tab**."
        ),
        Browser.FIREFOX: _(
            "In Firefox, open the tabs (the square with a number), choose **Private** (the mask) "
            "and then **+**."
        ),
        Browser.SAFARI: _(
            "In Safari, hold the tabs button (the two squares) and choose **New Private Tab**."
        ),
    }[browser]
