"""`python -m bot demo`: a simulated tenant, the bot in front of it, and a chat page.

Nothing in the bot knows of the simulation: it is addresses in the settings.
"""

import asyncio
import json
import os
import socket
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.commands.serve import serve_until_stopped
from bot.settings import Settings
from bot.start import StartRefused

START_SECONDS = 300.0


class DemoFailed(StartRefused):
    """The simulated tenant did not start."""


async def demo(folder: Path) -> None:
    """Run the demonstration until SIGINT or SIGTERM; state is kept below the folder."""
    print("\n  Starting. The first time, portraits of a whole company are painted.", flush=True)
    port = _free_port()
    endpoint = f"http://127.0.0.1:{port}/api/messages"
    async with _simulation(folder / "simulation", endpoint) as described:
        settings = demo_settings(described, port, folder)
        await serve_until_stopped(
            settings, lambda: _invite(described["chat"], described["control"])
        )


def demo_settings(described: Mapping[str, Any], port: int, folder: Path) -> Settings:
    """The settings that an administrator would make for this tenant."""
    apps, channel, sharepoint = described["apps"], described["channel"], described["sharepoint"]
    geos = [{name: geo[name] for name in ("root", "my", "admin")} for geo in described["geos"][1:]]
    values = {
        "MicrosoftAppId": apps["bot"]["client_id"],
        "MicrosoftAppPassword": apps["bot"]["secret"],
        "MicrosoftAppTenantId": described["tenant_id"],
        "PHOTOBOT_PORT": port,
        "PHOTOBOT_FOLDER": folder,
        "PHOTOBOT_CA_FILE": described["ca_file"],
        "PHOTOBOT_LOGIN": described["login"],
        "PHOTOBOT_GRAPH": described["graph"],
        "PHOTOBOT_OPENID_METADATA": channel["openid_metadata"],
        "PHOTOBOT_SERVICE_HOSTS": (urlsplit(channel["service_url"]).netloc,),
        "PHOTOBOT_CLIENT_ID": apps["writer"]["client_id"],
        "PHOTOBOT_CERTIFICATE_FILE": apps["writer"]["certificate_file"],
        "PHOTOBOT_SHAREPOINT_ROOT": sharepoint["root"],
        "PHOTOBOT_SHAREPOINT_MY": sharepoint["my"],
        "PHOTOBOT_SHAREPOINT_ADMIN": sharepoint["admin"],
        "PHOTOBOT_SHAREPOINT_GEOS": geos,
    }
    return Settings.model_validate(values)


@asynccontextmanager
async def _simulation(folder: Path, bot_endpoint: str) -> AsyncIterator[dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "simulation", "--folder", os.fspath(folder), "--bot-endpoint", bot_endpoint),
        stdout=PIPE,
        # A Ctrl-C in the terminal is for the bot, which then ends the simulation.
        start_new_session=True,
    )
    try:
        if process.stdout is None:
            raise DemoFailed("the simulated tenant has no output")
        yield await _description(process.stdout)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _description(output: asyncio.StreamReader) -> dict[str, Any]:
    try:
        async with asyncio.timeout(START_SECONDS):
            text = await output.readuntil(b"\n}\n")
    except TimeoutError:
        raise DemoFailed(f"the simulated tenant took over {START_SECONDS:.0f} seconds") from None
    except asyncio.IncompleteReadError:
        raise DemoFailed("the simulated tenant ended before it was ready") from None
    described: dict[str, Any] = json.loads(text)
    return described


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _invite(chat: str, control: str) -> None:
    print(
        f"\n  Photobot is ready. Open {chat}\n  Stop with Ctrl-C.\n"
        f"\n  Make the simulated services fail: {control} (see simulation/control.py)\n",
        flush=True,
    )
