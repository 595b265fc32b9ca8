"""What is said without looking at anything."""

import pytest

from bot.behaviours.small_talk import texts
from bot.intents import load_intents
from tests.behaviours.fakes import said, title, turn, verbs
from tests.behaviours.stage import LINKS, Stage

EXAMPLES = {
    "my photo is wrong": "wrong_photo",
    "show me the steps": "steps",
    "what did you do?": "status",
    "why?": "why",
    "I have a new photo": "new_photo",
    "remove my photo everywhere": "remove",
    "look again later": "later",
    "stop": "stop",
}


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_every_example_of_what_one_can_write_is_understood() -> None:
    [listed] = [each for each in texts.help_(str).paragraphs if each.startswith("- ")]
    examples = [line.removeprefix("- ") for line in listed.splitlines()]
    assert examples == list(EXAMPLES)
    assert {words: load_intents().recognise(words) for words in examples} == EXAMPLES


async def test_a_person_with_a_new_photo_is_told_where_to_put_it_and_what_happens_then(
    stage: Stage,
) -> None:
    reply = await stage.play(said("I have a new photo"))
    assert reply is not None
    assert title(reply) == "A new photo goes into Microsoft 365"
    told = str(reply.card["body"])
    assert f"({LINKS.my_account})" in told
    assert f"({LINKS.add_photo})" in told
    assert list(verbs(reply)) == ["check", "recheck"]
    assert [each["url"] for each in reply.card["actions"] if "url" in each] == [LINKS.my_account]


@pytest.mark.parametrize("text", ["sync my photo", "fix it"])
async def test_a_request_to_synchronize_shows_first_what_would_be_overwritten(
    stage: Stage, text: str
) -> None:
    reply = await stage.play(said(text))
    assert title(reply) == "Your photo is not the same everywhere"
    assert "sync" in verbs(reply)
    assert not [asked for asked in stage.sharepoint.asked if asked.startswith(("write", "set"))]


async def test_a_question_how_to_synchronize_is_answered_with_the_steps(stage: Stage) -> None:
    text = "please don't sync anything, I only want to know how"
    reply = await stage.play(turn(said(text).event))
    assert "guide" in verbs(reply)
    assert stage.sharepoint.asked == []
