"""Every card that offers people to sign in, or says what became of it."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from bot.chat.language import Reader
from bot.chat.surface import Card
from bot.results.checkup import CheckupViews
from bot.results.pictures import hidden
from bot.results.questions import interview_view
from bot.results.sign_in_offer import SignInOffer
from bot.texts import sign_in as words
from bot.texts.links import Links
from bot.use_cases.check import Checkup
from bot.use_cases.own import Standing
from cards.render import card_of
from tests.behaviours.rights import FakeRights

CARD = UUID(int=1)


def every_sign_in(
    checkups: Iterable[tuple[str, Checkup]], links: Links, reader: Reader
) -> Iterator[tuple[str, Card]]:
    """Name to card."""
    _ = reader.gettext
    views = CheckupViews(hidden, links)
    for standing in Standing:
        offer = SignInOffer(FakeRights(standing))
        asked = offer.to_message(interview_view((), links, _), "ada", _)
        yield f"sign_in-questions-{standing.value}", card_of(asked)
        for name, checkup in checkups:
            view = offer.to_checkup(views.checkup(checkup, CARD, reader), checkup, _)
            yield f"sign_in-{name}-{standing.value}", card_of(view)
    for text in (words.offered, words.not_offered, words.failed):
        yield f"sign_in-{text.__name__}", card_of(text(_))
    for ended in (True, False):
        yield f"signed_out-{ended}", card_of(words.signed_out(ended, _))
