"""Views: the contents of cards, as whole sentences in the reader's language.

Behaviours make views, and `cards.render` lays them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Mood(Enum):
    """Colours of words on a card; the words alone always say what the colour does."""

    NEUTRAL = "default"
    GOOD = "good"
    WARNING = "warning"
    BAD = "attention"


@dataclass(frozen=True)
class Button:
    """A button that sends its verb and data to the bot; `data` holds ids and choices only."""

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
    """One stored copy: its place, its state, and its picture where it may be shown.

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
    """A name with its value."""

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
    """A picture and the question about it; `width` is in pixels of the card."""

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
    """One step of the guide; `hints` are what else may be seen there, and what to do then.

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
