"""`python -m bot demo`: a simulated tenant, the bot in front of it, and a chat page.

To the bot, the simulation is nothing but addresses in its settings.
"""

import asyncio
import json
import logging
import os
import socket
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.app.infrastructure import POSTGRES
from bot.commands.serve import serve_until_stopped
from bot.config.settings import Settings
from bot.core.failures import StartRefused
from bot.storage.embedded import delete_everything, embedded_postgres

START_SECONDS = 300.0
FOLDER = "demo"
# The app registration of the simulated tenant that holds each set of grants.
GRANTS = {"full": "writer", "read": "reader", "none": "bot"}
# A change is to be noticed before somebody who tries it lets the next day pass.
WATCH_EVERY = timedelta(seconds=1)
# simulation/page/README.md, "settings".
DROPS_DATA_URIS = "?data-uris=dropped"


class DemoFailed(StartRefused):
    """A simulated tenant that did not start."""


class DemoSettings(Settings):
    """Settings that ignore the environment, which may be a real bot's with its database."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the given values alone."""
        return (init_settings,)


async def demo(asked: Settings, grant: str, *, drop_data_uris: bool = False) -> None:
    """Run the demo until SIGINT or SIGTERM; its files are below the configured folder.

    With `drop_data_uris` the chat page shows no pictures inside cards, as some clients of Teams.
    """
    print("\n  Starting.", flush=True)
    address = f"http://127.0.0.1:{_free_port()}"
    folder = asked.folder / FOLDER
    async with (
        embedded_postgres(folder / POSTGRES) as database,
        _simulation(folder / "simulation", address) as described,
    ):
        # The tenant starts anew each time, with its clock: what a bot has seen there is over.
        await delete_everything(database)
        settings = demo_settings(described, address, asked, grant)
        page = described["chat"] + (DROPS_DATA_URIS if drop_data_uris else "")
        # Of each sweep and request a line, and the address would be out of sight in a minute.
        await serve_until_stopped(
            settings,
            lambda: _print_welcome(page, described, settings),
            log_level=logging.WARNING,
        )


def demo_settings(
    described: Mapping[str, Any], address: str, asked: Settings, grant: str
) -> Settings:
    """Make the settings that this tenant's administrator would; all but `full` use sign-in.

    Photo changes are watched, unless nothing is granted, or PHOTOBOT_WATCH says otherwise. How
    pictures are shown is PHOTOBOT_PICTURES' choice here too.
    """
    apps, channel, sharepoint = described["apps"], described["channel"], described["sharepoint"]
    reader = apps[GRANTS[grant]]
    watch = "off" if grant == "none" else "on"
    groups = described["groups"]
    geos = [{name: geo[name] for name in ("root", "my", "admin")} for geo in described["geos"][1:]]
    values = {
        "MicrosoftAppId": apps["bot"]["client_id"],
        "MicrosoftAppPassword": apps["bot"]["secret"],
        "MicrosoftAppTenantId": described["tenant_id"],
        "PHOTOBOT_PORT": urlsplit(address).port,
        "PHOTOBOT_FOLDER": asked.folder / FOLDER,
        "PHOTOBOT_LOOK_AGAIN_AFTER": asked.look_again_after,
        "PHOTOBOT_PICTURES": asked.pictures,
        "PHOTOBOT_PICTURES_GOOD_FOR": asked.pictures_good_for,
        "PHOTOBOT_CLOCK": f"{described['control']}/clock",
        "PHOTOBOT_WATCH": asked.watch if "watch" in asked.model_fields_set else watch,
        "PHOTOBOT_WATCH_POLICY": asked.watch_policy,
        "PHOTOBOT_WATCH_EVERY": WATCH_EVERY,
        # Always: whoever tries it on a Sunday evening would wait in vain.
        "PHOTOBOT_WATCH_HOURS": (time.min, time.max),
        "PHOTOBOT_WATCH_DAYS": frozenset(range(7)),
        "PHOTOBOT_CA_FILE": described["ca_file"],
        "PHOTOBOT_LOGIN": described["login"],
        "PHOTOBOT_GRAPH": described["graph"],
        "PHOTOBOT_OPENID_METADATA": channel["openid_metadata"],
        "PHOTOBOT_SERVICE_HOSTS": (urlsplit(channel["service_url"]).netloc,),
        "PHOTOBOT_SERVICE_URL": channel["service_url"],
        "PHOTOBOT_CLIENT_ID": reader["client_id"],
        "PHOTOBOT_CERTIFICATE_FILE": reader.get("certificate_file"),
        "PHOTOBOT_SHAREPOINT_ROOT": sharepoint["root"],
        "PHOTOBOT_SHAREPOINT_MY": sharepoint["my"],
        "PHOTOBOT_SHAREPOINT_ADMIN": sharepoint["admin"],
        "PHOTOBOT_SHAREPOINT_GEOS": geos,
        "PHOTOBOT_SIGN_IN": grant != "full",
        "PHOTOBOT_PUBLIC_URL": address,
        "PHOTOBOT_TEAMS_JS": described["teams_js"],
        "PHOTOBOT_HELPDESK_GROUPS": groups["helpdesk"],
        "PHOTOBOT_HELPDESK_EXCLUDED_GROUPS": groups["executives"],
    }
    return DemoSettings.model_validate(values)


@asynccontextmanager
async def _simulation(folder: Path, bot: str) -> AsyncIterator[dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "simulation", "--folder", os.fspath(folder), "--consented"),
        *("--bot-endpoint", f"{bot}/api/messages", "--redirect-uri", f"{bot}/auth/end"),
        stdout=PIPE,
        # Keep the terminal's Ctrl-C from it: the bot stops first, then terminates it.
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
            # The simulation prints one JSON object, indented, once it is ready.
            text = await output.readuntil(b"\n}\n")
    except TimeoutError:
        raise DemoFailed(f"the simulated tenant took over {START_SECONDS:.0f} seconds") from None
    except asyncio.IncompleteReadError:
        raise DemoFailed("the simulated tenant ended before it was ready") from None
    described: dict[str, Any] = json.loads(text)
    return described


def _free_port() -> int:
    # The simulation has to know the bot's address before the bot listens.
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _print_welcome(page: str, described: Mapping[str, Any], settings: Settings) -> None:
    unasked = (
        "\n  Change your photo there, and let 24 hours pass: Photobot writes to you by itself."
        "\n  Here it does so at any hour; in a company, on working days from 9 to 17. Either way,"
        "\n  nobody gets a second such message within seven days.\n"
    )
    is_told = settings.watch == "on" and settings.watch_policy != "sync_quietly"
    print(
        f"\n  Photobot is ready. Open {page}\n  Stop with Ctrl-C.\n"
        + (unasked if is_told else "")
        + f"\n  Make the simulated services fail: {described['control']} "
        "(see simulation/control.py)\n",
        flush=True,
    )
