"""The cards of every check and every act, as people are shown them."""

from uuid import UUID

from bot.chat.language import load_languages
from bot.results.pictures import hidden
from bot.results.plain_view import PlainViews
from cards.views import ResultView, Section
from tests.cards.every_card import LINKS, every_act_result, every_check_result
from tests.photos.examples import (
    ACCOUNT,
)

CARD = UUID(int=1)
REPLACES = "I can make SharePoint take your photo again, and replace the one it has."
ENGLISH = load_languages().reader(ACCOUNT.id, "en", None)
VIEWS = PlainViews(hidden, LINKS)
CHECKUPS = dict(every_check_result())
SYNCED = dict(every_act_result())


def unchanged(words: str) -> str:
    return words


def unfolded(view: ResultView) -> dict[str, Section]:
    return {section.heading: section for section in view.details.sections}


def told_in(view: ResultView, heading: str) -> str:
    return "\n".join(unfolded(view)[heading].paragraphs)


def shown(name: str) -> ResultView:
    return VIEWS.of_check(CHECKUPS[name], CARD, ENGLISH)
