"""Every measure of Photobot and of its peers, in one run on one machine: `python -m bench`."""

import asyncio
import os
import platform
import sys

from bench import fingerprint
from bench.contestants import Contestant, Serving, contestants, serving
from bench.floor import time_check
from bench.measures import (
    CHECK,
    FINGERPRINT,
    MEMORY,
    MEMORY_OF_POSTGRES,
    MESSAGE,
    MESSAGE_IN_POSTGRES,
    PRESS,
    PROPORTIONAL_MEMORY,
    ROWS,
    SENDS,
    STALL,
    START,
    START_WITH_OWN_POSTGRES,
    WRONG_PHOTO,
)
from bench.processes import ROOT, proportional
from bench.sends import send_proactively
from bench.starting import memory_of, server_processes, serving_with_own_postgres
from bench.surroundings import Surroundings, open_surroundings
from bench.table import OTHER, OURS, Results, table
from bench.turns import cost_of_turn

ROUNDS = 3


async def measure() -> Results:
    """Go through everything a few times, so that noise falls on all alike."""
    results = Results()
    async with open_surroundings() as around:
        everybody = contestants(around)
        for number in range(ROUNDS):
            for contestant in everybody:
                _tell(f"round {number + 1} of {ROUNDS}: {contestant.name}")
                async with serving(contestant, around) as bot:
                    await _measure_bot(results, contestant.name, bot)
                    if contestant.name == OURS:
                        await _measure_photobot(results, bot, around)
                await _measure_sends(results, contestant, around)
            await _measure_alone(results, everybody[0], around)
    return results


async def _measure_bot(results: Results, name: str, bot: Serving) -> None:
    results.add(START, name, bot.seconds_to_first_answer)
    memory = await memory_of(bot)
    results.add(MEMORY, name, memory.resident)
    results.add(PROPORTIONAL_MEMORY, name, memory.proportional)
    for what, write in ((MESSAGE, bot.traffic.says("help")), (PRESS, bot.traffic.presses_help())):
        results.add(what, name, (await cost_of_turn(bot, write)).bot)


async def _measure_sends(results: Results, contestant: Contestant, around: Surroundings) -> None:
    sent = await send_proactively(contestant, around)
    results.add(SENDS, contestant.name, sent.messages / sent.seconds)
    results.add(STALL, contestant.name, 1000 * sent.worst_stall)


async def _measure_photobot(results: Results, bot: Serving, around: Surroundings) -> None:
    """What no peer does."""
    postgres = await server_processes(around.database)
    results.add(MEMORY_OF_POSTGRES, OURS, proportional(postgres))
    message = await cost_of_turn(bot, bot.traffic.says("help"), postgres)
    results.add(MESSAGE_IN_POSTGRES, OURS, message.database)
    wrong_photo = await cost_of_turn(bot, bot.traffic.says("my photo is wrong"))
    results.add(WRONG_PHOTO, OURS, wrong_photo.bot)


async def _measure_alone(results: Results, photobot: Contestant, around: Surroundings) -> None:
    async with serving_with_own_postgres(photobot, around) as bot:
        results.add(START_WITH_OWN_POSTGRES, OURS, bot.seconds_to_first_answer)
    check = await time_check(photobot, around)
    results.add(CHECK, OURS, check.check)
    results.add(CHECK, OTHER, check.floor)
    times = fingerprint.run()
    results.add(FINGERPRINT, OURS, times["fingerprint"])
    results.add(FINGERPRINT, OTHER, times["imagehash.phash"])


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def main() -> None:
    """Print the table, and what it was measured on."""
    load, _, _ = os.getloadavg()
    results = asyncio.run(measure())
    peers = (ROOT / "bench" / "peers" / "requirements.in").read_text().split()
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors, load before {load:.1f}"
    )
    print(f"Peers: {', '.join(peers)}\n")
    print(table(results, ROWS))


if __name__ == "__main__":
    main()
