"""The company's policy about unasked messages: an administrator's settings."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.nudges.hours import WorkingHours
from bot.use_cases.authorizer import Act


class Audience(StrEnum):
    """Whose changes are acted on (`PHOTOBOT_WATCH`).

    `SHADOW` decides about everybody's and records it, but writes nothing and sends nothing.
    """

    OFF = "off"
    SHADOW = "shadow"
    PILOT = "pilot"
    ON = "on"


class Manner(StrEnum):
    """What is done about a stale photo (`PHOTOBOT_WATCH_POLICY`)."""

    ASK = "ask"
    SYNC_AND_TELL = "sync_and_tell"
    SYNC_QUIETLY = "sync_quietly"


@dataclass(frozen=True)
class Policy:
    """What an administrator chose.

    Attributes:
        zone: of people whose own time zone is not known.
        grace: time in which a change may settle by itself.
        between: least time between two unasked messages to one person.
        nudges: most messages about one change.
        forgotten_after: a change that could not be acted on for so long is dropped.
        is_held: whether everything waits for an administrator: a pause, or too many changes.
    """

    audience: Audience
    manner: Manner = Manner.ASK
    hours: WorkingHours = field(default_factory=WorkingHours)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    grace: timedelta = timedelta(hours=24)
    between: timedelta = timedelta(days=7)
    nudges: int = 3
    forgotten_after: timedelta = timedelta(days=30)
    is_held: bool = False

    @property
    def is_shadow(self) -> bool:
        """Whether decisions are only recorded."""
        return self.audience is Audience.SHADOW

    @property
    def of_campaigns(self) -> "Policy":
        """What holds for a message that an administrator asked for: it asks, and needs no grace.

        While nothing is watched, and in shadow mode, it waits.
        """
        is_silent = self.audience in (Audience.OFF, Audience.SHADOW)
        return replace(
            self,
            audience=Audience.ON if is_silent else self.audience,
            manner=Manner.ASK,
            grace=timedelta(),
            is_held=self.is_held or is_silent,
        )

    @property
    def acts(self) -> frozenset[Act]:
        """What may be done about people's photos without their asking; never more than a sync."""
        if self.audience is Audience.OFF:
            return frozenset()
        syncs = self.manner is not Manner.ASK and not self.is_shadow
        return frozenset({Act.CHECK, Act.SYNC}) if syncs else frozenset({Act.CHECK})
