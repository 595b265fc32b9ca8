import pytest

from bot.storage.database import Database
from tests.behaviours.nudge.office import DAY, ME, Office


@pytest.fixture
async def office(database: Database) -> Office:
    """Somebody whose SharePoint holds an old picture, in a company that asks people."""
    office = Office(database)
    await office.open()
    return office


@pytest.fixture
async def nudged(office: Office) -> Office:
    """Somebody who was just written to about a change."""
    await office.changed()
    await office.passes(DAY)
    assert office.channel.posted == [ME]
    return office
