from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.readings import AccountReading, NoAccount, NotRead
from bot.use_cases import people
from bot.use_cases.people import People
from bot.use_cases.ports import Person
from tests.behaviours.fakes import FakeClock
from tests.photos.examples import ACCOUNT, UPN
from tests.use_cases.fakes import FakeMicrosoft365

RENAMED = "another.name@contoso.com"


async def test_somebody_is_found_by_object_id_and_by_name() -> None:
    everybody = People(FakeMicrosoft365(), FakeClock())
    assert await everybody.find(ACCOUNT.id) == Person(ACCOUNT.id, UPN)
    assert await everybody.find(UPN) == Person(ACCOUNT.id, UPN)


async def test_somebody_is_looked_up_once() -> None:
    microsoft_365 = FakeMicrosoft365()
    everybody = People(microsoft_365, FakeClock())
    await everybody.find(ACCOUNT.id)
    await everybody.find(ACCOUNT.id)
    assert microsoft_365.asked == [f"account {ACCOUNT.id}"]


@pytest.mark.parametrize("reading", [NoAccount(), NotRead(FailureReason.TIMED_OUT)])
async def test_whoever_was_not_found_is_looked_for_again(reading: AccountReading) -> None:
    microsoft_365 = FakeMicrosoft365(reading)
    everybody = People(microsoft_365, FakeClock())
    assert await everybody.find(ACCOUNT.id) == reading
    microsoft_365.whose = ACCOUNT
    assert await everybody.find(ACCOUNT.id) == Person(ACCOUNT.id, UPN)


async def test_the_person_looked_up_longest_ago_is_forgotten_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people, "MAX_PEOPLE", 2)
    microsoft_365 = FakeMicrosoft365()
    everybody = People(microsoft_365, FakeClock())
    for name in ("a", "b", "a", "c", "a", "b"):
        microsoft_365.whose = replace(ACCOUNT, id=name)
        await everybody.find(name)
    assert microsoft_365.asked == ["account a", "account b", "account c", "account b"]


async def test_nobody_goes_by_a_former_name_for_longer_than_minutes() -> None:
    microsoft_365, clock = FakeMicrosoft365(), FakeClock()
    everybody = People(microsoft_365, clock)
    await everybody.find(ACCOUNT.id)
    microsoft_365.whose = replace(ACCOUNT, upn=RENAMED)
    clock.advance(people.KEPT_SECONDS - 1)
    assert await everybody.find(ACCOUNT.id) == Person(ACCOUNT.id, UPN)
    clock.advance(1)
    assert await everybody.find(ACCOUNT.id) == Person(ACCOUNT.id, RENAMED)
    assert people.KEPT_SECONDS <= 600


async def test_who_was_looked_up_anew_is_found_by_their_new_name() -> None:
    microsoft_365 = FakeMicrosoft365()
    everybody = People(microsoft_365, FakeClock())
    await everybody.find(ACCOUNT.id)
    microsoft_365.whose = replace(ACCOUNT, upn=RENAMED)
    assert await everybody.find_anew(ACCOUNT.id) == Person(ACCOUNT.id, RENAMED)
    assert await everybody.find(ACCOUNT.id) == Person(ACCOUNT.id, RENAMED)


async def test_who_was_deleted_meanwhile_is_not_known_any_more() -> None:
    microsoft_365 = FakeMicrosoft365()
    everybody = People(microsoft_365, FakeClock())
    await everybody.find(ACCOUNT.id)
    microsoft_365.whose = NoAccount()
    assert await everybody.find_anew(ACCOUNT.id) == NoAccount()
    assert await everybody.find(ACCOUNT.id) == NoAccount()
