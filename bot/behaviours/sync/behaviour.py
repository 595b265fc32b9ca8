"""The button that makes SharePoint show the Microsoft 365 photo."""

from dataclasses import replace
from uuid import UUID

from bot.behaviours.check.behaviour import check
from bot.chat.router import Router
from bot.chat.stores import CardRow
from bot.chat.turn import Turn
from bot.results.change_texts import Change
from bot.results.record import record_of
from bot.services import Services
from bot.texts import general as texts
from bot.texts.buttons import SyncButton
from bot.use_cases.service import PhotoService, Unchecked
from bot.use_cases.sync import ActResult

behaviour = Router[Services]()


@behaviour.press(SyncButton)
async def sync(turn: Turn, services: Services) -> None:
    """Sync what the card offered, and show the copies as they are then.

    Where a worker may write and this process may not, the worker does it. Whatever was not offered
    is a new check.
    """
    button = SyncButton.of(turn)
    row = await services.cards.offered(turn, button, button.card)
    if row is None or record_of(row).shown is None:
        await check(turn, services)
    elif services.writes and await services.writes.may_sync():
        await services.cards.hand_over(turn, row, waiting=texts.syncing)
        await services.writes.sync(row.id)
    else:
        async with services.cards.session(turn, waiting=texts.syncing, row=row) as card:
            done = await _sync(services.photos(turn), row)
            result = await services.results.of_act(Change.SYNC, done, row.id, turn.reader)
            await card.show(*result)


async def sync_by_worker(card_id: UUID, services: Services) -> None:
    """Do the sync that was left to a worker; nothing where it came too late, or comes again.

    A worker that has just lost the right leaves the card, which is then finished by a new check.
    """
    if not await services.photo_services.may_sync():
        return
    row = await services.cards.take_over(card_id)
    if row is None:
        return
    where = await services.chats.of_person(row.reader)
    if where is None:
        await services.cards.drop(row)
        return
    # Undo is not offered: the process that is told of a press does not have this one's memory.
    results = replace(services.results, overwritten=None)
    async with services.cards.finish(row, where) as card:
        done = await _sync(services.photo_services.of(row.actor, row.subject), row)
        result = await results.of_act(Change.SYNC, done, row.id, card.reader)
        await card.show(*result)


async def _sync(photos: PhotoService, row: CardRow) -> ActResult | Unchecked:
    shown = record_of(row).shown
    return await photos.sync(row.id, shown.etag if shown else None)
