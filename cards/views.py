"""What a card shows, in words that are ready to be read.

Views carry whole sentences in the reader's language; cards only lay them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Mood(Enum):
    """How a piece of a card is tinted; its words always say the same as its colour."""

    NEUTRAL = "default"
    GOOD = "good"
    WARNING = "warning"
    BAD = "attention"


@dataclass(frozen=True)
class Button:
    """A button that comes back to the bot with its verb; `data` holds ids only."""

    title: str
    verb: str
    data: Mapping[str, str] = field(default_factory=dict)
    primary: bool = False


@dataclass(frozen=True)
class Link:
    """A button that opens an address."""

    title: str
    url: str


@dataclass(frozen=True)
class CopyView:
    """One stored copy: where it lies, what it is, and its picture where it may be shown.

    `width` is that of the shown picture, in pixels of the card.
    """

    place: str
    state: str
    mood: Mood
    detail: str
    picture: str | None
    alternative: str
    width: int


@dataclass(frozen=True)
class Fact:
    """A name and what is known of it."""

    name: str
    value: str


@dataclass(frozen=True)
class MessageView:
    """A few sentences, and what can be done next."""

    title: str
    paragraphs: tuple[str, ...]
    buttons: tuple[Button | Link, ...] = ()
    mood: Mood = Mood.NEUTRAL

    @property
    def summary(self) -> str:
        """What a notification says."""
        return self.title


@dataclass(frozen=True)
class PictureView:
    """A picture and what is asked about it; `width` is in pixels of the card."""

    title: str
    picture: str | None
    alternative: str
    width: int
    paragraphs: tuple[str, ...]
    buttons: tuple[Button | Link, ...]

    @property
    def summary(self) -> str:
        """What a notification says."""
        return self.title


@dataclass(frozen=True)
class ResultView:
    """A verdict with its copies side by side, the explanation, and what can be done.

    `summary` is what a notification says.
    """

    summary: str
    title: str
    mood: Mood
    lead: str
    microsoft_365: CopyView
    sharepoint: tuple[CopyView, ...]
    explanations: tuple[str, ...]
    facts_title: str
    buttons: tuple[Button | Link, ...]
    footnote: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class GuideView:
    """One step of a guide; `hints` are what may be seen there, and what to do then.

    `summary` is what a notification says.
    """

    summary: str
    title: str
    progress: str
    note: str
    buttons: tuple[Button | Link, ...]
    instructions: tuple[str, ...] = ()
    hints: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Section:
    """One part of a longer answer: its heading, sentences, and facts beneath."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class ReportView:
    """A longer answer in parts, and what can be done next."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    buttons: tuple[Button | Link, ...]

    @property
    def summary(self) -> str:
        """What a notification says."""
        return self.title
