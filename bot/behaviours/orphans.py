"""Finishes the cards of processes that ended before they had a result.

What a card is comes from its row's record: one by which an agent follows a case shows the case
again, and never the person's pictures; every other one gets a new check.
"""

import asyncio
from contextlib import suppress

from bot.behaviours.follow_case.behaviour import finish as finish_following
from bot.behaviours.follow_case.record import following_in
from bot.chat.stores import CardRow
from bot.chat.turn import Answered
from bot.results.record import record_of
from bot.services import Services


async def finish_orphans(services: Services) -> None:
    """Finish a batch of the cards whose process ended while it worked on them."""
    orphans = await services.cards.orphans()
    await asyncio.gather(*(finish(row, services) for row in orphans))


async def finish(row: CardRow, services: Services) -> None:
    """Finish one orphaned card, as an update or as a new message.

    Orphaned are cards whose process ended, and results that the channel refused.

    An interrupted write is not repeated: nobody knows how far it came, and the person has not
    seen what is stored now. They can press again on the new card.
    """
    with suppress(Answered):
        async with services.cards.finish(row) as card:
            if record := following_in(row):
                await finish_following(card, record, services)
                return
            window = record_of(row).window
            found = await services.photo_services.of(row.actor, row.subject).check()
            result = services.results.of_check(found, row.id, card.reader, window=window)
            await card.show(*result)
