"""Texts of several sentences: a request is heard wherever it stands, and a story hides nothing."""

import pytest

from tests.intents.read_once import INTENTS


@pytest.mark.parametrize(
    "second",
    ["I have a meeting at 3.", "The printer is broken too.", "Thanks a lot!", "Have a nice day."],
)
@pytest.mark.parametrize(
    ("first", "intent"),
    [
        ("My photo is wrong.", "wrong_photo"),
        ("Please stop these messages.", "stop"),
        ("Show me the steps.", "steps"),
        ("Please remove my photo everywhere.", "remove"),
    ],
)
def test_a_second_sentence_does_not_hide_the_first(first: str, second: str, intent: str) -> None:
    assert INTENTS.recognise(f"{first} {second}") == intent
    assert INTENTS.recognise(f"{second} {first}") == intent


@pytest.mark.parametrize(
    "story",
    ["I have a meeting at 3.", "This is my first day.", "今天下雨。", "今日入社しました。"],
)
@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("Hello Photobot!", "greeting"),
        ("Thank you very much.", "thanks"),
        ("What can you do?", "help"),
        ("何ができますか？", "help"),
    ],
)
def test_what_else_is_told_hides_no_greeting_thanks_or_help(
    story: str, said: str, intent: str
) -> None:
    assert INTENTS.recognise(f"{said} {story}") == intent
    assert INTENTS.recognise(f"{story} {said}") == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        (
            "Good morning to you too. It's far too early for me, I've not had coffee. "
            "Try again at ten.",
            "later",
        ),
        (
            "Thank you for your service. I don't require it. Please do not send anything further.",
            "stop",
        ),
        ("好。就這樣做。謝謝你。", "sync"),
    ],
)
def test_a_greeting_or_thanks_hides_no_request(text: str, intent: str) -> None:
    assert INTENTS.recognise(text) == intent
