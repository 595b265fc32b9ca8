"""Lay out views as dialogs of a message extension, whose buttons are all Action.Submit."""

from dataclasses import replace

from cards.dialog_views import (
    FormView,
    PersonInput,
    PreviewView,
    StateView,
    TextInput,
)
from cards.elements import (
    Element,
    card,
    coloured,
    column,
    image,
    row,
    section_parts,
    text,
    title,
)
from cards.render import card_of
from cards.views import Button, MessageView, Mood, ResultView, SmallPicture

DialogView = FormView | MessageView | PreviewView | StateView
# Needed by the people picker alone; what a client of 1.5 makes of it is not known, so that an input
# of text stands beside it.
PICKER_VERSION = "1.6"


def dialog_of(view: DialogView) -> Element:
    """Lay out a view as the card of a dialog."""
    match view:
        case FormView():
            body = _form(view)
        case MessageView():
            body = card_of(view)["body"]
        case PreviewView():
            body = _preview(view)
        case StateView():
            body = _state(view)
    whole = card(body)
    if any(_is_picker(element) for element in body):
        whole["version"] = PICKER_VERSION
    submits = [_submit(each) for each in view.buttons if isinstance(each, Button)]
    return whole | {"actions": submits} if submits else whole


def _form(view: FormView) -> list[Element]:
    return [
        title(view.title),
        *([coloured(view.notice, Mood.BAD, spacing="Small")] if view.notice else []),
        *(text(words, spacing="Small") for words in view.paragraphs),
        *(_input(each) for each in view.inputs),
    ]


def _preview(view: PreviewView) -> list[Element]:
    # Of the card as it is sent, only what it shows: neither its buttons nor its refresh.
    message = [
        *card_of(_unpressable(view.message))["body"],
        text(view.its_buttons, size="Small", spacing="Medium", separator=True),
    ]
    return [
        title(view.title),
        *(text(words, spacing="Small") for words in view.paragraphs),
        {"type": "Container", "style": "emphasis", "items": message, "spacing": "Medium"},
        *(text(words, size="Small", isSubtle=True) for words in view.remarks),
    ]


def _unpressable(message: MessageView | ResultView) -> MessageView | ResultView:
    """Leave out the buttons beneath pictures: those of a dialog are all Action.Submit."""
    if isinstance(message, MessageView):
        return message
    copies = (message.microsoft_365, message.sharepoint)
    microsoft_365, sharepoint = (replace(each, button=None) for each in copies)
    return replace(message, microsoft_365=microsoft_365, sharepoint=sharepoint)


def _state(view: StateView) -> list[Element]:
    return [
        title(view.title),
        coloured(view.verdict, view.mood, weight="Bolder", spacing="Small"),
        *([row([_picture(each) for each in view.pictures])] if view.pictures else []),
        *(element for section in view.sections for element in section_parts(section)),
        text(view.footnote, size="Small", isSubtle=True, spacing="Medium"),
    ]


def _picture(picture: SmallPicture) -> Element:
    shown = image(picture.address, picture.alternative, picture.width)
    return column([shown, text(picture.place, size="Small", isSubtle=True)], "auto")


def _input(asked: PersonInput | TextInput) -> Element:
    shared = {"id": asked.name, "label": asked.label, "placeholder": asked.placeholder}
    if isinstance(asked, TextInput):
        line = {"type": "Input.Text", **shared, "maxLength": asked.max_length}
        if asked.multiline:
            line["isMultiline"] = True
        return line | {"value": asked.text} if asked.text else line
    picker: Element = {
        "type": "Input.ChoiceSet",
        **shared,
        "style": "filtered",
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
    }
    return picker | {"value": asked.chosen} if asked.chosen else picker


def _is_picker(element: Element) -> bool:
    return "choices.data" in element


def _submit(button: Button) -> Element:
    style = {"style": "positive"} if button.primary else {}
    data = {**button.data, "verb": button.verb}
    return {"type": "Action.Submit", "title": button.title, "data": data, **style}
