"""Serves the simulated tenant alone and prints what a client needs as one JSON object."""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from simulation.apps import OWN
from simulation.crowd import Crowd
from simulation.serve import MANIFEST, serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; return the exit status."""
    options = _parser().parse_args(arguments)
    with TemporaryDirectory(prefix="photobot-simulation-") as temporary:
        folder = options.folder or Path(temporary)
        try:
            asyncio.run(_run(folder, options))
        except OSError as error:
            # Such as a folder that can't be written, a full disk, or a port that is taken.
            print(f"  The simulated tenant can't start: {error}", file=sys.stderr)
            return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulation", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where certificates and keys are written")
    parser.add_argument("--bot-endpoint", help="where the bot takes messages")
    parser.add_argument(
        "--redirect-uri",
        action="append",
        default=[],
        help="where people who signed in to the bot may come back to",
    )
    parser.add_argument(
        "--consented",
        action="store_true",
        help="an administrator consented to what the bot asks of people who sign in",
    )
    parser.add_argument("--port-base", type=int, default=0, help="first port; any free ones if 0")
    parser.add_argument(
        "--manifest", type=Path, default=MANIFEST, help="the folder of the app's manifest"
    )
    crowd = parser.add_argument_group("a large company")
    crowd.add_argument("--people", type=_count, default=0, help="how many more people there are")
    crowd.add_argument(
        "--stale",
        type=_share,
        default=Crowd.stale,
        help="the share of their photos (0 to 1) whose older picture is still in SharePoint",
    )
    crowd.add_argument(
        "--changes-a-day",
        type=float,
        default=0,
        help="how many of them change or remove their photos on a day of the tenant's clock",
    )
    return parser


def _count(text: str) -> int:
    count = int(text)
    if count < 0:
        raise ValueError(text)
    return count


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise ValueError(text)
    return share


async def _run(folder: Path, options: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stopped.set)
    async with serve(
        folder,
        bot_endpoint=options.bot_endpoint,
        redirect_uris=options.redirect_uri,
        port_base=options.port_base,
        crowd=Crowd(options.people, stale=options.stale) if options.people else None,
        changes_a_day=options.changes_a_day,
        manifest=options.manifest,
    ) as simulation:
        if options.consented:
            simulation.entra.consents.give(simulation.apps.bot.client_id, OWN)
        print(json.dumps(simulation.describe(), indent=2), flush=True)
        await stopped.wait()


if __name__ == "__main__":
    sys.exit(main())
