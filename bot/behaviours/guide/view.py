"""From a place in the guide to what its card shows."""

from dataclasses import dataclass

from bot.behaviours.guide import texts as words
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
from bot.results.guide_position import (
    AtStep,
    ChoosingBrowser,
    ChoosingSystem,
    Place,
    data_of,
    first_step,
)
from bot.results.looks import Looks
from bot.results.recheck_texts import look_again_button
from bot.texts.browsers import browser_name, system_name
from bot.texts.remedies import Links
from cards.views import Button, Fact, GuideView, Link


@dataclass(frozen=True)
class Guidebook:
    """Shows every place in the guide."""

    links: Links

    def view(self, place: Place, looks: Looks, _: Gettext) -> GuideView:
        """The card of a place; `looks` is whether the bot can check what came of it."""
        match place:
            case ChoosingSystem():
                return self._systems(_)
            case ChoosingBrowser(system):
                return self._browsers(system, _)
            case AtStep(looks_different=True):
                return self._sights(place, _)
            case AtStep():
                return self._step(place, looks, _)

    def _systems(self, _: Gettext) -> GuideView:
        return GuideView(
            title=_("Which device do you use?"),
            progress=_("Before the first step"),
            instructions=words.choose_system(_),
            note=words.microsofts_pages(self.links, _),
            buttons=tuple(
                _to(ChoosingBrowser(system), system_name(system, _)) for system in System
            ),
        )

    def _browsers(self, system: System, _: Gettext) -> GuideView:
        return GuideView(
            title=_("Which browser do you use?"),
            progress=_("Before the first step"),
            instructions=(_("Each opens a private window in a way of its own."),),
            note=words.microsofts_pages(self.links, _),
            buttons=(
                *(_to(_first(browser, system), browser_name(browser)) for browser in _on(system)),
                _to(ChoosingSystem(), _("Back")),
            ),
        )

    def _step(self, here: AtStep, looks: Looks, _: Gettext) -> GuideView:
        last = (words.after_the_steps(looks, _),) if here.step is GuideStep.WAIT else ()
        return GuideView(
            title=words.step_title(here.step, here.window, self.links, _),
            progress=words.progress(here.step, _),
            instructions=(*words.step_words(here.step, here.window, self.links, _), *last),
            note=words.microsofts_pages(self.links, _),
            buttons=self._buttons(here, looks, _),
        )

    def _sights(self, here: AtStep, _: Gettext) -> GuideView:
        seen = sights(here.step, here.window, self.links, _)
        return GuideView(
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

    def _buttons(self, here: AtStep, looks: Looks, _: Gettext) -> tuple[Button | Link, ...]:
        following = step_after(here.step)
        onward = (
            (_to(AtStep(here.window, following), _("I did this"), primary=True),)
            if following
            else _at_the_end(here, looks, _)
        )
        return (
            *onward,
            *self._link(here.step, _),
            _back(here, _),
            _to(AtStep(here.window, here.step, looks_different=True), _looks_different(_)),
            *((_check(_("Check again"), here),) if following else ()),
        )

    def _link(self, step: GuideStep, _: Gettext) -> tuple[Link, ...]:
        if step is not GuideStep.PORTAL:
            return ()
        title = _("Open {portal}").format(portal=self.links.portal_name)
        return (Link(title, self.links.portal),)


def _at_the_end(here: AtStep, looks: Looks, _: Gettext) -> tuple[Button, ...]:
    """A promise to look is made only by who can look when nobody asks."""
    if looks is Looks.NEVER:
        return (_check(_("It is still wrong"), here, primary=True),)
    later = (look_again_button(_),) if looks is Looks.BY_ITSELF else ()
    return (_check(_("Check now"), here, primary=True), *later)


def _check(title: str, here: AtStep, *, primary: bool = False) -> Button:
    """A check that knows where to begin if the steps have to be done again."""
    return Button(title, "check", first_step(data_of(here)), primary=primary)


def _back(here: AtStep, _: Gettext) -> Button:
    before = step_before(here.step)
    if before is None:
        return _to(ChoosingBrowser(here.window.system), _("Use another browser"))
    return _to(AtStep(here.window, before), _("Back"))


def _to(place: Place, title: str, *, primary: bool = False) -> Button:
    return Button(title, "guide", data_of(place), primary=primary)


def _looks_different(_: Gettext) -> str:
    return _("It doesn't look like that")


def _on(system: System) -> tuple[Browser, ...]:
    return BROWSERS[system]


def _first(browser: Browser, system: System) -> AtStep:
    return AtStep(PrivateWindow(browser, system), GuideStep.PRIVATE_WINDOW)
