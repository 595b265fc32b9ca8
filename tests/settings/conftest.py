import os

import pytest

from bot.settings import Settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without any setting of Photobot's."""
    known = {str(field.alias).casefold() for field in Settings.model_fields.values()}
    for name in os.environ:
        if name.casefold() in known:
            monkeypatch.delenv(name)
