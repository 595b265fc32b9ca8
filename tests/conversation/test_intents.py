from pathlib import Path

import pytest

from bot.conversation.intents import Intents, fold, load_intents

INTENTS = load_intents()


@pytest.mark.parametrize(
    "text",
    [
        "my photo is wrong",
        "My photo is wrong!",
        "MY PHOTO IS WRONG",
        "  my   photo\tis wrong\n",
        "my profile picture is old",
        "The picture in Outlook is outdated",
        "Teams shows a different avatar than SharePoint",
        "why is my photo still the old one?",
        "my photo doesn’t update",
        "my photo doesn't update",
        "my pic hasn't changed for weeks",
        "profile pic not showing",
        "the photo disappeared",
        "I only see initials instead of my photo",
        "there is a grey silhouette where my picture should be",
        "my headshot is missing in SharePoint",
        "that's not me in the photo",
        "somebody else's picture is on my profile",
        "can you check my photo?",
        "please fix my photo",
        "sync my photo",
        "could you synchronise my profile picture",
        "refresh my avatar please",
        "I have a problem with my photo",
        "help, my portrait is ugly",
        "mein Foto is wrong",
        "photo",
        "my photo",
        "check",
        "Fix it.",
        "check again",
        "please check again",
        "again",
        "fix me",
        "*my photo is wrong*",
        "thanks, but my photo is still wrong",
        "hello, my photo is wrong",
        "my photo looks good in Outlook but is old in Teams",
    ],
)
def test_people_say_in_many_ways_that_their_photo_is_wrong(text: str) -> None:
    assert INTENTS.recognise(text) == "wrong_photo"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "hello",
        "help",
        "thanks!",
        "the printer is broken",
        "the photocopier does not work",
        "Photoshop is not working",
        "help me understand photosynthesis",
        "check the calendar",
        "can you check messages for me",
        "check meeting room 4",
        "fix menu on the website",
        "fix meeting link",
        "sync my calendar",
        "the old report is wrong",
        "is the report missing?",
        "let's look at the big picture and fix the process",
        "picture this: a different office",
        "I see, I got the picture",
        "thanks for fixing my photo",
        "thank you, my photo is fixed now",
        "what can you do with my photo?",
        "what a nice photo",
        "who took this photo",
        "I like your avatar",
        "my password is wrong",
        "where is my payslip?",
        "good morning",
        "🙂",
    ],
)
def test_what_only_looks_like_it_starts_no_check(text: str) -> None:
    assert INTENTS.recognise(text) != "wrong_photo"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("help", "help"),
        ("?", "help"),
        ("Help!", "help"),
        ("what can you do", "help"),
        ("Who are you?", "help"),
        ("hi", "greeting"),
        ("Good morning!", "greeting"),
        ("hey there", "greeting"),
        ("thank you so much", "thanks"),
        ("thx", "thanks"),
        ("Thanks for fixing my photo!", "thanks"),
        ("what is for lunch?", None),
        ("history of art", None),
    ],
)
def test_other_things_are_recognised_too(text: str, intent: str | None) -> None:
    assert INTENTS.recognise(text) == intent


@pytest.mark.parametrize("text", ["my photo is wrong " * 10_000, "\x00\ud7ff", "٣" * 100])
def test_no_text_is_too_odd(text: str) -> None:
    INTENTS.recognise(text)


def test_folding_takes_away_what_does_not_change_the_meaning() -> None:
    assert fold("  Ma  PHOTO d’équipe\n") == "ma photo d'equipe"
    assert fold("STRASSE") == fold("straße")


def write(folder: Path, language: str, text: str) -> None:
    (folder / language).mkdir()
    (folder / language / "intents.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def loaded(tmp_path: Path) -> Intents:
    write(
        tmp_path,
        "de",
        '[[intent]]\nname = "wrong_photo"\npatterns = [["bild|foto", "falsch|veraltet"]]\n'
        'unless = ["bildung"]\n',
    )
    write(tmp_path, "ja", '[[intent]]\nname = "wrong_photo"\npatterns = [["写真", "古い"]]\n')
    return load_intents(tmp_path)


def test_every_language_has_a_file_of_its_own(loaded: Intents) -> None:
    assert loaded.recognise("Mein Bild ist veraltet") == "wrong_photo"


def test_a_language_needs_no_spaces_between_its_words(loaded: Intents) -> None:
    assert loaded.recognise("私の写真が古いです") == "wrong_photo"


def test_all_groups_of_a_pattern_must_occur(loaded: Intents) -> None:
    assert loaded.recognise("Mein Bild") is None


def test_a_word_that_rules_out_wins_over_the_patterns(loaded: Intents) -> None:
    assert loaded.recognise("Bildung ist veraltet") is None
