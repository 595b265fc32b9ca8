from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from bot.chat.stores import Begun
from bot.storage.database import Database
from bot.storage.sign_ins import SignIns
from bot.storage.sweeps import delete_expired

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
FLOW = {"code_verifier": "v", "nonce": "n"}


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sign_ins(database: Database, clock: Clock) -> SignIns:
    return SignIns(database, clock, timedelta(minutes=10))


async def test_an_offer_is_its_persons_for_ten_minutes(sign_ins: SignIns, clock: Clock) -> None:
    offer = uuid4()
    await sign_ins.offer(offer, "ada")
    assert await sign_ins.person_of(offer) == "ada"
    assert await sign_ins.person_of(uuid4()) is None
    clock.now = NOW + timedelta(minutes=10)
    assert await sign_ins.person_of(offer) is None


async def test_a_state_can_be_used_once(sign_ins: SignIns) -> None:
    offer = uuid4()
    await sign_ins.offer(offer, "ada")
    assert await sign_ins.begin(offer, "state", FLOW) == "ada"
    assert await sign_ins.take("another state") is None
    assert await sign_ins.take("state") == Begun("ada", FLOW)
    assert await sign_ins.take("state") is None


async def test_a_page_begins_nothing_without_a_valid_offer(sign_ins: SignIns, clock: Clock) -> None:
    offer = uuid4()
    assert await sign_ins.begin(offer, "state", FLOW) is None
    await sign_ins.offer(offer, "ada")
    clock.now = NOW + timedelta(minutes=10)
    assert await sign_ins.begin(offer, "state", FLOW) is None


async def test_a_state_expires_with_its_offer(sign_ins: SignIns, clock: Clock) -> None:
    offer = uuid4()
    await sign_ins.offer(offer, "ada")
    await sign_ins.begin(offer, "state", FLOW)
    clock.now = NOW + timedelta(minutes=10)
    assert await sign_ins.take("state") is None


async def test_the_state_is_stored_as_a_hash_only(sign_ins: SignIns, database: Database) -> None:
    offer = uuid4()
    await sign_ins.offer(offer, "ada")
    await sign_ins.begin(offer, "a secret state", FLOW)
    async with database.connection() as connection:
        rows = await (await connection.execute("select sign_in::text from sign_in")).fetchall()
    assert len(rows) == 1
    assert "a secret state" not in str(rows)


async def test_expired_offers_are_deleted(sign_ins: SignIns, database: Database) -> None:
    await sign_ins.offer(uuid4(), "ada")
    assert await delete_expired(database, NOW + timedelta(minutes=10)) == 1
