from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.postgres", "tests.shaken"]

# `make check` leaves these to `make test`, and whatever else needs a Postgres. They start processes
# and databases, or draw portraits.
SLOW = (
    "commands",
    "e2e",
    "model",
    "photos/test_compare.py",
    "photos/test_placeholder.py",
    "scenarios",
    "simulation/test_other_clients.py",
    "simulation/test_photographs.py",
    "simulation/test_serve.py",
    "storage",
)
TESTS = Path(__file__).parent

# How long an example takes says how busy the machine is.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: starts processes or a database, or draws portraits")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        needs_postgres = "postgres" in getattr(item, "fixturenames", ())
        if needs_postgres or any(item.path.is_relative_to(TESTS / path) for path in SLOW):
            item.add_marker("slow")
    # Processes take whole files in this order: a long one at the end would keep one of them busy
    # while the others are done. What may take longer than other tests has a time limit of its own.
    patience: defaultdict[Path, tuple[float, bool]] = defaultdict(lambda: (0, False))
    for item in items:
        limit = item.get_closest_marker("timeout")
        seconds = limit.args[0] if limit else 0
        patience[item.path] = max(patience[item.path], (seconds, "slow" in item.keywords))
    items.sort(key=lambda item: patience[item.path], reverse=True)
