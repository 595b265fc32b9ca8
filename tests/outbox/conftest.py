import pytest

from bot.storage.database import Database
from tests.outbox.fakes import PostOffice


@pytest.fixture
def office(database: Database) -> PostOffice:
    return PostOffice(database)
