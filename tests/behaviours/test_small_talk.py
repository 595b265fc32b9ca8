"""What is said without looking at anything."""

from dataclasses import replace

import pytest

from bot.behaviours.small_talk import texts
from bot.chat.turn import Joined, Left, Pressed
from bot.core.failures import FailureReason, ServiceFailure
from bot.intents import Intent
from cards.views import MessageView
from tests.behaviours.bot_in_memory import LINKS
from tests.behaviours.fakes import CHAT, INTENTS, LANGUAGES, said, title, turn, verbs
from tests.behaviours.presses import words
from tests.behaviours.stage import Stage
from tests.helpdesk.fakes import HELPDESK, FakeMemberships, agents_of
from tests.intents.read_once import INTENTS as LEARNED

EXAMPLES = {
    "my photo is wrong": "wrong_photo",
    "show me the steps": "steps",
    "what did you do?": "status",
    "why?": "why",
    "I have a new photo": "new_photo",
    "remove my photo everywhere": "remove",
    "undo": "undo",
    "look again later": "later",
    "no messages until Monday": "pause",
    "stop": "stop",
    "change the language": "language",
    "is this from you?": "verify",
    "what do you keep about me?": "privacy",
}


@pytest.fixture
def stage() -> Stage:
    return Stage()


def examples_in(view: MessageView) -> str:
    assert view.details
    folded = [words for section in view.details.sections for words in section.paragraphs]
    [listed] = [each for each in folded if each.startswith("- ")]
    return listed


@pytest.mark.parametrize("language", LANGUAGES.known)
def test_every_example_is_understood_as_its_translation_is(language: str) -> None:
    listed = examples_in(texts.help_(LANGUAGES.known[language].gettext)).splitlines()
    heard = [LEARNED.recognise(line.removeprefix("- ")) for line in listed]
    assert heard == list(EXAMPLES.values())


def test_every_example_of_what_one_can_write_is_understood() -> None:
    listed = examples_in(texts.help_(str))
    examples = [line.removeprefix("- ") for line in listed.splitlines()]
    assert examples == list(EXAMPLES)
    assert {words: LEARNED.recognise(words) for words in examples} == EXAMPLES


@pytest.mark.parametrize("language", LANGUAGES.known)
def test_the_question_who_looked_is_understood_as_it_is_offered(language: str) -> None:
    help_ = texts.help_(LANGUAGES.of(language).gettext, has_helpdesk=True)
    listed = examples_in(help_)
    assert LEARNED.recognise(listed.splitlines()[-1].removeprefix("- ")) == "who_looked"


async def test_without_a_helpdesk_nobody_is_told_of_one(stage: Stage) -> None:
    shown = words(await stage.play(said("help")))
    assert "who looked at my photo?" not in shown
    assert "PB-" not in shown


async def test_only_agents_are_told_what_agents_can_write() -> None:
    directory = FakeMemberships()
    shown = words(await Stage(agents=agents_of(directory)).play(said("help")))
    assert "- who looked at my photo?" in shown
    assert "PB-" not in shown
    assert "I look only at your own photo" in shown
    directory.members[HELPDESK] |= {CHAT.person_id}
    shown = words(await Stage(agents=agents_of(directory)).play(said("help")))
    assert "- who looked at my photo?" in shown
    assert "- cases\n- case PB-…" in shown
    assert "only at your own photo" not in shown


async def test_who_can_not_be_told_to_be_an_agent_gets_the_help_of_everybody() -> None:
    failure = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    directory = FakeMemberships(failing={CHAT.person_id: failure})
    shown = await Stage(agents=agents_of(directory)).play(said("help"))
    assert title(shown) == "I can fix your profile photo"
    assert "PB-" not in words(shown)


async def test_a_person_with_a_new_photo_is_told_where_to_put_it_and_what_happens_then(
    stage: Stage,
) -> None:
    reply = await stage.play(said("I have a new photo"))
    assert reply is not None
    assert title(reply) == "Add your new photo"
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
    assert title(reply) == "SharePoint has a different photo of you"
    assert "sync" in verbs(reply)
    assert not [asked for asked in stage.sharepoint.asked if asked.startswith(("write", "set"))]


async def test_a_question_how_to_synchronize_is_answered_with_the_steps(stage: Stage) -> None:
    text = "please don't sync anything, I only want to know how"
    reply = await stage.play(turn(said(text).event))
    assert "guide" in verbs(reply)
    assert stage.sharepoint.asked == []


async def test_who_adds_the_bot_is_greeted(stage: Stage) -> None:
    assert title(await stage.play(turn(Joined()))) == "Hello, I'm Photobot"


async def test_whom_the_bot_was_installed_for_is_not_greeted_and_their_chat_is_known(
    stage: Stage,
) -> None:
    await stage.installations.begin(CHAT.person_id, stage.clock())
    # Teams tells of one installation twice, and each may reach another process.
    assert await stage.play(turn(Joined(), "1")) is None
    assert await stage.play(turn(Joined(), "2")) is None
    assert [chat.conversation_id for chat in stage.chats.remembered] == ["a:1", "a:1"]
    assert title(await stage.play(said("hello"))) == "Hello, I'm Photobot"


async def test_who_adds_the_bot_long_after_it_was_asked_for_is_greeted(stage: Stage) -> None:
    await stage.installations.begin(CHAT.person_id, stage.clock())
    stage.clock.advance(3601)
    assert title(await stage.play(turn(Joined()))) == "Hello, I'm Photobot"


async def test_who_removes_the_bot_and_adds_it_again_is_greeted(stage: Stage) -> None:
    await stage.installations.begin(CHAT.person_id, stage.clock())
    await stage.play(turn(Joined(), "1"))
    await stage.play(turn(Left(), "2"))
    assert not await stage.installations.begin(CHAT.person_id, stage.clock())
    assert title(await stage.play(turn(Joined(), "3"))) == "Hello, I'm Photobot"
    assert await stage.installations.begin(CHAT.person_id, stage.clock())


async def test_a_guess_does_nothing_and_offers_what_was_probably_meant(stage: Stage) -> None:
    guessing = replace(stage.dispatcher, recognise=lambda _text, _language: Intent.UNSURE)
    shown = await stage.play(said("hmm stop remind photo"), by=guessing)
    assert title(shown) == "Did you mean one of these?"
    offered = verbs(shown)
    assert 2 <= len(offered) <= 4
    assert "help" in offered
    assert stage.preferences.quiet == set()
    assert stage.cards.rows == {}


async def test_in_a_language_that_is_doubted_a_guess_asks_whether_it_is_about_the_photo(
    stage: Stage,
) -> None:
    guessing = replace(stage.dispatcher, recognise=lambda _text, _language: Intent.UNSURE)
    doubting = replace(INTENTS, model=replace(INTENTS.model, wanted={"en": 0.89}))
    services = replace(guessing.services, intents=doubting)
    shown = await stage.play(said("me photo him bad"), by=replace(guessing, services=services))
    assert title(shown) == "Is it about your photo?"
    assert "I've done nothing yet" in words(shown)
    first, *others = verbs(shown)
    assert (first, others[-1]) == ("check", "help")
    assert "check" not in others
    assert stage.cards.rows == {}


@pytest.mark.parametrize(
    ("verb", "headline"),
    [
        ("pause", "I'll be quiet for a week"),
        ("resume", "I'll write to you again"),
        ("new_photo", "Add your new photo"),
    ],
)
async def test_what_is_offered_at_a_guess_can_be_pressed(
    stage: Stage, verb: str, headline: str
) -> None:
    assert title(await stage.play(turn(Pressed(verb, {}, "message")))) == headline


def test_a_question_names_each_button_once() -> None:
    likely = (Intent.WRONG_PHOTO, Intent.SYNC, Intent.STOP)
    pressed = [getattr(each, "verb", "") for each in texts.did_you_mean(likely, str).buttons]
    assert pressed == ["check", "stop", "help"]
