"""Open files are raised as far as is allowed and useful; freed memory goes back to the system."""

import resource
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from bot.core.process import MAX_FILES, file_limit, give_back_freed_memory, raise_file_limit

MEBIBYTE = 2**20
# A large block is freed first, as any process does sooner or later; without the setting, glibc
# keeps blocks of that size from then on. A small block above them keeps it from giving them back.
BUSY_SECOND = """
import psutil
from bot.core.process import give_back_freed_memory
{setting}
freed = bytearray(24 * 2**20)
del freed
blocks = [(bytearray(4 * 2**20), bytes(2000)) for _ in range(40)]
kept = [small for _, small in blocks]
del blocks
print(psutil.Process().memory_info().rss)
"""


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
    monkeypatch.setattr("bot.core.process.MAX_FILES", 100)
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


def resident_after(setting: str) -> float:
    """The resident memory in MiB after a busy second."""
    script = BUSY_SECOND.format(setting=setting)
    command = [sys.executable, "-c", script]
    return int(subprocess.run(command, check=True, capture_output=True).stdout) / MEBIBYTE


@pytest.mark.skipif(not psutil.LINUX, reason="the setting is glibc's")
def test_what_was_freed_is_given_back() -> None:
    assert resident_after("give_back_freed_memory()") < resident_after("pass") - 100


def test_a_c_library_without_the_setting_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.core.process.ctypes.CDLL", lambda _: object())
    assert not give_back_freed_memory()
