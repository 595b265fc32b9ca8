"""Runs a bot and notes the files that it enters, for `bench.structure.entered`.

Run by its path, with the bot's checkout as the folder and in PYTHONPATH:
`python -P bench/structure/tracing.py OUTPUT serve …` does what `python -m bot serve …` does. At
each SIGUSR1 it writes to the file OUTPUT, as a JSON list, the paths of the files of `bot/` and
`cards/` in which a function ran since the last one, on whichever thread. What a module or a class
does while it is imported is no function.
"""

import json
import os
import runpy
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

FOLDERS = ("bot", "cards")
# A flag that functions have, and the bodies of modules and classes have not (see `inspect`).
CO_OPTIMIZED = 1


class Entered:
    """The files in which a function ran since they were last written."""

    def __init__(self, checkout: Path, output: Path) -> None:
        self._checkout = checkout
        self._prefixes = tuple(str(checkout / name) + os.sep for name in FOLDERS)
        self._output = output
        self._files: set[str] = set()

    def note(self, frame: FrameType, event: str, _argument: Any) -> None:
        """Profile one event of a thread."""
        code = frame.f_code
        is_function = event == "call" and code.co_flags & CO_OPTIMIZED
        if is_function and code.co_filename.startswith(self._prefixes):
            self._files.add(code.co_filename)

    def write(self, *_: object) -> None:
        """Write them, and begin anew."""
        files, self._files = self._files, set()
        paths = [Path(file).relative_to(self._checkout).as_posix() for file in sorted(files)]
        unfinished = self._output.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(paths))
        unfinished.replace(self._output)


def main() -> None:
    """Run the bot in this process."""
    entered = Entered(Path.cwd(), Path(sys.argv[1]))
    signal.signal(signal.SIGUSR1, entered.write)
    sys.argv = ["bot", *sys.argv[2:]]
    threading.setprofile(entered.note)
    sys.setprofile(entered.note)
    runpy.run_module("bot", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
