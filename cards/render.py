"""From any view to its card."""

from cards.checkup import checkup_card
from cards.elements import Element
from cards.guide import guide_card
from cards.message import message_card
from cards.picture import picture_card
from cards.report import report_card
from cards.views import CheckupView, GuideView, MessageView, PictureView, ReportView

View = CheckupView | GuideView | MessageView | PictureView | ReportView


def card_of(view: View) -> Element:
    """Lay out a view."""
    match view:
        case CheckupView():
            return checkup_card(view)
        case GuideView():
            return guide_card(view)
        case MessageView():
            return message_card(view)
        case PictureView():
            return picture_card(view)
        case ReportView():
            return report_card(view)
