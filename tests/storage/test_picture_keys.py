"""The keys of addresses of pictures: the same in every process, and dropped when they are over."""

import asyncio
from datetime import timedelta

from bot.pictures.addresses import SealedAddresses, ShownCopy
from bot.pictures.keys import PictureKeys
from bot.storage.database import Database
from bot.storage.picture_keys import PictureKeyRows
from tests.behaviours.fakes import FakeClock
from tests.photos.examples import ACCOUNT, photo
from tests.pictures.sealing import HOUR, PUBLIC, parts_of


async def test_processes_that_start_at_a_time_share_one_key(database: Database) -> None:
    rows, clock = PictureKeyRows(database), FakeClock()
    replicas = [PictureKeys(rows, clock) for _ in range(6)]
    await asyncio.gather(*(each.renew() for each in replicas))
    maker, *others = (SealedAddresses(each, PUBLIC, HOUR, clock) for each in replicas)
    address = parts_of(maker(ACCOUNT.id, None, photo()))
    assert all(isinstance(each.read(*address), ShownCopy) for each in others)


async def test_keys_are_there_a_day_ahead_and_dropped_two_days_after(database: Database) -> None:
    rows, clock = PictureKeyRows(database), FakeClock()
    keys = PictureKeys(rows, clock)
    today = clock().date()
    for _ in range(5):
        await keys.renew()
        clock.advance(24 * 3600)
    kept = await rows.renew({}, today)
    assert sorted(kept) == [today + timedelta(days=day) for day in range(2, 6)]
    assert len(set(kept.values())) == 4
