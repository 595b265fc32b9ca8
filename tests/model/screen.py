"""One card that was shown, and the truth at that moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.results.record import Evidence
from tests.behaviours.fakes import Shown
from tests.cards.first_look import first_look
from tests.model.truth import Truth


@dataclass(frozen=True)
class Screen:
    """What was shown, what was kept of it, and what was true before and at that moment."""

    shown: Shown
    evidence: Evidence | None
    before: Truth
    truth: Truth

    @property
    def title(self) -> str:
        title: str = self.shown.card["body"][0]["text"]
        return title

    @property
    def is_check_result(self) -> bool:
        """Whether it shows copies side by side."""
        return any(each["type"] == "ColumnSet" for each in self.shown.card["body"])

    def offer(self, verb: str | None) -> Mapping[str, Any] | None:
        """The button of this verb, or else the one that is offered before all others."""
        wanted = ("verb", verb) if verb else ("style", "positive")
        # A link leads out of the chat.
        actions = [each for each in first_look(self.shown.card).buttons if "verb" in each]
        return next((each for each in actions if wanted in each.items()), None)
