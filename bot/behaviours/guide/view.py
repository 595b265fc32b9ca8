"""The card of each position in the guide."""

from dataclasses import dataclass
from typing import Any

from bot.behaviours.guide import texts as words
from bot.behaviours.guide.position import (
    AtStep,
    ChoosingBrowser,
    ChoosingSystem,
    Position,
    button_to,
    check_from,
)
from bot.behaviours.guide.troubleshooting_texts import sights
from bot.chat.language import Gettext
from bot.photos.guide import (
    BROWSERS,
    Browser,
    GuideStep,
    PrivateWindow,
    System,
    step_after,
    step_before,
)
from bot.texts.browsers import browser_name, system_name
from bot.texts.buttons import look_again_button
from bot.texts.joining import named
from bot.texts.links import Links
from bot.use_cases.service import CanCheck
from cards.views import Button, Fact, GuideView, Link


@dataclass(frozen=True)
class Guidebook:
    """The cards of the guide, with the links of this deployment."""

    links: Links

    def view(self, position: Position, can_check: CanCheck, _: Gettext) -> GuideView:
        """Show a position; `can_check` is whether the bot can check the photo afterwards."""
        match position:
            case ChoosingSystem():
                return self._systems(_)
            case ChoosingBrowser(system):
                return self._browsers(system, _)
            case AtStep(looks_different=True):
                return self._sights(position, _)
            case AtStep():
                return self._step(position, can_check, _)

    def _systems(self, _: Gettext) -> GuideView:
        return _titled(
            _,
            title=_("Which device do you use?"),
            progress=_("Before the first step"),
            instructions=words.choose_system(_),
            note=words.microsofts_pages(self.links, _),
            buttons=tuple(
                _to(ChoosingBrowser(system), system_name(system, _)) for system in System
            ),
        )

    def _browsers(self, system: System, _: Gettext) -> GuideView:
        return _titled(
            _,
            title=_("Which browser do you use?"),
            progress=_("Before the first step"),
            instructions=(_("Each browser opens a private window in its own way."),),
            note=words.microsofts_pages(self.links, _),
            buttons=(
                *(
                    _to(_first_step(browser, system), browser_name(browser))
                    for browser in BROWSERS[system]
                ),
                _to(ChoosingSystem(), _("Back")),
            ),
        )

    def _step(self, here: AtStep, can_check: CanCheck, _: Gettext) -> GuideView:
        last = (words.after_the_steps(can_check, _),) if here.step is GuideStep.WAIT else ()
        return _titled(
            _,
            title=words.step_title(here.step, here.window, self.links, _),
            progress=words.progress(here.step, _),
            instructions=(*words.step_words(here.step, here.window, self.links, _), *last),
            note=words.microsofts_pages(self.links, _),
            buttons=self._buttons(here, can_check, _),
        )

    def _sights(self, here: AtStep, _: Gettext) -> GuideView:
        seen = sights(here.step, here.window, self.links, _)
        return _titled(
            _,
            title=_("What else you may see"),
            progress=words.progress(here.step, _),
            hints=tuple(Fact(what, then) for what, then in seen),
            note=words.microsofts_pages(self.links, _),
            buttons=(
                _to(AtStep(here.window, here.step), _("Back to the step"), primary=True),
                _to(ChoosingSystem(), _("Use another device or browser")),
                _check(_("Check again"), here),
            ),
        )

    def _buttons(self, here: AtStep, can_check: CanCheck, _: Gettext) -> tuple[Button | Link, ...]:
        following = step_after(here.step)
        onward = (
            (_to(AtStep(here.window, following), _("I did this"), primary=True),)
            if following
            else _at_the_end(here, can_check, _)
        )
        return (
            *onward,
            *self._link(here.step, _),
            # In sight, as whoever is stuck here needs it.
            _to(AtStep(here.window, here.step, looks_different=True), _looks_different(_)),
            _back(here, _),
            *((_check(_("Check again"), here),) if following else ()),
        )

    def _link(self, step: GuideStep, _: Gettext) -> tuple[Link, ...]:
        if step is not GuideStep.PORTAL:
            return ()
        title = _("Open {portal}").format(portal=self.links.portal_name)
        return (Link(title, self.links.portal),)


def _titled(_: Gettext, *, title: str, progress: str, **parts: Any) -> GuideView:
    return GuideView(summary=named(progress, title, _), title=title, progress=progress, **parts)


def _at_the_end(here: AtStep, can_check: CanCheck, _: Gettext) -> tuple[Button, ...]:
    """Offer a check, and a later one only where the bot can read without being asked."""
    if can_check is CanCheck.NEVER:
        return (_check(_("It's still wrong"), here, primary=True),)
    later = (look_again_button(_),) if can_check is CanCheck.BY_ITSELF else ()
    return (_check(_("Check now"), here, primary=True), *later)


def _check(title: str, here: AtStep, *, primary: bool = False) -> Button:
    """Make a check button that remembers device and browser for another walk."""
    return check_from(here).titled(title, primary=primary)


def _back(here: AtStep, _: Gettext) -> Button:
    before = step_before(here.step)
    if before is None:
        return _to(ChoosingBrowser(here.window.system), _("Use another browser"))
    return _to(AtStep(here.window, before), _("Back"))


def _to(position: Position, title: str, *, primary: bool = False) -> Button:
    return button_to(position).titled(title, primary=primary)


def _looks_different(_: Gettext) -> str:
    return _("It doesn't look like that")


def _first_step(browser: Browser, system: System) -> AtStep:
    return AtStep(PrivateWindow(browser, system), GuideStep.PRIVATE_WINDOW)
