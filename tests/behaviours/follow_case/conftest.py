import pytest

from bot.storage.database import Database
from tests.behaviours.follow_case.desk import Followed


@pytest.fixture
async def helpdesk(database: Database) -> Followed:
    helpdesk = Followed(database)
    await helpdesk.open()
    return helpdesk


@pytest.fixture
async def sent(helpdesk: Followed) -> Followed:
    """The person was just written to, and Amara's card shows it."""
    await helpdesk.asks()
    await helpdesk.work()
    # The card and the message were sent at once, so that the card may show either state before.
    await helpdesk.work()
    return helpdesk
