import pytest

from bot.storage.database import Database
from tests.outbox.fakes import PostOffice
from tests.outbox.reaching import Post


@pytest.fixture
def office(database: Database) -> PostOffice:
    return PostOffice(database)


@pytest.fixture
def post(database: Database) -> Post:
    """A post office that reaches people."""
    return Post(database)
