import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from tests.chat.privacy.scene import Scene


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    yield scene
    await asyncio.gather(*scene.tasks, return_exceptions=True)
