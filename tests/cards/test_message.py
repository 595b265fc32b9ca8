from cards.render import message_card
from cards.views import Button, MessageView, Mood


def test_a_message_is_a_heading_its_paragraphs_and_its_buttons() -> None:
    card = message_card(MessageView("Hello", ("One.", "Two."), (Button("Check", "check"),)))
    assert [element["text"] for element in card["body"]] == ["Hello", "One.", "Two."]
    assert [each["verb"] for each in card["actions"]] == ["check"]


def test_a_message_without_buttons_has_no_empty_row_of_them() -> None:
    assert "actions" not in message_card(MessageView("Hello", ()))


def test_a_mood_colours_the_heading() -> None:
    heading = message_card(MessageView("Sorry", (), mood=Mood.BAD))["body"][0]
    assert (heading["color"], heading["style"]) == ("attention", "heading")


def test_long_words_wrap() -> None:
    card = message_card(MessageView("Hello", ("One.",)))
    assert all(element["wrap"] for element in card["body"])
