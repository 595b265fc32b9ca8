"""Every card that offers people to sign in, or says what became of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from bot.chat.language import Listener
from bot.chat.reply import Card
from bot.conversation.own_rights import OffersSignIn
from bot.results.pictures import hidden
from bot.results.questions import interview_view
from bot.results.view import Presenter
from bot.texts import sign_in as words
from bot.texts.remedies import Links
from bot.use_cases.check import Checkup
from bot.use_cases.own import OwnServices, Standing
from cards.checkup import checkup_card
from cards.message import message_card

CARD = UUID(int=1)


@dataclass
class Stands:
    """Everybody stands the same."""

    how: Standing

    def standing(self, person_id: str) -> Standing:
        return self.how

    def services(self, person_id: str) -> OwnServices | None:
        return None

    def decline(self, person_id: str) -> None:
        raise NotImplementedError

    def end(self, person_id: str) -> bool:
        raise NotImplementedError


def every_sign_in(
    checkups: Iterable[tuple[str, Checkup]], links: Links, listener: Listener
) -> Iterator[tuple[str, Card]]:
    """Name to card."""
    _ = listener.gettext
    presenter = Presenter(hidden, links)
    for standing in Standing:
        offers = OffersSignIn(Stands(standing))
        asked = offers.to_message(interview_view((), links, _), "ada", _)
        yield f"sign_in-questions-{standing.value}", message_card(asked)
        for name, checkup in checkups:
            view = presenter.checkup(checkup, CARD, listener)
            yield (
                f"sign_in-{name}-{standing.value}",
                checkup_card(offers.to_checkup(view, checkup, _)),
            )
    for text in (words.offered, words.not_offered, words.failed):
        yield f"sign_in-{text.__name__}", message_card(text(_))
    for ended in (True, False):
        yield f"signed_out-{ended}", message_card(words.signed_out(ended, _))
