"""An administrator, and the rows of their database."""

from typing import Any, LiteralString

import psycopg
import pytest
from psycopg.rows import dict_row

from simulation.running import Simulation
from tests.commands.conftest import SignIn
from tests.commands.nudges.changes import ALWAYS, Rows


@pytest.fixture
def administrator(
    monkeypatch: pytest.MonkeyPatch, signed_in_as: SignIn, database_url: str, tenant: Simulation
) -> None:
    """Somebody who runs commands, with a database that is new, at any hour."""
    signed_in_as("writer")
    for name, value in ALWAYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PHOTOBOT_WATCH", "on")


@pytest.fixture
def rows(database_url: str) -> Rows:
    def execute(query: LiteralString, *values: object, **named: object) -> list[dict[str, Any]]:
        with (
            psycopg.connect(database_url, autocommit=True, row_factory=dict_row) as connection,
            connection.execute(query, named or values or None) as cursor,
        ):
            return cursor.fetchall() if cursor.description else []

    return execute
