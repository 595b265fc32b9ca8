"""Somebody who sends a picture."""

import pytest

from tests.behaviours.replace.sending import SENT
from tests.behaviours.stage import Stage


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.pictures.data = SENT
    return stage
