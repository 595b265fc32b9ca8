"""“Remove my photo everywhere”: name what would go, and remove it when that is confirmed."""

from bot.behaviours.decided import decided
from bot.behaviours.remove import texts
from bot.behaviours.remove_former.behaviour import show_question
from bot.chat.router import Router
from bot.chat.turn import Turn
from bot.core.failures import FailureReason
from bot.intents import Intent
from bot.photos.readings import NotRead
from bot.photos.versions import picture_versions
from bot.results.change_texts import Change, changing
from bot.results.record import ResultRecord
from bot.services import Services
from bot.texts.buttons import AskToRemoveButton, RemoveButton
from bot.use_cases.check import CheckResult
from bot.use_cases.remove import Removal

behaviour = Router[Services]()


@behaviour.says(Intent.REMOVE)
@behaviour.press(AskToRemoveButton)
async def ask(turn: Turn, services: Services) -> None:
    """Check what is stored, and ask whether to remove it."""
    _ = turn.reader.gettext
    async with services.cards.session(turn, waiting=texts.looking) as card:
        photos = services.photos(turn)
        found = await photos.check()
        if isinstance(found, NotRead) and found.why is FailureReason.NOT_PERMITTED:
            await card.show(texts.not_possible(Removal(), services.links, _))
        elif not isinstance(found, CheckResult):
            await card.show(services.results.declined(found, turn.reader))
        else:
            removal, former = await photos.plan_removal(found), await photos.find_former(found)
            if removal.is_nothing and (former.there or former.unread):
                await show_question(card, found, former)
                return
            # The versions that the person decides about: newer pictures are not removed.
            record = ResultRecord(shown=picture_versions(found.readings))
            await card.show(texts.question(removal, card.row.id, services.links, _), record)


@behaviour.press(RemoveButton)
async def remove(turn: Turn, services: Services) -> None:
    """Remove what the card named, unless it has changed; ask again where the card did not ask."""
    button = RemoveButton.of(turn)
    found = await decided(turn, services, button, button.card)
    if found is None:
        await ask(turn, services)
        return
    row, shown = found
    async with services.cards.session(turn, waiting=changing, row=row) as card:
        act = await services.photos(turn).remove(row.id, shown)
        result = services.results.of_act(Change.REMOVAL, act, row.id, turn.reader)
        await card.show(*result)
