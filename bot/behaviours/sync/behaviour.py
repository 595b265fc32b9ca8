"""Make SharePoint show the Microsoft 365 photo, at the press of a button.

1. `sync` asks whether this card showed this button to this person; otherwise it checks anew.
2. The process that got the press does it, or a worker that alone may write (`sync_by_worker`).
3. `bot.use_cases.service.PhotoService.sync` asks the Authorizer, and `bot.use_cases.changes` takes
   the subject's lease: while another change to this photo is under way, the card says so, and may
   be pressed again. `bot.use_cases.sync.Sync` checks once more: if the photo is another one than
   the card showed, it writes nothing.
4. It writes what is wrong: the three files, then the profile's properties. Before and after each
   write there is a row of the audit; each is read back, and the first that is not verified ends it.
   Where only a signed-in person's own rights allow it, `bot.use_cases.own_sync.OwnSync` uploads
   one picture instead, of which SharePoint makes the three files, and then sets the properties.
5. It checks once more. "Fixed" is said only of what that check read. What files held before is
   kept in memory for an undo, unless a worker wrote them.
"""

from contextlib import suppress
from uuid import UUID

from bot.behaviours.check.behaviour import check
from bot.behaviours.decided import decided
from bot.behaviours.follow_case.behaviour import sync_by_worker as sync_as_agent
from bot.behaviours.follow_case.record import following_in
from bot.chat.router import Router
from bot.chat.stores import CardRow
from bot.chat.turn import Answered, Turn
from bot.photos.versions import PictureVersions
from bot.results.change_texts import Change
from bot.results.record import record_of
from bot.services import Services
from bot.texts import general as texts
from bot.texts.buttons import SyncButton
from bot.use_cases.service import Changed, PhotoService

# Versions that no photo has, for a row that this version of the bot can't read.
NOT_KNOWN = PictureVersions(etag=None, files="")

behaviour = Router[Services]()


@behaviour.press(SyncButton)
async def sync(turn: Turn, services: Services) -> None:
    """Sync the photo that the card showed, and show the check that is made after it.

    Where a worker writes, the card is handed over to it. A press that the card did not offer gets
    a new check, and writes nothing.
    """
    button = SyncButton.of(turn)
    found = await decided(turn, services, button, button.card)
    if found is None:
        await check(turn, services)
        return
    row, _ = found
    if services.writes and await services.writes.may_sync():
        # The card first: the worker takes only a card that was handed over, and its result must
        # not be overwritten by the waiting card.
        await services.cards.hand_over(turn, row, waiting=texts.syncing)
        await services.writes.sync(row.id)
    else:
        async with services.cards.session(turn, waiting=texts.syncing, row=row) as card:
            act = await _sync(services.photos(turn), row)
            result = services.results.of_act(Change.SYNC, act, row.id, turn.reader)
            await card.show(*result)


async def sync_by_worker(card_id: UUID, services: Services) -> None:
    """Do the sync of a card that was handed over; do nothing for a late or repeated job.

    The card may be one on which an agent follows a case, and syncs for its person.

    A worker that may not sync any more leaves the card alone: its lease runs out, and it is
    finished by a new check.
    """
    if not await services.photo_services.may_sync():
        return
    row = await services.cards.take_over(card_id)
    if row is None:
        return
    with suppress(Answered):
        async with services.cards.finish(row) as card:
            if following_in(row):
                await sync_as_agent(card, services)
                return
            act = await _sync(services.photo_services.of(row.actor, row.subject), row)
            # What was overwritten is in this process's memory, and another would get the press.
            result = services.results.of_act(Change.SYNC, act, row.id, card.reader, acts_here=False)
            await card.show(*result)


async def _sync(photos: PhotoService, row: CardRow) -> Changed:
    # The photo that the person saw: one that was uploaded since is not copied unseen.
    return await photos.sync(row.id, record_of(row).shown or NOT_KNOWN)
