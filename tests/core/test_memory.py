"""What pictures need for a moment goes back to the system."""

import subprocess
import sys

import psutil
import pytest

from bot.core import memory

MEBIBYTE = 2**20
# A large block is freed first, as any process does sooner or later; without the setting, glibc
# keeps blocks of that size from then on. A small block above them keeps it from giving them back.
BUSY_SECOND = """
import psutil
from bot.core.memory import give_back_freed_memory
{setting}
freed = bytearray(24 * 2**20)
del freed
blocks = [(bytearray(4 * 2**20), bytes(2000)) for _ in range(40)]
kept = [small for _, small in blocks]
del blocks
print(psutil.Process().memory_info().rss)
"""


def resident_after(setting: str) -> float:
    """The resident memory in MiB after a busy second."""
    script = BUSY_SECOND.format(setting=setting)
    command = [sys.executable, "-c", script]
    return int(subprocess.run(command, check=True, capture_output=True).stdout) / MEBIBYTE


@pytest.mark.skipif(not psutil.LINUX, reason="the setting is glibc's")
def test_what_was_freed_is_given_back() -> None:
    assert resident_after("give_back_freed_memory()") < resident_after("pass") - 100


def test_a_c_library_without_the_setting_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.core.memory.ctypes.CDLL", lambda _: object())
    assert not memory.give_back_freed_memory()
