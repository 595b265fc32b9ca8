"""Addresses of pictures: good for their time in every replica, and made by nobody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.photos.readings import Size
from bot.pictures.addresses import NotGood, ShownCopy, digest_of
from tests.behaviours.fakes import FakeClock
from tests.photos.examples import ACCOUNT, photo, thumbnails_of
from tests.pictures.sealing import HOUR, FakeKeyRows, Replica, parts_of, replica

LAST_MINUTES = datetime(2026, 5, 4, 23, 50, tzinfo=UTC)


@pytest.mark.parametrize("size", [None, *Size])
async def test_every_replica_reads_whom_and_what_an_address_names(size: Size | None) -> None:
    rows = FakeKeyRows()
    maker, other = await replica(rows), await replica(rows)
    shown = photo() if size is None else thumbnails_of(1)[size]
    address = maker.addresses(ACCOUNT.id, size, shown)
    named = ShownCopy(ACCOUNT.id, size, digest_of(shown))
    assert other.addresses.read(*parts_of(address)) == named


async def test_an_address_shows_nothing_of_whom_it_names() -> None:
    address = (await replica()).addresses(ACCOUNT.id, None, photo())
    assert address is not None
    for told in (ACCOUNT.id, ACCOUNT.id.replace("-", ""), ACCOUNT.upn, "etag-1"):
        assert told not in address
    # No two are alike, so that nobody can tell that they are the same person's.
    assert address != (await replica()).addresses(ACCOUNT.id, None, photo())


async def test_an_address_is_good_for_its_time_and_then_expired() -> None:
    there = await replica(good_for=HOUR)
    address = parts_of(there.addresses(ACCOUNT.id, None, photo()))
    there.clock.advance(HOUR.total_seconds() - 1)
    assert isinstance(there.addresses.read(*address), ShownCopy)
    there.clock.advance(1)
    assert there.addresses.read(*address) is NotGood.EXPIRED


async def test_a_changed_address_is_nobodys_wherever_it_was_changed() -> None:
    there = await replica()
    day, token = parts_of(there.addresses(ACCOUNT.id, None, photo()))
    for place, letter in enumerate(token):
        changed = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        assert there.addresses.read(day, changed) is NotGood.FORGED
    for short in (token[:-1], token[:20], "A", "=", "-"):
        assert there.addresses.read(day, short) is NotGood.FORGED


async def test_another_companys_address_and_another_days_are_forged() -> None:
    there = await replica()
    day, token = parts_of((await replica()).addresses(ACCOUNT.id, None, photo()))
    assert there.addresses.read(day, token) is NotGood.FORGED
    _, own = parts_of(there.addresses(ACCOUNT.id, None, photo()))
    tomorrow = (there.clock().date() + timedelta(days=1)).isoformat()
    for other in (tomorrow, "2099-01-01", "2026-13-45"):
        assert there.addresses.read(other, own) is NotGood.FORGED


async def test_an_address_outlives_the_day_whose_key_sealed_it() -> None:
    clock, rows = FakeClock(LAST_MINUTES), FakeKeyRows()
    there = await replica(rows, clock)
    address = parts_of(there.addresses(ACCOUNT.id, None, photo()))
    clock.advance(1800)
    # This replica has not renewed its keys since; it uses the next day's all the same.
    assert parts_of(there.addresses(ACCOUNT.id, None, photo()))[0] == "2026-05-05"
    await there.keys.renew()
    assert isinstance(there.addresses.read(*address), ShownCopy)
    assert isinstance((await replica(rows, clock)).addresses.read(*address), ShownCopy)


async def test_the_key_is_another_one_each_day_and_a_dropped_key_is_expired() -> None:
    clock, rows = FakeClock(), FakeKeyRows()
    there = await replica(rows, clock, timedelta(days=1))
    address = parts_of(there.addresses(ACCOUNT.id, None, photo()))
    first = rows.keys[clock().date()]
    for _ in range(4):
        clock.advance(24 * 3600)
        await there.keys.renew()
        assert rows.keys[clock().date()] != first
    assert first not in rows.keys.values()
    assert there.addresses.read(*address) is NotGood.EXPIRED


async def test_a_process_that_was_cut_off_for_days_still_makes_no_false_address() -> None:
    there = await replica()
    there.clock.advance(5 * 24 * 3600)
    address = parts_of(there.addresses(ACCOUNT.id, None, photo()))
    assert isinstance(there.addresses.read(*address), ShownCopy)


async def test_before_the_keys_are_read_no_address_is_made_and_none_is_called_forged() -> None:
    address = parts_of((await replica()).addresses(ACCOUNT.id, None, photo()))
    unready = Replica(FakeKeyRows(), FakeClock())
    assert unready.addresses(ACCOUNT.id, None, photo()) is None
    assert unready.addresses.read(*address) is NotGood.EXPIRED


async def test_who_is_not_known_by_object_id_gets_no_address() -> None:
    assert (await replica()).addresses(ACCOUNT.upn, None, photo()) is None


def test_a_photo_that_was_uploaded_again_is_another_version() -> None:
    again = replace(photo(), etag="etag-2")
    assert digest_of(again) != digest_of(photo())
    # SharePoint's files come without an etag: their bytes tell.
    assert digest_of(thumbnails_of(1)[Size.L]) != digest_of(thumbnails_of(2)[Size.L])
