from uuid import uuid4

import pytest

from bot.storage.census import CensusRows
from bot.storage.database import Database
from tests.census.companies import RETENTION, Office
from tests.watch.sweeps import Company


@pytest.fixture
def rows(database: Database) -> CensusRows:
    return CensusRows(database, uuid4, RETENTION)


@pytest.fixture
def office() -> Office:
    return Office(Company({"ada": "1", "bob": "1", "cy": "", "dee": "1", "eve": "1"}))
