import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.storage.cards import Cards
from bot.storage.database import Database
from bot.storage.embedded import embedded_postgres
from bot.storage.outbox import Messages
from tests.storage.campaign_office import Office


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that every user of the system can enter."""
    path = Path(tempfile.mkdtemp(prefix="photobot-tests-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def used_folder() -> AsyncIterator[Path]:
    """A folder in which Postgres has run and stopped; tests share it."""
    with tempfile.TemporaryDirectory(prefix="photobot-tests-", dir="/tmp") as name:
        async with embedded_postgres(Path(name)):
            pass
        yield Path(name)


@pytest.fixture
def made_folder(used_folder: Path, folder: Path) -> Path:
    """A folder in which Postgres has run and stopped, for one test alone."""
    copy = folder / "postgres"
    subprocess.run(["cp", "--archive", used_folder, copy], check=True)
    return copy


@pytest.fixture
def messages(database: Database) -> Messages:
    return Messages(database)


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def cards(database: Database) -> Cards:
    return Cards(database)
