"""Every card of the guide, and of the questions that are asked where nothing may be read."""

from collections.abc import Iterator

from bot.behaviours.guide.view import Guidebook
from bot.chat.language import Gettext
from bot.chat.reply import Card
from bot.photos.guide import Browser, GuideStep, System
from bot.results.guide_position import AtStep, Place, data_of
from bot.results.looks import Looks
from bot.results.questions import interview_view
from bot.texts.remedies import Links
from cards.guide import guide_card
from cards.message import message_card
from tests.conversation.every_place import PLACES
from tests.photos.interviews import every_interview


def every_guide_card(links: Links, _: Gettext) -> Iterator[tuple[str, Card]]:
    """Name to card."""
    book = Guidebook(links)
    for place in filter(_reads_differently, PLACES):
        name = "-".join(("guide", *data_of(place).values()))
        yield name, guide_card(book.view(place, Looks.BY_ITSELF, _))
        if isinstance(place, AtStep) and place.step is GuideStep.WAIT:
            for looks in (Looks.WHEN_ASKED, Looks.NEVER):
                yield f"{name}-{looks.value}", guide_card(book.view(place, looks, _))
    for answers, _led_to in every_interview():
        yield "-".join(("interview", *answers)), message_card(interview_view(answers, links, _))


def _reads_differently(place: Place) -> bool:
    """Browsers differ in the first step alone, and the others only between desk and phone."""
    if not isinstance(place, AtStep) or place.step is GuideStep.PRIVATE_WINDOW:
        return True
    one = {System.WINDOWS: Browser.EDGE, System.IOS: Browser.SAFARI}
    return one.get(place.window.system) is place.window.browser
