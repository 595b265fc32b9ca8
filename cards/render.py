"""Lay out views as Adaptive Cards."""

from typing import Any

from cards.elements import (
    Element,
    action,
    beneath_picture,
    card,
    coloured,
    column,
    image,
    quoted,
    refreshed,
    row,
    section_parts,
    stretched,
    text,
    title,
)
from cards.views import (
    CopyView,
    Fact,
    GuideView,
    MessageView,
    Mood,
    PictureView,
    ReportView,
    ResultView,
    SmallPicture,
)

View = ResultView | GuideView | MessageView | PictureView | ReportView


def card_of(view: View) -> Element:
    """Lay out a view of any kind as an Adaptive Card."""
    match view:
        case ResultView():
            return result_card(view)
        case GuideView():
            return guide_card(view)
        case MessageView():
            return message_card(view)
        case PictureView():
            return picture_card(view)
        case ReportView():
            return report_card(view)


def opened_with(words: str, whole: Element) -> Element:
    """Put words above everything that a card shows."""
    heading, *rest = whole["body"]
    return whole | {"body": [text(words), heading | {"separator": True, "spacing": "Large"}, *rest]}


def message_card(view: MessageView) -> Element:
    """Lay out a message."""
    body = [
        _heading(view),
        *(text(words) for words in view.paragraphs),
        *quoted(view.quote),
        *_footnote(view),
    ]
    return card(body, view.buttons, view.ask, details=view.details)


def _heading(view: MessageView | ReportView) -> Element:
    if view.mood is Mood.NEUTRAL:
        return title(view.title)
    return coloured(view.title, view.mood, size="Large", weight="Bolder", style="heading")


def picture_card(view: PictureView) -> Element:
    """Lay out a picture and the question about it."""
    pictures = row([column(_round(each), "auto") for each in view.pictures], spacing="Medium")
    moves = {"type": "ActionSet", "actions": [*map(action, view.moves)], "spacing": "Small"}
    body = [
        title(view.title),
        *([pictures] if view.pictures else []),
        *([moves] if view.moves else []),
        *(text(words, spacing="Medium") for words in view.paragraphs),
        *(coloured(words, Mood.WARNING, spacing="Small") for words in view.hints),
        text(view.footnote, size="Small", isSubtle=True, spacing="Medium"),
    ]
    return card(body, view.answers)


def _round(picture: SmallPicture) -> list[Element]:
    """Lay out a picture that is round by itself, and cut so by clients that show people round."""
    return [
        image(picture.address, picture.alternative, picture.width, style="Person"),
        text(picture.place, size="Small", isSubtle=True, spacing="Small"),
    ]


def report_card(view: ReportView) -> Element:
    """Lay out a longer answer."""
    parts = [element for section in view.sections for element in section_parts(section)]
    body = [_heading(view), text(view.lead, spacing="Small"), *quoted(view.quote), *parts]
    return card(body, view.buttons, details=view.details)


def guide_card(view: GuideView) -> Element:
    """Lay out one step of the guide."""
    body = [
        title(view.title),
        text(view.progress, size="Small", isSubtle=True, spacing="None"),
        *(text(words, spacing="Medium") for words in view.instructions),
        *(element for hint in view.hints for element in _hint(hint)),
        text(view.note, size="Small", isSubtle=True, spacing="Medium", separator=True),
    ]
    return card(body, view.buttons)


def _hint(hint: Fact) -> list[Element]:
    return [
        text(hint.name, weight="Bolder", spacing="Medium"),
        text(hint.value, spacing="None"),
    ]


def result_card(view: ResultView) -> Element:
    """Lay out the result of a check or a change, with both places side by side."""
    copies = (view.microsoft_365, view.sharepoint)
    body = [
        title(view.title),
        *([text(view.byline, size="Small", spacing="None")] if view.byline else []),
        coloured(view.lead, view.mood, spacing="Small"),
        *quoted(view.quote),
        row([column(_copy(copy)) for copy in copies], spacing="Medium"),
        *(text(words, spacing="Medium") for words in view.explanations),
        *_footnote(view),
    ]
    beneath = [copy.button for copy in copies if copy.button]
    whole = card(body, view.buttons, view.ask, details=view.details, beneath=beneath)
    return refreshed(whole, view.refresh)


def _footnote(view: MessageView | ResultView) -> list[Element]:
    return [_small(view.footnote, spacing="Medium")] if view.footnote else []


def _copy(copy: CopyView) -> list[Element]:
    # The picture first: pictures stand level, however many lines the places take.
    above = [
        *([image(copy.picture, copy.alternative, copy.width)] if copy.picture else []),
        text(copy.place, weight="Bolder", spacing="Small"),
        coloured(copy.state, copy.mood, spacing="None"),
        *(_small(words, spacing="None") for words in copy.remarks),
    ]
    return [stretched(above), beneath_picture(copy.button)] if copy.button else above


def _small(words: str, **style: Any) -> Element:
    return text(words, size="Small", isSubtle=True, **style)
