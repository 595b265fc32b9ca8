"""Mixed load with faults: `python -m bench.soak`, an hour long unless `--minutes` says otherwise.

It prints a row each minute and a verdict at the end, also upon Ctrl-C; 1 if anything fails.
"""

import argparse
import asyncio
import signal
import sys
from random import SystemRandom

from bench.checkouts import BUILD
from bench.soak.faults import ALL
from bench.soak.soak import Plan, open_soak

FOLDER = BUILD / "soak"
MAX_SEED = 1_000_000


async def soak(plan: Plan) -> int:
    """Soak until the time is over or Ctrl-C; 0 where everything holds."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    say(
        f"seed {plan.seed}, {plan.rate:g} acts a second of {plan.people} people; log: {plan.folder}"
    )
    async with open_soak(plan, say) as running:
        await running.run(stopped)
        soaked = await running.soaked()
    say(f"\n{soaked.told()}")
    return 0 if all(verdict.holds for verdict in soaked.verdicts()) else 1


def say(line: str) -> None:
    """Print at once, also where the output goes to a file."""
    print(line, flush=True)


def plan_of(arguments: list[str] | None = None) -> Plan:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=4.0, help="acts a second")
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--faults", default=ALL, help="all, none, or words that their names hold")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(MAX_SEED))
    given = parser.parse_args(arguments)
    return Plan(given.minutes * 60, given.rate, given.people, given.faults, given.seed, FOLDER)


if __name__ == "__main__":
    sys.exit(asyncio.run(soak(plan_of())))
