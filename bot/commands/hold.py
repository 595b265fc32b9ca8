"""`python -m bot watch pause|resume|release`: hold all unasked messages, or let them go again."""

from collections.abc import Awaitable, Callable, Iterator
from enum import StrEnum

from bot.app.infrastructure import open_storage
from bot.commands.moments import iso
from bot.commands.result import CommandResult
from bot.config.settings import Settings
from bot.core.clock import utc_now
from bot.nudges.ports import Hold
from bot.storage.watch_hold import WatchHold


class Holding(StrEnum):
    """What an administrator does about the hold."""

    PAUSE = "pause"
    RESUME = "resume"
    RELEASE = "release"


async def change_hold(settings: Settings, what: Holding) -> CommandResult:
    """Pause, resume or release, and say how things stand then."""
    async with open_storage(settings) as database:
        rows = WatchHold(database)
        changes: dict[Holding, Callable[[], Awaitable[None]]] = {
            Holding.PAUSE: lambda: rows.pause(utc_now()),
            Holding.RESUME: rows.resume,
            Holding.RELEASE: lambda: rows.release(utc_now()),
        }
        await changes[what]()
        hold = await rows.get()
    return CommandResult(hold_as_json(hold), tuple(hold_as_text(hold)))


def hold_as_json(hold: Hold) -> dict[str, object]:
    """Describe the hold; times are UTC."""
    return {
        "held": hold.is_on,
        "paused_at": iso(hold.paused_at),
        "held_at": iso(hold.held_at),
        "held_because": hold.because,
    }


def hold_as_text(hold: Hold) -> Iterator[str]:
    """Say why nobody is written to, and what ends that."""
    if hold.paused_at:
        yield f"Paused on {hold.paused_at:%Y-%m-%d %H:%M} UTC: `watch resume` ends this."
    if hold.held_at:
        yield (
            f"Held on {hold.held_at:%Y-%m-%d %H:%M} UTC, because {hold.because}: find out why, "
            "and let people be written to again with `watch release`."
        )
    if not hold.is_on:
        yield "Nothing is held: people are written to as the settings say."
