import pytest

from bot.http.retry import Bounds, Retries
from tests.http.issuer import key, other_key
from tests.m365.fakes import FakeTime

__all__ = ["key", "other_key"]


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def retries(time: FakeTime) -> Retries:
    return Retries(Bounds(), sleep=time.sleep, random=lambda: 1.0, clock=time.clock)
