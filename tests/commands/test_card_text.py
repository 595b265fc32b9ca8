"""A card in a terminal, which shows neither Markdown nor pictures."""

from bot.commands.card_text import card_lines

CARD = {
    "type": "AdaptiveCard",
    "body": [
        {"type": "TextBlock", "text": "Write **stop**, or read [how](https://example.com/a_b)."},
        {"type": "TextBlock", "text": r"From \*\*Ben\*\*"},
        {
            "type": "ColumnSet",
            "columns": [
                {
                    "type": "Column",
                    "items": [
                        {"type": "Image", "altText": "Your photo", "url": "data:"},
                        {
                            "type": "ActionSet",
                            "actions": [{"type": "Action.Execute", "title": "Use this one"}],
                        },
                    ],
                }
            ],
        },
        {"type": "FactSet", "facts": [{"title": "Ticket", "value": "[INC1](https://a.example)"}]},
    ],
    "actions": [{"type": "Action.OpenUrl", "title": "Open", "url": "https://b.example"}],
}


def test_it_is_plain_lines_from_top_to_bottom() -> None:
    assert list(card_lines(CARD)) == [
        "Write stop, or read how (https://example.com/a_b).",
        "From **Ben**",
        "(Your photo)",
        "[Use this one]",
        "Ticket: INC1 (https://a.example)",
        "[Open] https://b.example",
    ]
