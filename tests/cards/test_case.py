"""What a message from the helpdesk offers, and how a text is asked for."""

import pytest

from bot.texts.written import as_written, in_markdown
from cards.elements import asking, quoted
from cards.views import Ask, Button
from tests.cards.every_card import LANGUAGES, every_card
from tests.cards.first_look import first_look

SEND = Button("Send", "answer", {"card": "7"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_put_off_and_answered_within_six_buttons(language: str) -> None:
    sent = {
        name: card
        for name, card in every_card(language).items()
        if name.startswith("case-") and "refresh" in card
    }
    assert len(sent) > 20
    for name, card in sent.items():
        *others, answer = first_look(card).buttons
        assert len(others) <= 5, name
        in_sight = [each.get("verb") for each in first_look(card).in_sight]
        assert "case_decline" in in_sight, name
        [send] = answer["card"]["actions"]
        assert send["verb"] == "case_answer", name
        # What repairs is never left out for it.
        checked = every_card(language)[name.replace("case-", "checked-") + "-pictures"]
        offered = [each.get("verb") for each in first_look(checked).buttons]
        assert ("sync" in offered) == ("sync" in [each.get("verb") for each in others]), name


def test_a_text_is_asked_for_within_the_card() -> None:
    shown = asking(Ask("Write", "What?", "words", 500, SEND, "so far"))
    assert (shown["type"], shown["title"]) == ("Action.ShowCard", "Write")
    [field] = shown["card"]["body"]
    assert (field["type"], field["id"], field["maxLength"]) == ("Input.Text", "words", 500)
    assert (field["label"], field["value"]) == ("What?", "so far")
    assert [each["verb"] for each in shown["card"]["actions"]] == ["answer"]
    assert "value" not in asking(Ask("Write", "What?", "words", 500, SEND))["card"]["body"][0]


def test_a_quote_is_runs_of_text_in_which_nothing_is_markdown() -> None:
    assert quoted("  \n") == []
    [box] = quoted("**one**\n\ntwo")
    runs = [run["text"] for block in box["items"] for run in block["inlines"]]
    assert runs == ["**one**", "two"]


def test_a_quote_of_very_many_lines_loses_nothing_and_stays_short() -> None:
    [box] = quoted("\n".join(map(str, range(500))))
    runs = [run["text"] for block in box["items"] for run in block["inlines"]]
    assert len(runs) == 12
    assert " ".join(runs).split() == list(map(str, range(500)))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Amara Okafor", "Amara Okafor"),
        ("Anne-Marie O'Brien (IT)", "Anne-Marie O'Brien (IT)"),
        ("林美玲", "林美玲"),
        ("**Bold** _x_", r"\*\*Bold\*\* \_x\_"),
        ("[a](https://evil.example)", "\\[a\\](https:\u2060//evil.example)"),
        ("www.evil.example", "www\u2060.evil.example"),
        ("<at>Ben</at> &lt;", r"\<at\>Ben\</at\> \&lt;"),
        ("a\u202eb\u2066c\u200fd\ufeff", "abcd"),
        ("one\ntwo\u2028three\tfour", "one two three four"),
        ("# One", r"\# One"),
        ("- one", r"\- one"),
        ("1. one", r"1\. one"),
        ("---", r"\---"),
        ("#4711", "#4711"),
        ("{{DATE(x)}}", "{\u2060{DATE(x)}}"),
        ("\U0001f468\u200d\U0001f4bb", "\U0001f468\u200d\U0001f4bb"),
    ],
)
def test_a_name_is_shown_as_it_is(written: str, shown: str) -> None:
    assert in_markdown(written) == shown


def test_what_is_shown_as_it_is_keeps_its_lines_and_loses_what_is_not_seen() -> None:
    assert as_written("**a**\r\nb\u202e\x07c\n") == "**a**\nbc"
