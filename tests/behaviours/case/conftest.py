import pytest

from bot.storage.database import Database
from tests.behaviours.case.desk import Helpdesk


@pytest.fixture
async def helpdesk(database: Database) -> Helpdesk:
    helpdesk = Helpdesk(database)
    await helpdesk.open()
    return helpdesk


@pytest.fixture
async def sent(helpdesk: Helpdesk) -> Helpdesk:
    """The person was just written to."""
    await helpdesk.asks()
    await helpdesk.work()
    assert len(helpdesk.channel.cards) == 1
    return helpdesk
