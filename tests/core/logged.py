"""What a process logs, caught for one test."""

import io
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from bot.core.logs import set_up_logs


@contextmanager
def logged(clock: Callable[[], float] = time.monotonic) -> Iterator[io.StringIO]:
    """Set the logs up, and put everything back at the end."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logs(stream=stream, clock=clock)
    yield stream
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level
    logging.getLogger("msal").setLevel(logging.NOTSET)
    logging.captureWarnings(capture=False)
