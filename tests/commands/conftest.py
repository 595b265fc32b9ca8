import json
import logging
from collections.abc import Callable, Iterator
from functools import partial

import pytest
import structlog

from bot.__main__ import main
from simulation.running import Simulation
from tests.config.conftest import nothing_set
from tests.use_cases.tenant import environment, served, tenant

__all__ = ["nothing_set", "served", "tenant"]

Run = Callable[..., tuple[int, str, str]]
SignIn = Callable[[str], None]


@pytest.fixture(autouse=True)
def logs_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands set logs up for the whole process; here that ends with the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    others = {name: logging.getLogger(name).level for name in ("bot", "access", "msal")}
    without_cache = partial(_configure, structlog.configure)
    monkeypatch.setattr(structlog, "configure", without_cache)
    yield
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level
    for name, former in others.items():
        logging.getLogger(name).setLevel(former)
    logging.captureWarnings(capture=False)


def _configure(configure: Callable[..., None], **options: object) -> None:
    configure(**{**options, "cache_logger_on_first_use": False})


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command: exit status, standard output, standard error."""

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        return status, *capsys.readouterr()

    return command


@pytest.fixture
def signed_in_as(monkeypatch: pytest.MonkeyPatch, tenant: Simulation) -> SignIn:
    """Sets what an administrator of the tenant sets, for one of its applications."""

    def sign_in(app: str) -> None:
        for name, value in environment(tenant, app).items():
            monkeypatch.setenv(name, value if isinstance(value, str) else json.dumps(value))

    return sign_in
