from uuid import uuid4

import pytest

from bot.storage.database import Database
from bot.storage.watch import WatchRows
from tests.storage.watch.sweeping import RETENTION


@pytest.fixture
def rows(database: Database) -> WatchRows:
    return WatchRows(database, uuid4, RETENTION)
