"""The command line: `python -m bot …`."""

import argparse
import asyncio
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.config.problems import (
    read_settings,
    read_settings_for_services,
    read_settings_to_serve,
)
from bot.core.failures import StartRefused


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 for done, 1 for not done (2, wrong usage, is argparse's)."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except StartRefused as refusal:
        return _refused(f"Photobot can't start: {refusal}", options)
    except KeyboardInterrupt:
        # 128 + SIGINT, as a shell expects.
        return 130
    return status


def _refused(reason: str, options: argparse.Namespace) -> int:
    print(reason, file=sys.stderr)
    if "json" in options and options.json:
        print(json.dumps({"error": reason}))
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Photobot for Teams")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="try it: a simulated tenant, the bot and a chat page")
    demo.add_argument(
        "--grant",
        choices=("full", "read", "none"),
        default="full",
        help="what the company granted the bot; without all of it, people can sign in",
    )
    demo.set_defaults(run=_demo)
    serve = commands.add_parser("serve", help="the bot that Teams calls")
    serve.add_argument(
        "--no-worker", action="store_true", help="leave the jobs to a worker in another process"
    )
    serve.set_defaults(run=_serve)
    worker = commands.add_parser("worker", help="the job worker alone: what the bot does later")
    worker.set_defaults(run=_worker)
    check = commands.add_parser("check", help="what each copy holds for one person, and why")
    sync = commands.add_parser("sync", help="repair one person's copies, and verify")
    sync.add_argument("--dry-run", action="store_true", help="say what would be written")
    for each, run in ((check, _check), (sync, _sync)):
        each.add_argument("upn", type=_upn, metavar="UPN", help="user principal name")
        each.set_defaults(run=run)
    compare = commands.add_parser("compare", help="two image files: same, different or unsure")
    compare.add_argument("first", type=Path, metavar="A")
    compare.add_argument("second", type=Path, metavar="B")
    compare.set_defaults(run=_compare)
    doctor = commands.add_parser("doctor", help="what is set up well, and what is to be done")
    doctor.set_defaults(run=_doctor)
    for each in (check, sync, compare, doctor):
        each.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _upn(argument: str) -> str:
    if not (upn := argument.strip()):
        raise argparse.ArgumentTypeError("give a name such as somebody@contoso.com")
    return upn


# Each command imports what it needs, so that `compare` doesn't load the Bot Framework.


def _demo(options: argparse.Namespace) -> int:
    from bot.commands.demo import demo

    asyncio.run(demo(read_settings(), options.grant))
    return 0


def _serve(options: argparse.Namespace) -> int:
    # Read first, so that a wrong setting is reported without waiting for the imports.
    settings = read_settings_to_serve()
    from bot.commands.serve import serve_until_stopped

    asyncio.run(serve_until_stopped(settings, with_worker=not options.no_worker))
    return 0


def _worker(_: argparse.Namespace) -> int:
    settings = read_settings_to_serve()
    from bot.commands.serve import work_until_stopped

    asyncio.run(work_until_stopped(settings))
    return 0


def _check(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.check import check_person

    return asyncio.run(check_person(settings, options.upn)).show(as_json=options.json)


def _sync(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.sync import sync_person

    result = asyncio.run(sync_person(settings, options.upn, dry=options.dry_run))
    return result.show(as_json=options.json)


def _compare(options: argparse.Namespace) -> int:
    from bot.commands.compare import compare_files

    return compare_files(options.first, options.second).show(as_json=options.json)


def _doctor(options: argparse.Namespace) -> int:
    from bot.core.clock import utc_now
    from bot.core.logs import set_up_logs
    from bot.doctor.doctor import examine
    from bot.doctor.report import print_report

    # The report says what failed; warnings of libraries would only stand between its lines.
    set_up_logs(logging.ERROR, sys.stderr)
    report = asyncio.run(examine(os.environ, utc_now))
    return print_report(report, sys.stdout, os.environ, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
