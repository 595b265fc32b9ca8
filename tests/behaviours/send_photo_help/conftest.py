import pytest

from bot.storage.conversations import Conversations
from bot.storage.database import Database
from tests.behaviours.fakes import CHAT
from tests.behaviours.send_photo_help.desk import Desk


@pytest.fixture
async def desk(database: Database) -> Desk:
    """The person has used the bot before."""
    await Conversations(database).remember(CHAT)
    return Desk(database)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine takes longer than a client waits."""
    monkeypatch.setattr("bot.behaviours.send_photo_help.behaviour.WORK_SECONDS", 20.0)
