from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.app.infrastructure import Infrastructure, changes_of
from bot.app.watch import watching
from bot.config.settings import Settings
from bot.storage.database import Database
from bot.storage.own_writes import OwnWriteRows
from bot.use_cases.authorizer import Authorizer


def settings(**given: Any) -> Settings:
    return Settings.model_validate(given)


async def test_nothing_is_opened_or_stored_where_nothing_is_watched() -> None:
    # There is no database, and no registration to sign in with.
    parts = cast(Infrastructure, SimpleNamespace(settings=settings(), database=None))
    async with watching(parts):
        pass
    assert changes_of(settings(), cast(Database, None), Authorizer()).own_writes is None


@pytest.mark.parametrize("watch", ["shadow", "pilot", "on"])
def test_own_writes_are_noted_where_somebody_watches(watch: str) -> None:
    changes = changes_of(settings(PHOTOBOT_WATCH=watch), cast(Database, None), Authorizer())
    assert isinstance(changes.own_writes, OwnWriteRows)
