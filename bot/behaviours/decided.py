"""Presses that decide about the pictures which their card showed: no newer ones are touched."""

from uuid import UUID

from bot.chat.buttons import CardButton
from bot.chat.stores import CardRow
from bot.chat.turn import Turn
from bot.photos.versions import PictureVersions
from bot.results.record import record_of
from bot.services import Services


async def decided(
    turn: Turn, services: Services, button: CardButton, card: UUID | None
) -> tuple[CardRow, PictureVersions] | None:
    """Return the card that offered this button to the reader, and the versions that it showed.

    None where it offered or showed nothing of the kind: the reader is to be asked anew. Raises
    Answered while the card is being worked on.
    """
    row = await services.cards.offered(turn, button, card)
    shown = record_of(row).shown if row else None
    return (row, shown) if row and shown else None
