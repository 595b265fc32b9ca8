from collections.abc import AsyncIterator

import pytest

from tests.http.issuer import Key
from tests.intents.read_once import INTENTS
from tests.teams.channel import Channel, open_channel
from tests.teams.people import FakeSignIn

recognise = INTENTS.recognise


@pytest.fixture
async def channel(key: Key) -> AsyncIterator[Channel]:
    """A channel that hears texts and signs people in as the bot does."""
    async with open_channel(key, sign_in=FakeSignIn(key).invokes) as opened:
        opened.behaviours.recognise = recognise
        yield opened
