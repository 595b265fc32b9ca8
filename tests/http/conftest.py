import pytest

from bot.http.retry import Bounds, Retries
from tests.m365.fakes import FakeTime


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def retries(time: FakeTime) -> Retries:
    return Retries(Bounds(), sleep=time.sleep, random=lambda: 1.0, clock=time.clock)
