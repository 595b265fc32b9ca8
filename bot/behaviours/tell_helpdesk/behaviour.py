"""“Tell my helpdesk”: show the diagnosis of a check as text that the person can send or copy."""

from bot.behaviours.tell_helpdesk.summary import helpdesk_view, summary_lines
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.results import history_texts as texts
from bot.results.record import record_of
from bot.services import Services
from bot.texts.buttons import TellHelpdeskButton

behaviour = Router[Services]()


@behaviour.press(TellHelpdeskButton)
async def tell_helpdesk(turn: Turn, services: Services) -> None:
    """Show the lines for the helpdesk, from the check of the pressed card or from the last one."""
    button = TellHelpdeskButton.of(turn)
    row = await services.cards.checked_row(turn, button, button.card)
    evidence = record_of(row).evidence if row else None
    if evidence is None:
        await turn.show(texts.nothing_to_explain(turn.reader.gettext))
        return
    # Rows keep no name, so it is read now; the object id serves where it can't be read.
    name = await services.photos(turn).upn() or turn.subject
    lines = tuple(summary_lines(evidence, name, turn.reader))
    await turn.show(helpdesk_view(lines, services.links.helpdesk, turn.reader.gettext))
