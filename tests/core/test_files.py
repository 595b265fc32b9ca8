"""The limit of open files is raised as far as is allowed and useful."""

import resource
from collections.abc import Iterator

import pytest

from bot.core.files import MAX_FILES, file_limit, raise_file_limit


@pytest.fixture(autouse=True)
def low() -> Iterator[int]:
    """A soft limit as low as systems set it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    yield 256
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_the_soft_limit_is_raised_to_the_hard_one_within_reason() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    raise_file_limit()
    wanted = MAX_FILES if hard == resource.RLIM_INFINITY else min(hard, MAX_FILES)
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (wanted, hard)
    assert file_limit() == wanted


def test_a_limit_that_is_high_enough_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.core.files.MAX_FILES", 100)
    raise_file_limit()
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 256


def test_a_system_that_refuses_keeps_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ValueError

    with monkeypatch.context() as patched:
        patched.setattr(resource, "setrlimit", refuse)
        raise_file_limit()
    assert file_limit() == 256


def test_no_limit_counts_as_a_high_one(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    with monkeypatch.context() as patched:
        patched.setattr(resource, "getrlimit", lambda _: endless)
        assert file_limit() == MAX_FILES
        raise_file_limit()
