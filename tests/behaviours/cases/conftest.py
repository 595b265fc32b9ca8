import pytest

from bot.storage.database import Database
from tests.behaviours.cases.desk import Desk


@pytest.fixture
async def desk(database: Database) -> Desk:
    desk = Desk(database)
    await desk.helpdesk.open()
    return desk
