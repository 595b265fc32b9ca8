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
    await source.keys.find("k1")
    source.time.now += 5
    for number in range(50):
        assert await source.refused(f"made up {number}") == "unknown_key"
    assert source.issuer.fetches == 2


async def test_an_unknown_key_is_looked_for_again_after_a_while(
    source: Source, other_key: Key
) -> None:
    await source.keys.find("k1")
    source.time.now += 5
    await source.refused("k2")
    source.issuer.keys.append(jwk(other_key, "k2"))
    source.time.now += 300
    assert (await source.keys.find("k2")).key_id == "k2"


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
    assert not source.keys.ready


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
    assert pauses == [6 * 3600, 60]


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
