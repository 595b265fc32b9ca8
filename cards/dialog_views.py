"""Views of dialogs of a message extension; `cards.dialogs` lays them out."""

from dataclasses import dataclass

from cards.views import Button, MessageView, Mood, ResultView, Section, SmallPicture


@dataclass(frozen=True)
class PersonInput:
    """A choice of somebody in the directory; `chosen` is the object id of who is chosen already."""

    name: str
    label: str
    placeholder: str
    chosen: str = ""


@dataclass(frozen=True)
class TextInput:
    """A text, of one line or several; `text` is what stands in it already."""

    name: str
    label: str
    placeholder: str
    text: str
    max_length: int
    multiline: bool = False


@dataclass(frozen=True)
class FormView:
    """A dialog that asks for something; `notice` says what was wrong with the answer before."""

    title: str
    paragraphs: tuple[str, ...]
    inputs: tuple[PersonInput | TextInput, ...]
    buttons: tuple[Button, ...]
    notice: str = ""


@dataclass(frozen=True)
class StateView:
    """A dialog with the state of somebody's photo, for who answers for it at the helpdesk."""

    title: str
    verdict: str
    mood: Mood
    sections: tuple[Section, ...]
    footnote: str
    buttons: tuple[Button, ...]
    pictures: tuple[SmallPicture, ...] = ()


@dataclass(frozen=True)
class PreviewView:
    """A dialog with a message as its reader will get it, below who that is.

    The message can't be used in a dialog: its buttons are words there, `its_buttons`. `remarks`
    stand below it.
    """

    title: str
    paragraphs: tuple[str, ...]
    message: MessageView | ResultView
    its_buttons: str
    remarks: tuple[str, ...]
    buttons: tuple[Button, ...]
