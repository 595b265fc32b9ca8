"""A check of one person beside what the network makes it cost at least.

`bench/inside.py` calls `time_check` of any commit: keep its name, its parameters and its result.
"""

from dataclasses import dataclass
from statistics import median
from time import perf_counter

from bench.contestants import Contestant
from bench.surroundings import Surroundings
from bot.app.infrastructure import open_use_cases
from bot.config.settings import Settings
from bot.use_cases.ports import Person
from simulation.people import ROSTER

REQUEST_SECONDS = 0.1
# The profile says where the thumbnails are; everything else is asked for at the same time.
DEPENDENT_ROUND_TRIPS = 2
ROUNDS = 9


@dataclass(frozen=True)
class Timed:
    """Milliseconds of a check, and of its dependent round trips alone."""

    check: float
    floor: float


async def time_check(photobot: Contestant, around: Surroundings) -> Timed:
    """The median of several checks, signed in before and connected."""
    settings = Settings.model_validate(dict(photobot.environment))
    someone = ROSTER[0].person
    person = Person(someone.id, someone.upn)
    async with open_use_cases(settings) as use_cases:
        await use_cases.check(person)
        async with around.delay(REQUEST_SECONDS, service="*", route=r"\$batch|/_api/"):
            taken = []
            for _ in range(ROUNDS):
                begin = perf_counter()
                await use_cases.check(person)
                taken.append(perf_counter() - begin)
    return Timed(1000 * median(taken), 1000 * DEPENDENT_ROUND_TRIPS * REQUEST_SECONDS)
