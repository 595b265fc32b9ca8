"""The arguments of `python -m bot campaigns …`."""

import argparse
import asyncio
from uuid import UUID

from bot.config.problems import read_settings

CAMPAIGNS = {
    "list": "every campaign that is kept",
    "status": "how far one has come",
    "pause": "send nothing more of it until it is resumed",
    "resume": "end a pause",
    "cancel": "send nothing more of it for good",
    "again": "send to those again whose message failed",
    "report": "what became of its messages",
}
MAX_NAME = 100


def add_campaigns(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> list[argparse.ArgumentParser]:
    """Add `campaigns` with its commands; return those that have no `--json` yet."""
    campaigns = commands.add_parser("campaigns", help="messages to everybody who is stale")
    acts = campaigns.add_subparsers(required=True, metavar="|".join(("start", *CAMPAIGNS)))
    start = acts.add_parser("start", help="write to everybody whom a census found stale")
    start.add_argument(
        "--from-census", action="store_true", required=True, help="of the latest census"
    )
    start.add_argument("--name", type=_name, help="by which administrators know it")
    start.add_argument("--dry-run", action="store_true", help="say how many people that are")
    start.set_defaults(run=_campaigns_start)
    added = [start]
    for name, words in CAMPAIGNS.items():
        each = acts.add_parser(name, help=words)
        if name != "list":
            each.add_argument("campaign", type=UUID, metavar="ID", help="see `campaigns list`")
        each.set_defaults(run=_campaigns, act=name)
        if name == "report":
            form = each.add_mutually_exclusive_group()
            form.add_argument("--csv", action="store_true", help="print a line for each recipient")
            form.add_argument("--json", action="store_true", help="print one JSON object")
            each.set_defaults(run=_campaigns_report)
        else:
            added.append(each)
    return added


def _name(argument: str) -> str:
    name = argument.strip()
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise argparse.ArgumentTypeError(f"give a name of at most {MAX_NAME} characters")
    return name


# Each command imports what it needs, so that others don't wait for it.


def _campaigns_start(options: argparse.Namespace) -> int:
    settings = read_settings()
    from bot.commands.campaigns import start_campaign

    result = asyncio.run(start_campaign(settings, options.name, dry=options.dry_run))
    return result.show(as_json=options.json)


def _campaigns(options: argparse.Namespace) -> int:
    settings = read_settings()
    from bot.commands.campaigns import Doing, change_campaign, list_campaigns, show_campaign

    if options.act == "list":
        work = list_campaigns(settings)
    elif options.act == "status":
        work = show_campaign(settings, options.campaign)
    else:
        work = change_campaign(settings, options.campaign, Doing(options.act))
    return asyncio.run(work).show(as_json=options.json)


def _campaigns_report(options: argparse.Namespace) -> int:
    settings = read_settings()
    from bot.commands.campaign_report import report_campaign

    return asyncio.run(
        report_campaign(settings, options.campaign, as_csv=options.csv, as_json=options.json)
    )
