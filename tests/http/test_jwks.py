"""The signing keys: fetched once, rolled over, and kept when the host fails."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from yarl import URL

from bot.http.jwks import Keys, signing_keys
from bot.http.problem import Refusal
from tests.http.issuer import Issuer, Key, jwk
from tests.teams.fakes import Time


@dataclass
class Source:
    issuer: Issuer
    time: Time
    keys: Keys

    async def refused(self, key_id: str) -> str:
        with pytest.raises(Refusal) as refusal:
            await self.keys.find(key_id)
        return refusal.value.code


@pytest.fixture
async def source(key: Key) -> AsyncIterator[Source]:
    issuer, time = Issuer([jwk(key, "k1")]), Time()
    async with TestServer(issuer.app()) as server, aiohttp.ClientSession() as session:
        metadata = str(server.make_url("/openid"))
        yield Source(issuer, time, Keys(session, metadata, clock=time, sleep=time.sleep))


async def test_a_key_is_fetched_when_it_is_first_needed_and_then_kept(source: Source) -> None:
    found = [await source.keys.find("k1") for _ in range(3)]
    assert {key.key_id for key in found} == {"k1"}
    assert found[0].endorsements == {"msteams", "webchat"}
    assert source.issuer.fetches == 1


async def test_requests_at_one_time_share_one_fetch(source: Source) -> None:
    await asyncio.gather(*(source.keys.find("k1") for _ in range(20)))
    assert source.issuer.fetches == 1


async def test_a_new_key_is_found_at_once(source: Source, other_key: Key) -> None:
    await source.keys.find("k1")
    source.issuer.keys = [jwk(other_key, "k2")]
    source.time.now += 5
    assert (await source.keys.find("k2")).key_id == "k2"


async def test_a_key_that_was_withdrawn_is_not_known_any_more(
    source: Source, other_key: Key
) -> None:
    await source.keys.find("k1")
    source.issuer.keys = [jwk(other_key, "k2")]
    await source.keys.refresh()
    assert await source.refused("k1") == "unknown_key"


async def test_unknown_key_ids_do_not_cause_a_fetch_each(source: Source) -> None:
    async def sleep(seconds: float) -> None:
        # All ask before the first has waited.
        await asyncio.sleep(0)
        await source.time.sleep(seconds)

    source.keys._sleep = sleep
    await source.keys.find("k1")
    for _ in range(50):
        await asyncio.gather(*(source.refused(f"made up {number}") for number in range(20)))
    # 1,000 ids that nobody has: each waits for a fetch, and one comes every five seconds.
    assert source.issuer.fetches == 51
    assert source.time.pauses == [5.0] * 50


async def test_a_made_up_key_id_does_not_delay_a_new_key_by_more_than_five_seconds(
    source: Source, other_key: Key
) -> None:
    await source.keys.find("k1")
    assert await source.refused("made up") == "unknown_key"
    source.issuer.keys.append(jwk(other_key, "k2"))
    asked = source.time.now
    assert (await source.keys.find("k2")).key_id == "k2"
    assert source.time.now - asked <= 5


async def test_a_flood_of_made_up_key_ids_is_refused_at_once_and_still_brings_the_new_key(
    source: Source, other_key: Key
) -> None:
    await source.keys.find("k1")
    may_fetch = asyncio.Event()

    async def sleep(seconds: float) -> None:
        await may_fetch.wait()
        source.time.now += seconds

    source.keys._sleep = sleep
    flood = [asyncio.create_task(source.refused(f"made up {number}")) for number in range(1000)]
    done, waiting = await asyncio.wait(flood, timeout=0.1)
    assert (len(done), len(waiting)) == (900, 100)
    source.issuer.keys.append(jwk(other_key, "k2"))
    may_fetch.set()
    assert {await refused for refused in flood} == {"unknown_key"}
    # The fetch that the flood brought about has read the new key: its first use waits for nothing.
    assert (await source.keys.find("k2")).key_id == "k2"
    assert source.issuer.fetches == 2


async def test_a_known_key_waits_for_nothing_while_unknown_ones_are_looked_for(
    source: Source,
) -> None:
    await source.keys.find("k1")
    await source.refused("made up")
    for _ in range(100):
        await source.keys.find("k1")
    assert source.time.pauses == [5.0]


async def test_a_key_that_is_new_while_a_fetch_is_under_way_is_read_by_the_next(
    source: Source, other_key: Key
) -> None:
    await source.keys.find("k1")
    source.issuer.answered.clear()
    made_up = asyncio.create_task(source.refused("made up"))
    await source.issuer.answered.wait()
    source.issuer.keys = [*source.issuer.keys, jwk(other_key, "k2")]
    assert (await source.keys.find("k2")).key_id == "k2"
    assert await made_up == "unknown_key"
    assert source.issuer.fetches == 3


async def test_somebody_who_waits_and_hangs_up_leaves_the_others_their_turn(
    source: Source, other_key: Key
) -> None:
    await source.keys.find("k1")
    source.keys._sleep = asyncio.sleep
    hung_up = asyncio.create_task(source.keys.find("made up"))
    await asyncio.sleep(0)
    source.issuer.keys.append(jwk(other_key, "k2"))
    real = asyncio.create_task(source.keys.find("k2"))
    await asyncio.sleep(0)
    source.time.now += 5
    hung_up.cancel()
    assert (await real).key_id == "k2"


async def test_while_the_host_fails_an_unknown_key_is_unavailable_and_not_unknown(
    source: Source, other_key: Key
) -> None:
    await source.keys.find("k1")
    source.time.now += 5
    source.issuer.status = 500
    assert [await source.refused("k2") for _ in range(5)] == ["keys_unavailable"] * 5
    assert source.issuer.fetches == 2
    source.issuer.status = 200
    source.issuer.keys.append(jwk(other_key, "k2"))
    source.time.now += 5
    assert (await source.keys.find("k2")).key_id == "k2"


async def test_keys_are_good_for_a_day_while_the_host_fails(source: Source) -> None:
    await source.keys.find("k1")
    source.issuer.status = 500
    source.time.now += 24 * 3600 - 1
    assert not await source.keys.refresh()
    assert (await source.keys.find("k1")).key_id == "k1"
    source.time.now += 1
    assert await source.refused("k1") == "keys_unavailable"
    assert await source.keys.why_not_ready() == "too_old"
    source.issuer.status = 200
    source.time.now += 5
    assert (await source.keys.find("k1")).key_id == "k1"
    assert await source.keys.why_not_ready() is None


async def test_a_failing_host_leaves_the_old_keys(source: Source) -> None:
    await source.keys.find("k1")
    source.issuer.status = 500
    assert not await source.keys.refresh()
    assert (await source.keys.find("k1")).key_id == "k1"
    assert source.keys.ready


async def test_an_answer_without_usable_keys_leaves_the_old_ones(source: Source) -> None:
    await source.keys.find("k1")
    source.issuer.keys = []
    assert not await source.keys.refresh()
    assert (await source.keys.find("k1")).key_id == "k1"


async def test_without_any_key_requests_are_refused_with_503(source: Source) -> None:
    source.issuer.status = 503
    assert [await source.refused("k1") for _ in range(5)] == ["keys_unavailable"] * 5
    assert source.issuer.fetches == 1
    assert await source.keys.why_not_ready() == "not_read"


async def test_a_host_that_comes_back_is_noticed_soon(source: Source) -> None:
    source.issuer.status = 503
    await source.refused("k1")
    source.issuer.status = 200
    source.time.now += 5
    assert (await source.keys.find("k1")).key_id == "k1"


@pytest.mark.parametrize(
    "address", ["http://keys.example/keys", "https://evil.example/keys", "file:///keys", 7, None]
)
async def test_keys_are_not_fetched_from_an_address_that_is_not_allowed(
    source: Source, address: object
) -> None:
    source.issuer.metadata = {"jwks_uri": address}
    assert await source.refused("k1") == "keys_unavailable"


async def test_keys_are_not_fetched_from_another_host_though_it_has_some(source: Source) -> None:
    address = URL(source.keys._metadata).with_path("/keys").with_host("localhost")
    source.issuer.metadata = {"jwks_uri": str(address)}
    assert await source.refused("k1") == "keys_unavailable"


async def test_the_keys_are_refreshed_before_anybody_misses_them(source: Source) -> None:
    class Enough(Exception):
        pass

    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        source.issuer.status = 500
        if len(pauses) == 2:
            raise Enough

    source.keys._sleep = sleep
    with pytest.raises(Enough):
        await source.keys.keep_fresh()
    assert pauses == [3600, 60]


async def test_a_host_that_fails_at_the_start_is_asked_again_after_seconds(source: Source) -> None:
    source.issuer.status = 500

    async def sleep(seconds: float) -> None:
        source.time.pauses.append(seconds)
        source.issuer.status = 200
        if source.keys.ready:
            await asyncio.Event().wait()

    source.keys._sleep = sleep
    keeping = asyncio.create_task(source.keys.keep_fresh())
    await asyncio.wait({keeping}, timeout=0.2)
    assert source.time.pauses == [5.0, 3600.0]
    keeping.cancel()


def unsound(key: Key) -> list[Any]:
    small = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    return [
        None,
        "key",
        {},
        {"kty": "RSA", "kid": "x"},
        {"kty": "oct", "k": "c2VjcmV0", "kid": "x"},
        jwk(key, "x", use="enc"),
        {**jwk(key, "x"), "kid": None},
        jwk(small, "x"),
    ]


def test_entries_that_are_not_sound_signing_keys_are_left_out(key: Key) -> None:
    assert list(signing_keys({"keys": [*unsound(key), jwk(key, "k1")]})) == ["k1"]


@pytest.mark.parametrize("document", [None, [], {}, {"keys": None}, {"keys": {}}, "keys"])
def test_a_document_without_keys_has_none(document: object) -> None:
    assert signing_keys(document) == {}


def test_a_key_without_endorsements_speaks_for_no_channel(key: Key) -> None:
    assert signing_keys({"keys": [jwk(key, "k1", endorsements=None)]})["k1"].endorsements == set()
