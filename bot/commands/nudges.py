"""The part `nudges` of the command line: what it takes, and what it calls.

Like the other commands, each imports what it needs.
"""

import argparse
import asyncio

from bot.commands.arguments import SINCE, limit, since, upn
from bot.config.problems import read_settings, read_settings_for_services

# As many as an administrator reads.
LIMIT = 100
# Must be those of bot.nudges.listing.ListedState, which would load much more.
STATES = ("open", "ended", "past")


def add_nudges(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Add `nudges list`, `preview` and `report`."""
    nudges = commands.add_parser("nudges", help="messages about photo changes")
    parts = nudges.add_subparsers(required=True, metavar="list|preview|report")
    listing = parts.add_parser("list", help="changes under way, and the messages about them")
    listing.add_argument("--state", choices=STATES, help="only changes that stand so")
    listing.add_argument("--since", type=since, metavar="TIME", help=f"noticed since: {SINCE}")
    listing.add_argument(
        "--limit", type=limit, default=LIMIT, metavar="N", help=f"at most ({LIMIT}); 0 for all"
    )
    listing.set_defaults(run=_list)
    preview = parts.add_parser("preview", help="what would be decided about a person, and the card")
    preview.add_argument("upn", type=upn, metavar="UPN", help="user principal name or object id")
    preview.set_defaults(run=_preview)
    report = parts.add_parser("report", help="what was decided, and what became of the messages")
    report.add_argument("--since", type=since, default="30d", metavar="TIME", help=SINCE)
    form = report.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print a table")
    report.set_defaults(run=_report)
    for each in (listing, preview, form):
        each.add_argument("--json", action="store_true", help="print one JSON object")


def _list(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.nudge_list import list_nudges
    from bot.nudges.listing import ListedState, ListFilter

    state = ListedState(options.state) if options.state else None
    wanted = ListFilter(state, options.since, options.limit)
    return asyncio.run(list_nudges(settings, wanted, as_json=options.json))


def _preview(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.nudge_preview import preview_nudge

    return asyncio.run(preview_nudge(settings, options.upn)).show(as_json=options.json)


def _report(options: argparse.Namespace) -> int:
    settings = read_settings()
    from bot.commands.nudge_report import nudge_report

    return asyncio.run(
        nudge_report(settings, options.since, as_json=options.json, as_csv=options.csv)
    )
