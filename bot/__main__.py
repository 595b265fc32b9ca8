"""The command line: `python -m bot …`."""

import argparse
import asyncio
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.commands.arguments import SINCE, since, upn
from bot.commands.campaign_arguments import add_campaigns
from bot.commands.case_arguments import add_cases
from bot.commands.nudges import add_nudges
from bot.commands.result import print_lines
from bot.config.problems import (
    read_settings,
    read_settings_for_services,
    read_settings_to_serve,
)
from bot.core.failures import ServiceFailure, StartRefused
from bot.core.logs import set_up_logs, where_it_broke

HOLDS = {
    "pause": "write to nobody until it is resumed",
    "resume": "end a pause",
    "release": "end a hold that too many changes at once have caused",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 for done, 1 for not done (2, wrong usage, is argparse's)."""
    options = _parser().parse_args(arguments)
    # A command's result says what failed: lines of the log would only hide it. The processes that
    # stay set theirs up by themselves.
    set_up_logs(logging.CRITICAL)
    try:
        status: int = options.run(options)
    except StartRefused as refusal:
        return _refused(f"Photobot can't start: {refusal}", options)
    except Exception as error:  # noqa: BLE001 - whatever it is, an administrator reads one line
        return _refused(f"Photobot can't go on: {_reason(error)}", options)
    except KeyboardInterrupt:
        # 128 + SIGINT, as a shell expects.
        return 130
    return status


def _reason(error: Exception) -> str:
    """Say what broke, without the words of the error, which may hold a password or a name."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    if isinstance(error, ServiceFailure):
        # Service, kind and code.
        return str(error)
    return "{error} at {at}".format(**where_it_broke(error))


def _refused(reason: str, options: argparse.Namespace) -> int:
    print_lines(reason.splitlines(), sys.stderr)
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
    demo.add_argument(
        "--drop-data-uris",
        action="store_true",
        help="let the chat page drop pictures inside cards, as some clients of Teams do",
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
        each.add_argument("upn", type=upn, metavar="UPN", help="user principal name")
        each.set_defaults(run=run)
    export = commands.add_parser("export", help="everything that is kept of one person")
    forget = commands.add_parser("forget", help="delete everything that is kept of one person")
    forget.add_argument("--dry-run", action="store_true", help="say what would be deleted")
    for each, run in ((export, _export), (forget, _forget)):
        each.add_argument("upn", type=upn, metavar="UPN", help="user principal name or object id")
        each.set_defaults(run=run)
    compare = commands.add_parser("compare", help="two image files: same, different or unsure")
    compare.add_argument("first", type=Path, metavar="A")
    compare.add_argument("second", type=Path, metavar="B")
    compare.set_defaults(run=_compare)
    doctor = commands.add_parser("doctor", help="what is set up well, and what is to be done")
    doctor.set_defaults(run=_doctor)
    package = commands.add_parser("package", help="the Teams app package, a zip file")
    package.add_argument("file", type=Path, metavar="FILE", help="such as photobot.zip")
    package.add_argument("--domain", help="the bot's host name; else that of PHOTOBOT_PUBLIC_URL")
    package.add_argument(
        "--helpdesk",
        action=argparse.BooleanOptionalAction,
        help="with the helpdesk's commands, or without; else as PHOTOBOT_HELPDESK_GROUPS is set",
    )
    package.add_argument(
        "--no-read-receipts",
        dest="read_receipts",
        action="store_false",
        help="with a helpdesk: don't ask for the consent to know what people read",
    )
    package.set_defaults(run=_package)
    watch = commands.add_parser("watch", help="the sweeps over everybody's photos")
    sweeps = watch.add_subparsers(required=True, metavar="status|once|pause|resume|release")
    status = sweeps.add_parser("status", help="what is known, and when the last sweep ended")
    status.set_defaults(run=_watch_status)
    once = sweeps.add_parser("once", help="make a sweep now")
    once.add_argument("--dry-run", action="store_true", help="say what would be read")
    once.set_defaults(run=_watch_once)
    holds = [sweeps.add_parser(name, help=words) for name, words in HOLDS.items()]
    for each in holds:
        each.set_defaults(run=_watch_hold, hold=each.prog.rpartition(" ")[2])
    add_nudges(commands)
    census = commands.add_parser("census", help="count everybody whose photo is stale, by cause")
    _add_options_of_census(census)
    campaigns, cases = add_campaigns(commands), add_cases(commands)
    audit = commands.add_parser("audit", help="who looked at what, wrote and sent what, and why")
    _add_options_of_audit(audit)
    everything = (check, sync, export, forget, compare, doctor, package, status, once)
    for each in (*everything, *holds, *campaigns, *cases):
        each.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _add_options_of_census(census: argparse.ArgumentParser) -> None:
    which = census.add_mutually_exclusive_group()
    which.add_argument("--last", action="store_true", help="print the latest, and read nothing")
    which.add_argument("--new", action="store_true", help="give up one that was interrupted")
    census.add_argument("--shadow", action="store_true", help="whom messages would be written to")
    form = census.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument("--csv", action="store_true", help="print a line for each person")
    census.set_defaults(run=_census)


def _add_options_of_audit(audit: argparse.ArgumentParser) -> None:
    audit.add_argument("--since", type=since, metavar="TIME", help=f"{SINCE}; else all that's kept")
    form = audit.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument("--csv", action="store_true", help="print a table")
    audit.set_defaults(run=_audit)


# Each command imports what it needs, so that `compare` doesn't load the Bot Framework.


def _demo(options: argparse.Namespace) -> int:
    from bot.commands.demo import demo

    asyncio.run(demo(read_settings(), options.grant, drop_data_uris=options.drop_data_uris))
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


def _export(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.person_data import export_person

    return asyncio.run(export_person(settings, options.upn)).show(as_json=options.json)


def _forget(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.person_data import forget_person

    result = asyncio.run(forget_person(settings, options.upn, dry=options.dry_run))
    return result.show(as_json=options.json)


def _package(options: argparse.Namespace) -> int:
    from bot.commands.package import write_package

    result = write_package(
        read_settings(),
        options.file,
        domain=options.domain,
        helpdesk=options.helpdesk,
        read_receipts=options.read_receipts,
    )
    return result.show(as_json=options.json)


def _watch_status(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.watch import show_watch

    return asyncio.run(show_watch(settings)).show(as_json=options.json)


def _watch_once(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.watch import watch_once

    return asyncio.run(watch_once(settings, dry=options.dry_run)).show(as_json=options.json)


def _watch_hold(options: argparse.Namespace) -> int:
    settings = read_settings()
    from bot.commands.hold import Holding, change_hold

    return asyncio.run(change_hold(settings, Holding(options.hold))).show(as_json=options.json)


def _census(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.census import Form, Wanted, census

    form = Form.JSON if options.json else Form.CSV if options.csv else Form.TEXT
    wanted = Wanted(form, options.last, options.new, options.shadow)
    return asyncio.run(census(settings, wanted))


def _audit(options: argparse.Namespace) -> int:
    settings = read_settings_for_services()
    from bot.commands.audit import print_audit

    return asyncio.run(
        print_audit(settings, options.since, as_json=options.json, as_csv=options.csv)
    )


def _compare(options: argparse.Namespace) -> int:
    from bot.commands.compare import compare_files

    return compare_files(options.first, options.second).show(as_json=options.json)


def _doctor(options: argparse.Namespace) -> int:
    from bot.core.clock import utc_now
    from bot.doctor.doctor import examine
    from bot.doctor.report import print_report

    report = asyncio.run(examine(os.environ, utc_now))
    return print_report(report, sys.stdout, os.environ, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
