"""“Why?”: explain the conclusions of a check from what was kept of it."""

from bot.behaviours.explain.view import explanation
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.intents import Intent
from bot.results import history_texts as texts
from bot.results.record import record_of
from bot.services import Services
from bot.texts.buttons import ExplainButton

behaviour = Router[Services]()


@behaviour.says(Intent.WHY)
@behaviour.press(ExplainButton)
async def explain(turn: Turn, services: Services) -> None:
    """Explain the check of the pressed card, or else the person's last one.

    Nothing is read again: the answer is about that check, not about how things are now.
    """
    button = ExplainButton.of(turn)
    row = await services.cards.checked_row(turn, button, button.card)
    if row is None:
        await turn.show(texts.nothing_to_explain(turn.reader.gettext))
        return
    evidence = record_of(row).evidence
    if evidence is None:
        await turn.show(texts.not_kept(turn.reader.gettext))
        return
    await turn.show(explanation(evidence, row.id, services.links, turn.reader))
