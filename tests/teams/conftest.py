from collections.abc import AsyncIterator, Iterator

import pytest

from tests.http.issuer import Key, key, other_key
from tests.teams.channel import Channel, open_channel
from tests.teams.line import Line, open_line

__all__ = ["key", "other_key"]


@pytest.fixture
async def channel(key: Key) -> AsyncIterator[Channel]:
    async with open_channel(key) as opened:
        yield opened


@pytest.fixture
def no_behaviour_runs(channel: Channel) -> Iterator[None]:
    yield
    assert channel.behaviours.turns == []
    assert channel.commands.requests == []
    assert channel.far_end.sent == []
    assert channel.memory.references == []


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with open_line() as opened:
        yield opened
