"""Views to replies, in the language of the turn."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.chat.finished import Finished, Screens
from bot.chat.language import Gettext, Language, Languages, Listener
from bot.chat.reply import Reply
from bot.chat.stores import CardRow, CardState
from bot.chat.turn import Turn
from bot.texts import general as texts
from cards.message import message_card
from cards.report import report_card
from cards.views import MessageView, ReportView

Text = Callable[[Gettext], MessageView]


@dataclass(frozen=True)
class Speech:
    """Says texts in the language of whoever listens."""

    languages: Languages

    def language(self, locale: str | None) -> Language:
        """The language for a client's language tag."""
        return self.languages.of(locale)

    def listener(self, row: CardRow) -> Listener:
        """Whoever reads this card."""
        return self.languages.listener(row.locale, row.timezone)

    def listens(self, turn: Turn) -> Listener:
        """Whoever takes this turn."""
        return self.languages.listener(turn.where.locale, turn.where.timezone)

    def say(self, locale: str | None, text: Text) -> Reply:
        """Answer with a text."""
        view = text(self.language(locale).gettext)
        return Reply(message_card(view), view.title)

    def report(self, view: ReportView) -> Reply:
        """Answer with something longer."""
        return Reply(report_card(view), view.title)

    def finished(self, view: MessageView, state: CardState = CardState.CHECKED) -> Finished:
        """End the work of a card with a text."""
        return Finished(message_card(view), view.title, state)

    def screens(self, locale: str | None, waiting: Text) -> Screens:
        """What a card shows while there is no result, and when there will be none."""
        _ = self.language(locale).gettext
        return Screens(self.finished(waiting(_)), self.finished(texts.apology(_)))
