"""`python -m bot.web.probe`: the health check of the image; ends with 0 or 1."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

SECONDS = 3.0
# What the container was started for, with the wrapper of `docker run --init` or without.
COMMAND = Path("/proc/1/cmdline")
# Who listens at all addresses of a family is asked at its loopback.
LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 # nosec B104 # nothing listens
# Between the words of a shell's script, which is one argument.
_BETWEEN_WORDS = re.compile(r"""[\s;&|(){}'"]+""")


def is_healthy(command: Sequence[str], host: str, port: int) -> bool:
    """Ask the bot whether it lives; a worker, or another command, lives as long as its process.

    Host and port are those at which the bot listens.
    """
    if not any("serve" in _BETWEEN_WORDS.split(argument) for argument in command):
        return True
    connection = HTTPConnection(LOOPBACK.get(host, host), port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def where_it_listens(environment: Mapping[str, str]) -> tuple[str, int]:
    """Read host and port without all settings, whose import would take most of the time."""
    host = environment.get("PHOTOBOT_HOST", "").strip() or "127.0.0.1"
    return host, int(environment.get("PHOTOBOT_PORT", "").strip() or 3978)


if __name__ == "__main__":
    sys.exit(not is_healthy(COMMAND.read_text().split("\0"), *where_it_listens(os.environ)))
