"""Describes an exception without its words, which may name people."""

import traceback


def where_it_broke(error: BaseException) -> dict[str, str]:
    """Give the error's type, and the file and line that raised it, for the log."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "unknown"
    return {"error": type(error).__name__, "at": place}
