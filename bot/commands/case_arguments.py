"""The part `cases` of the command line: what it takes, and what it calls.

Like the other commands, each imports what it needs.
"""

import argparse
import asyncio

from bot.commands.arguments import limit, upn
from bot.config.problems import read_settings_for_services

# As many as an administrator reads.
LIMIT = 100
# Must be those of bot.helpdesk.standing.CaseState, which would load much more.
STATES = (
    "waiting",
    "sent",
    "unconfirmed",
    "unreachable",
    "withdrawn",
    "opened",
    "checked",
    "in_sync",
    "steps",
    "stuck",
    "declined",
    "answered",
    "expired",
    "closed",
)


def add_cases(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> list[argparse.ArgumentParser]:
    """Add `cases list`, `show`, `close` and `reassign`; return them, without `--json` yet."""
    cases = commands.add_parser("cases", help="whom the helpdesk asked to look at their photo")
    acts = cases.add_subparsers(required=True, metavar="list|show|close|reassign")
    listing = acts.add_parser("list", help="the latest cases")
    listing.add_argument("--state", choices=STATES, help="only cases that stand so")
    listing.add_argument("--open", action="store_true", help="only cases that have not ended")
    listing.add_argument("--left", action="store_true", help="only those whose agent left")
    listing.add_argument("--ticket", metavar="NUMBER", help="only cases of a ticket")
    listing.add_argument("--upn", type=upn, help="only those of a person, or object id")
    listing.add_argument("--agent", type=upn, metavar="UPN", help="only those that an agent has")
    listing.add_argument(
        "--limit", type=limit, default=LIMIT, metavar="N", help=f"at most ({LIMIT}); 0 for all"
    )
    listing.set_defaults(run=_list)
    show = acts.add_parser("show", help="what happened to a case")
    close = acts.add_parser("close", help="close a case, and print the text for its ticket")
    reassign = acts.add_parser("reassign", help="give a case to an agent")
    for each, run in ((show, _show), (close, _close), (reassign, _reassign)):
        each.add_argument("reference", type=_reference, metavar="PB-…", help="see `cases list`")
        each.set_defaults(run=run)
    reassign.add_argument("upn", type=upn, metavar="UPN", help="the agent's, or object id")
    return [listing, show, close, reassign]


def _reference(argument: str) -> str:
    from bot.nudges.reference import reference_in

    if reference := reference_in(argument):
        return reference
    raise argparse.ArgumentTypeError("give a reference such as PB-7K3M9QX")


def _list(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.cases import WantedCases, list_cases
    from bot.helpdesk.standing import CaseState

    wanted = WantedCases(
        state=CaseState(options.state) if options.state else None,
        is_open=True if options.open else None,
        left=options.left,
        ticket=options.ticket,
        person=options.upn,
        agent=options.agent,
        limit=options.limit,
    )
    return asyncio.run(list_cases(settings, wanted)).show(as_json=options.json)


def _show(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.cases import show_case

    return asyncio.run(show_case(settings, options.reference)).show(as_json=options.json)


def _close(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.cases import close_case

    return asyncio.run(close_case(settings, options.reference)).show(as_json=options.json)


def _reassign(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.cases import reassign_case

    result = asyncio.run(reassign_case(settings, options.reference, options.upn))
    return result.show(as_json=options.json)
