"""Measures what only a process with the bot's own code can, in the checkout of any commit.

`bench.rounds` runs it by its path, with that checkout as the folder and in PYTHONPATH, so that
`bench` and `bot` are that commit's own: `python -P bench/inside.py check|fingerprint`. It takes the
bot's settings and CONTROL, the simulation's control address, from the environment, and prints one
JSON object: what is measured, and what it is compared with, each by name in milliseconds.
"""

import asyncio
import json
import os
import sys
from contextlib import redirect_stdout
from dataclasses import asdict, fields
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import aiohttp


def fingerprint() -> dict[str, float]:
    """Time the fingerprint of a photograph."""
    times: dict[str, float] = import_module("bench.fingerprint").run()
    return times


async def check() -> dict[str, float]:
    """Time the check of a person."""
    surroundings = import_module("bench.surroundings").Surroundings
    settings = dict(os.environ)
    tenant = {"control": settings.pop("CONTROL")}
    async with aiohttp.ClientSession() as http:
        # Commits differ in what else surrounds a bot, and a check needs none of it.
        others: dict[str, Any] = dict.fromkeys(each.name for each in fields(surroundings))
        around = surroundings(**(others | {"tenant": tenant, "http": http}))
        photobot = SimpleNamespace(environment=settings)
        return asdict(await import_module("bench.floor").time_check(photobot, around))


if __name__ == "__main__":
    # Logs that nobody set up go to standard output.
    with redirect_stdout(sys.stderr):
        times = asyncio.run(check()) if sys.argv[1] == "check" else fingerprint()
    print(json.dumps(times))
