"""One round of measures of one bot. Each figure is noted under the bot's name."""

from collections.abc import Awaitable

import aiohttp
import psutil

from bench.contestants import Contestant, Serving, serving
from bench.measures import (
    CHECK,
    FINGERPRINT,
    MEMORY,
    MEMORY_OF_POSTGRES,
    MESSAGE,
    MESSAGE_IN_POSTGRES,
    PRESS,
    PRESS_WRITTEN,
    PROPORTIONAL_MEMORY,
    SENDS,
    SENDS_OF_BOUND,
    STALL,
    START,
    START_WITH_OWN_POSTGRES,
    WRONG_PHOTO,
)
from bench.peers.sending import AT_ONCE
from bench.processes import NotMeasured, printed_by, proportional
from bench.sends import CONNECTOR_SECONDS, send_proactively
from bench.starting import memory_of, server_processes, serving_with_own_postgres
from bench.surroundings import Surroundings
from bench.table import OTHER, Results
from bench.turns import cost_of_turn

UNMEASURABLE = (NotMeasured, aiohttp.ClientError, psutil.NoSuchProcess)


async def measure_round(contestant: Contestant, around: Surroundings, results: Results) -> None:
    """Measure everything once; what fails is noted as a problem, and the rest is measured."""

    async def attempt(step: Awaitable[None]) -> None:
        try:
            await step
        except UNMEASURABLE as reason:
            results.problems.append(f"{contestant.name}: {reason}")

    async def while_serving() -> None:
        async with serving(contestant, around) as bot:
            await attempt(_idle(bot, results))
            await attempt(_turns(bot, results))
            if contestant.is_photobot:
                await attempt(_postgres(bot, around, results))
                await attempt(_wrong_photo(bot, results))

    await attempt(while_serving())
    await attempt(_sends(contestant, around, results))
    if contestant.is_photobot:
        await attempt(_own_postgres(contestant, around, results))
        await attempt(_check(contestant, around, results))
        await attempt(_fingerprint(contestant, around, results))


async def _idle(bot: Serving, results: Results) -> None:
    results.add(START, bot.name, bot.seconds_to_first_answer)
    memory = await memory_of(bot)
    results.add(MEMORY, bot.name, memory.resident)
    results.add(PROPORTIONAL_MEMORY, bot.name, memory.proportional)


async def _turns(bot: Serving, results: Results) -> None:
    turns = {
        MESSAGE: bot.traffic.says("help"),
        PRESS: bot.traffic.presses_help(on_a_message=False),
        PRESS_WRITTEN: bot.traffic.presses_help(on_a_message=True),
    }
    for what, write in turns.items():
        results.add(what, bot.name, (await cost_of_turn(bot, write)).bot)


async def _postgres(bot: Serving, around: Surroundings, results: Results) -> None:
    postgres = await server_processes(around.database)
    results.add(MEMORY_OF_POSTGRES, bot.name, proportional(postgres))
    message = await cost_of_turn(bot, bot.traffic.says("help"), postgres)
    results.add(MESSAGE_IN_POSTGRES, bot.name, message.database)


async def _wrong_photo(bot: Serving, results: Results) -> None:
    wrong_photo = await cost_of_turn(bot, bot.traffic.says("my photo is wrong"))
    results.add(WRONG_PHOTO, bot.name, wrong_photo.bot)


async def _sends(contestant: Contestant, around: Surroundings, results: Results) -> None:
    sent = await send_proactively(contestant, around)
    a_second = sent.messages / sent.seconds
    results.add(SENDS, contestant.name, a_second)
    results.add(SENDS_OF_BOUND, contestant.name, 100 * a_second * CONNECTOR_SECONDS / AT_ONCE)
    results.add(STALL, contestant.name, 1000 * sent.worst_stall)


async def _own_postgres(photobot: Contestant, around: Surroundings, results: Results) -> None:
    async with serving_with_own_postgres(photobot, around) as bot:
        results.add(START_WITH_OWN_POSTGRES, bot.name, bot.seconds_to_first_answer)


async def _check(photobot: Contestant, around: Surroundings, results: Results) -> None:
    times = await _inside(photobot, around, "check")
    results.add(CHECK, photobot.name, times["check"])
    results.add(CHECK, OTHER, times["floor"])


async def _fingerprint(photobot: Contestant, around: Surroundings, results: Results) -> None:
    times = await _inside(photobot, around, "fingerprint")
    results.add(FINGERPRINT, photobot.name, times["fingerprint"])
    results.add(FINGERPRINT, OTHER, times["imagehash.phash"])


async def _inside(photobot: Contestant, around: Surroundings, what: str) -> dict[str, float]:
    """Measure with the checkout's own code, in a process of its own."""
    environment = {
        **photobot.environment,
        "PYTHONPATH": str(photobot.folder),
        "CONTROL": around.tenant["control"],
    }
    return await printed_by((*photobot.inside, what), environment, around.log, photobot.folder)
