"""`python -m bot.web.probe`: the health check of the image; ends with 0 or 1."""

import os
import sys
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

SECONDS = 3.0
# What the container was started for, with the wrapper of `docker run --init` or without.
COMMAND = Path("/proc/1/cmdline")


def is_healthy(command: Sequence[str], port: int) -> bool:
    """Ask the bot whether it lives; a worker, or another command, lives as long as its process."""
    if "serve" not in command:
        return True
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    port = int(os.environ.get("PHOTOBOT_PORT", "").strip() or 3978)
    sys.exit(not is_healthy(COMMAND.read_text().split("\0"), port))
