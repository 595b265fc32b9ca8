"""Every card of the guide, and of the questions that are asked where nothing may be read."""

from collections.abc import Iterator

from bot.behaviours.guide.position import AtStep, Position, button_to
from bot.behaviours.guide.view import Guidebook
from bot.chat.language import Gettext
from bot.chat.surface import Card
from bot.photos.guide import Browser, GuideStep, System
from bot.results.questions import interview_view
from bot.texts.links import Links
from bot.use_cases.service import CanCheck
from cards.render import card_of
from tests.behaviours.guide.every_position import POSITIONS
from tests.photos.interviews import every_interview


def every_guide_card(links: Links, _: Gettext) -> Iterator[tuple[str, Card]]:
    """Name to card."""
    book = Guidebook(links)
    for position in filter(_reads_differently, POSITIONS):
        name = "-".join(("guide", *button_to(position).titled("").data.values()))
        yield name, card_of(book.view(position, CanCheck.BY_ITSELF, _))
        if isinstance(position, AtStep) and position.step is GuideStep.WAIT:
            for can_check in (CanCheck.WHEN_ASKED, CanCheck.NEVER):
                view = book.view(position, can_check, _)
                yield f"{name}-{can_check.value}", card_of(view)
    for answers, _led_to in every_interview():
        yield "-".join(("interview", *answers)), card_of(interview_view(answers, links, _))


def _reads_differently(position: Position) -> bool:
    """Browsers differ in the first step alone, and the others only between desk and phone."""
    if not isinstance(position, AtStep) or position.step is GuideStep.PRIVATE_WINDOW:
        return True
    one = {System.WINDOWS: Browser.EDGE, System.IOS: Browser.SAFARI}
    return one.get(position.window.system) is position.window.browser
