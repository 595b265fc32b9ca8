"""Builds the addresses of the pictures on cards."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.config.settings import Settings
from bot.core.background import repeat, running
from bot.core.clock import Now
from bot.pictures.addresses import SealedAddresses
from bot.pictures.keys import RENEW_SECONDS, PictureKeys
from bot.results.pictures import PictureAddress, hidden, inline
from bot.storage.database import Database
from bot.storage.picture_keys import PictureKeyRows


@asynccontextmanager
async def open_picture_addresses(
    settings: Settings, database: Database, now: Now
) -> AsyncIterator[SealedAddresses | None]:
    """Renew the keys while the context is open; None where cards have no addresses.

    Without keys, as while the database takes no writes, cards hold their pictures themselves.
    """
    if settings.pictures != "https" or settings.public_url is None:
        yield None
        return
    keys = PictureKeys(PictureKeyRows(database), now)
    async with running(repeat(keys.renew, every=RENEW_SECONDS, sleep=asyncio.sleep)):
        yield SealedAddresses(keys, settings.public_url, settings.pictures_good_for, now)


def picture_in_card(settings: Settings) -> PictureAddress:
    """Return what puts a picture into a card; with `https` too, where no replica could read it."""
    return hidden if settings.pictures == "none" else inline
