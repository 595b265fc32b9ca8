"""A loop's default threads, where nothing may be done that takes long."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class NoThreads(ThreadPoolExecutor):
    """Fails whoever wants something done."""

    def submit(self, work: Any, /, *args: Any, **options: Any) -> "Future[Any]":
        raise AssertionError(f"done in the default threads: {work}")
