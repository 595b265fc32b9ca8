"""Looks at many things at the same time; none of them can hold up or hide the others."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from bot.doctor.finding import Area, Finding, unknown

PROBE_SECONDS = 25.0


@dataclass(frozen=True)
class Probe:
    """One thing to look at; `name` is told where it could not be."""

    area: Area
    name: str
    look: Callable[[], Awaitable[Iterable[Finding]]]
    seconds: float = PROBE_SECONDS


async def examine(probes: Iterable[Probe]) -> tuple[Finding, ...]:
    """What all of them found, in their order; raises nothing."""
    return tuple(chain.from_iterable(await asyncio.gather(*map(_bounded, probes))))


async def _bounded(probe: Probe) -> tuple[Finding, ...]:
    try:
        async with asyncio.timeout(probe.seconds):
            return tuple(await probe.look())
    except TimeoutError:
        return (unknown(probe.area, probe.name, f"no answer within {probe.seconds:g} seconds"),)
    except Exception as error:  # noqa: BLE001 - what breaks one must not hide the others
        kind = type(error).__name__
        return (unknown(probe.area, probe.name, f"could not be looked at ({kind})"),)
