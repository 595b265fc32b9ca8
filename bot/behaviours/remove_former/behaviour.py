"""Remove pictures under a former name: name those that are provably the person's, and ask first.

They are removed at the press of a button of their own, and never as a part of another act.
"""

from bot.behaviours.decided import decided
from bot.behaviours.remove_former import texts
from bot.chat.card_session import CardSession
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.results.change_texts import Change, changing
from bot.results.record import ResultRecord
from bot.services import Services
from bot.texts.buttons import AskToRemoveFormerButton, RemoveFormerButton
from bot.use_cases.check import CheckResult
from bot.use_cases.former import FormerFiles, may_remove_former

behaviour = Router[Services]()


@behaviour.press(AskToRemoveFormerButton)
async def ask(turn: Turn, services: Services) -> None:
    """Look what is still there, and ask whether to remove it."""
    async with services.cards.session(turn, waiting=texts.looking) as card:
        photos = services.photos(turn)
        found = await photos.check()
        if not isinstance(found, CheckResult):
            await card.show(services.results.declined(found, turn.reader))
            return
        await show_question(card, found, await photos.find_former(found))


async def show_question(card: CardSession, found: CheckResult, former: FormerFiles) -> None:
    """Ask whether to remove what provably is the reader's, or say why nothing can be removed."""
    _ = card.reader.gettext
    if former.removable and may_remove_former(found.granted):
        # The versions that the person decides about: nothing else is removed.
        record = ResultRecord(shown=former.versions)
        await card.show(texts.confirmation(former, card.row.id, _), record)
    else:
        await card.show(texts.not_possible(former, _))


@behaviour.press(RemoveFormerButton)
async def remove_former(turn: Turn, services: Services) -> None:
    """Remove the files that the card named; ask again where this card did not ask."""
    button = RemoveFormerButton.of(turn)
    found = await decided(turn, services, button, button.card)
    if found is None:
        await ask(turn, services)
        return
    row, shown = found
    async with services.cards.session(turn, waiting=changing, row=row) as card:
        act = await services.photos(turn).remove_former(row.id, shown)
        result = services.results.of_act(Change.FORMER_REMOVAL, act, row.id, turn.reader)
        await card.show(*result)
