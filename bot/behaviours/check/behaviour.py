"""“My photo is wrong”: read every copy of the photo and show what was found.

Also finishes the cards of processes that ended before they had a result.
"""

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
    # Kept from the start, so that whoever finishes the card if this process ends knows it too.
    request = ResultRecord(window=window)
    async with services.cards.session(turn, waiting=texts.checking, record=request) as card:
        found = await services.photos(turn).check()
        result = await services.results.of_check(found, card.row.id, turn.reader, window=window)
        await card.show(*result)


async def finish_orphans(services: Services) -> None:
    """Finish a batch of the cards whose process ended while it worked on them."""
    orphans = await services.cards.orphans()
    await asyncio.gather(*(finish(row, services) for row in orphans))


async def finish(row: CardRow, services: Services) -> None:
    """Finish one orphaned card with a new check, as an update or as a new message.

    An interrupted write is not repeated: nobody knows how far it came, and the person has not
    seen what is stored now. They can press again on the new card.
    """
    where = await services.chats.of_person(row.reader)
    if where is None:
        # The person removed the bot, so no card can reach them any more.
        await services.cards.drop(row)
        return
    async with services.cards.finish(row, where) as card:
        window = record_of(row).window
        found = await services.photo_services.of(row.actor, row.subject).check()
        result = await services.results.of_check(found, row.id, card.reader, window=window)
        await card.show(*result)
