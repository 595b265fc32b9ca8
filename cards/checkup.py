"""The card of a check: the copies side by side, what they mean, and what can be done."""

from cards.elements import Element, card, coloured, column, fact_set, image, row, text, title
from cards.views import CheckupView, CopyView, Fact


def checkup_card(view: CheckupView) -> Element:
    """Lay out a checked or repaired photo."""
    large, *smaller = view.sharepoint
    body = [
        title(view.title),
        coloured(view.lead, view.mood, spacing="Small"),
        row(
            [column(_copy(view.microsoft_365)), column([*_copy(large), *_smaller(smaller)])],
            spacing="Medium",
        ),
        *(text(words, spacing="Medium") for words in view.explanations),
        *_facts(view.facts_title, view.facts),
        text(view.footnote, size="Small", isSubtle=True, spacing="Medium"),
    ]
    return card(body, view.buttons)


def _copy(copy: CopyView) -> list[Element]:
    return [
        text(copy.place, weight="Bolder"),
        *_picture(copy),
        coloured(copy.state, copy.mood, weight="Bolder", spacing="Small"),
        *([text(copy.detail, size="Small", isSubtle=True, spacing="None")] if copy.detail else []),
    ]


def _smaller(copies: list[CopyView]) -> list[Element]:
    return [
        row(
            [
                *([column(_picture(copy), "auto")] if copy.picture else []),
                column(
                    [
                        text(copy.place, size="Small"),
                        coloured(copy.state, copy.mood, size="Small", spacing="None"),
                    ],
                    verticalContentAlignment="Center",
                ),
            ],
            spacing="Small",
        )
        for copy in copies
    ]


def _picture(copy: CopyView) -> list[Element]:
    return [image(copy.picture, copy.alternative, copy.width)] if copy.picture else []


def _facts(heading: str, facts: tuple[Fact, ...]) -> list[Element]:
    if not facts:
        return []
    return [text(heading, weight="Bolder", spacing="Medium"), fact_set(facts, spacing="Small")]
