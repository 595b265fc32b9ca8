"""Every measure of Photobot in one run on one machine: `python -m bench`.

It is measured beside its peers, or, with `--against COMMIT`, as the files here are and as they were
in that commit.
"""

import argparse
import asyncio
import os
import platform
import sys
from dataclasses import replace

from bench.checkouts import BUILD, Checkout, CommandFailed, checkout_of
from bench.comparison import AFTER, BEFORE, comparison
from bench.contestants import peers, photobot
from bench.measures import ROWS
from bench.processes import ROOT
from bench.rounds import measure_round
from bench.surroundings import open_surroundings
from bench.table import PEERS, Results, table
from bot.storage.embedded import embedded_postgres

ROUNDS = 3
# Two commits differ by less than Photobot and a peer.
ROUNDS_TO_COMPARE = 5
LOG = BUILD / "bench.log"
VERSIONS = ROOT / "bench" / "peers" / "requirements.in"


async def measure_beside_peers(rounds: int) -> Results:
    """Go through everybody a few times, so that noise falls on all alike."""
    results = Results()
    async with open_surroundings(LOG) as around:
        everybody = [photobot(around), *peers(around)]
        for number in range(rounds):
            for contestant in everybody:
                _tell(f"round {number + 1} of {rounds}: {contestant.name}")
                await measure_round(contestant, around, results)
    return results


async def measure_against(checkout: Checkout, rounds: int, *, with_peers: bool) -> Results:
    """Measure both in turn, each with a Postgres of its own; who is first changes each round."""
    results = Results()
    async with (
        open_surroundings(LOG) as around,
        embedded_postgres(around.card.parent / "postgres-before") as database,
    ):
        earlier = replace(around, database=database)
        pair = [(photobot(earlier, BEFORE, checkout), earlier), (photobot(around, AFTER), around)]
        others = [(peer, around) for peer in peers(around)] if with_peers else []
        for number in range(rounds):
            for contestant, surroundings in (*pair, *others):
                _tell(f"round {number + 1} of {rounds}: {contestant.name}")
                await measure_round(contestant, surroundings, results)
            pair.reverse()
    return results


def beside_peers(rounds: int) -> Results:
    """Print the table of Photobot and its peers."""
    results = asyncio.run(measure_beside_peers(rounds))
    print(f"Peers: {', '.join(VERSIONS.read_text().split())}\n\n{table(results, ROWS)}")
    return results


def against(commit: str, rounds: int, *, with_peers: bool) -> Results:
    """Print the table of two commits; raises CommandFailed when there is no such commit."""
    with checkout_of(commit) as checkout:
        results = asyncio.run(measure_against(checkout, rounds, with_peers=with_peers))
    print(f"Before: {commit}\n\n{comparison(results, ROWS, PEERS if with_peers else ())}")
    return results


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--against", metavar="COMMIT", help="compare with this commit")
    parser.add_argument("--with-peers", action="store_true", help="and with the peers as well")
    parser.add_argument("--rounds", type=int, help="how often everything is measured")
    return parser.parse_args()


def main() -> int:
    """Print a table and what it was measured on; 1 when something could not be measured."""
    options = _options()
    load, _, _ = os.getloadavg()
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load:.1f} before"
    )
    LOG.parent.mkdir(exist_ok=True)
    LOG.write_text("")
    try:
        if options.against:
            rounds = options.rounds or ROUNDS_TO_COMPARE
            results = against(options.against, rounds, with_peers=options.with_peers)
        else:
            results = beside_peers(options.rounds or ROUNDS)
    except CommandFailed as failure:
        _tell(str(failure))
        return 1
    finally:
        _tell(f"What the processes logged: {LOG.relative_to(ROOT)}")
    for problem in dict.fromkeys(results.problems):
        print(f"Not measured: {problem}")
    return 1 if results.problems else 0


if __name__ == "__main__":
    sys.exit(main())
