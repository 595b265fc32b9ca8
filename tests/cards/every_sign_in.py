"""Every card that offers people to sign in, or says what became of it."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from bot.chat.language import Reader
from bot.chat.surface import Card
from bot.results.pictures import hidden
from bot.results.plain_view import PlainViews
from bot.results.questions import interview_view
from bot.results.same_steps import waiting_for_sharepoint
from bot.results.sign_in_offer import SignInOffer
from bot.texts import sign_in as words
from bot.texts.links import Links
from bot.use_cases.check import CheckResult
from bot.use_cases.own_sync import SignInState
from cards.render import card_of
from tests.behaviours.rights import FakeRights

CARD = UUID(int=1)


def every_sign_in(
    check_results: Iterable[tuple[str, CheckResult]], links: Links, reader: Reader
) -> Iterator[tuple[str, Card]]:
    """Name to card."""
    _ = reader.gettext
    views = PlainViews(hidden, links)
    for state in SignInState:
        offer = SignInOffer(FakeRights(state))
        asked = offer.to_message(interview_view((), links, _), "ada", _)
        yield f"sign_in-questions-{state.value}", card_of(asked)
        for name, check_result in check_results:
            view = offer.to_check_result(
                views.of_check(check_result, CARD, reader), check_result, _
            )
            yield f"sign_in-{name}-{state.value}", card_of(view)
            after_steps = waiting_for_sharepoint(view, check_result, _)
            yield f"sign_in-{name}-{state.value}-after_steps", card_of(after_steps)
    for text in (words.offered, words.not_offered, words.failed):
        yield f"sign_in-{text.__name__}", card_of(text(_))
    for ended in (True, False):
        yield f"signed_out-{ended}", card_of(words.signed_out(ended, _))
