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
    primary: bool = False


@dataclass(frozen=True)
class Ask:
    """A button that opens a field for a text, and the button beneath that sends it.

    Attributes:
        field: under which the text is sent, beside the data of `button`.
        most: how many characters it may have.
        value: what the field holds at first.
    """

    title: str
    label: str
    field: str
    most: int
    button: Button
    value: str = ""


@dataclass(frozen=True)
class ReadyText:
    """A button that opens a text, ready to be selected and copied; nothing is sent by it."""

    title: str
    label: str
    text: str


@dataclass(frozen=True)
class Refresh:
    """What clients send by themselves when one of these people opens the card.

    `users` are ids of the channel.
    """

    button: Button
    users: tuple[str, ...]


@dataclass(frozen=True)
class CopyView:
    """What people see in one place, and its picture where it may be shown.

    Attributes:
        width: of the shown picture, in pixels of the card.
        remarks: small lines beneath; the last says what `button` overwrites.
        button: chooses this picture, where two compete.
    """

    place: str
    state: str
    mood: Mood
    picture: str | None
    alternative: str
    width: int
    remarks: tuple[str, ...] = ()
    button: Button | None = None


@dataclass(frozen=True)
class Fact:
    """A name with its value."""

    name: str
    value: str


@dataclass(frozen=True)
class Section:
    """One part of a longer answer: its heading, sentences, and facts beneath."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Details:
    """What is folded away until somebody presses the button with this title."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class MessageView:
    """A few sentences, and what can be done next.

    `quote` is what somebody wrote, shown as it is: nothing in it becomes a link or bold.
    `footnote` is what the card says of itself, such as its reference.
    """

    title: str
    paragraphs: tuple[str, ...]
    buttons: tuple[Button | Link, ...] = ()
    mood: Mood = Mood.NEUTRAL
    quote: str = ""
    ask: Ask | None = None
    details: Details | None = None
    footnote: str = ""

    @property
    def summary(self) -> str:
        """What a notification says."""
        return self.title


@dataclass(frozen=True)
class SmallPicture:
    """A picture above its place; `width` is in pixels of the card."""

    place: str
    address: str
    alternative: str
    width: int


@dataclass(frozen=True)
class PictureView:
    """A picture as people will see it, round and in two sizes, and the question about it.

    Attributes:
        pictures: none where pictures are not shown.
        moves: buttons beneath the pictures, which show another part of it.
        paragraphs: what an answer does.
        hints: what may be wrong with the picture.
        answers: the buttons that answer the question.
        footnote: how long it can be answered.
    """

    title: str
    pictures: tuple[SmallPicture, ...]
    moves: tuple[Button, ...]
    paragraphs: tuple[str, ...]
    hints: tuple[str, ...]
    answers: tuple[Button, ...]
    footnote: str

    @property
    def summary(self) -> str:
        """What a notification says."""
        return self.title

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Every button of the card."""
        return (*self.moves, *self.answers)


@dataclass(frozen=True)
class ResultView:
    """A verdict with what people see in both places, the reason, and what can be done.

    Attributes:
        summary: what a notification says.
        byline: who asks for it, or why it comes, in a line below the title.
        explanations: one sentence why, and what the buttons do.
        footnote: what the card says of itself, such as its reference.
        quote: as in a `MessageView`.
    """

    summary: str
    title: str
    mood: Mood
    lead: str
    microsoft_365: CopyView
    sharepoint: CopyView
    explanations: tuple[str, ...]
    buttons: tuple[Button | Link, ...]
    details: Details
    byline: str = ""
    footnote: str = ""
    refresh: Refresh | None = None
    quote: str = ""
    ask: Ask | None = None

    @property
    def every_button(self) -> tuple[Button | Link, ...]:
        """Those beneath the pictures, and those of the whole card."""
        beneath = (self.microsoft_365.button, self.sharepoint.button)
        return (*filter(None, beneath), *self.buttons)


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
class ReportView:
    """A longer answer in parts, and what can be done next; `quote` as in a `MessageView`."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    buttons: tuple[Button | Link | Ask | ReadyText, ...]
    mood: Mood = Mood.NEUTRAL
    quote: str = ""
    details: Details | None = None

    @property
    def summary(self) -> str:
        """What a notification says."""
        return self.title
