"""“My photo is wrong”, and every button that checks again."""

import asyncio

from bot.chat.router import Router
from bot.chat.stores import CardRow
from bot.chat.turn import Turn
from bot.intents import Intent
from bot.results.record import ResultRecord, record_of
from bot.services import Services
from bot.texts import general as texts
from bot.texts.buttons import CheckButton

behaviour = Router[Services]()


@behaviour.says(Intent.WRONG_PHOTO, Intent.SYNC)
@behaviour.press(CheckButton)
async def check(turn: Turn, services: Services) -> None:
    """Check every copy, and show what was found."""
    window = CheckButton.of(turn).window
    asked = ResultRecord(window=window)
    async with services.cards.session(turn, waiting=texts.checking, record=asked) as card:
        found = await services.photos(turn).check()
        result = await services.results.of_check(found, card.row.id, turn.reader, window=window)
        await card.show(*result)


async def finish_orphans(services: Services) -> None:
    """Finish the cards that were left waiting when a process ended, some at a time."""
    orphans = await services.cards.orphans()
    await asyncio.gather(*(finish(row, services) for row in orphans))


async def finish(row: CardRow, services: Services) -> None:
    """Show how things are by a new check; a write that was cut off is never repeated by itself.

    A request that was cut off before its first card is answered now.
    """
    where = await services.chats.of_person(row.reader)
    if where is None:
        await services.cards.drop(row)
        return
    async with services.cards.finish(row, where) as card:
        window = record_of(row).window
        found = await services.photo_services.of(row.actor, row.subject).check()
        result = await services.results.of_check(found, row.id, card.reader, window=window)
        await card.show(*result)
