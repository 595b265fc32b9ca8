"""The scene of every test about card sessions."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from tests.chat.card_session.scene import Scene


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    yield scene
    for task in scene.tasks:
        task.cancel()
    await asyncio.gather(*scene.tasks, return_exceptions=True)
