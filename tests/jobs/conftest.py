from collections.abc import AsyncIterator

import pytest
from procrastinate import App

from bot.jobs.queue import open_queue
from tests.jobs.recording import Recording


@pytest.fixture
async def app(database_url: str) -> AsyncIterator[App]:
    """The queue on an empty database."""
    async with open_queue(database_url) as app:
        yield app


@pytest.fixture
def recording() -> Recording:
    """Handlers that do what they are asked at once."""
    recording = Recording()
    recording.door.set()
    return recording
