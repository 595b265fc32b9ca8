import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intents import Intents, load_intents

INTENTS = load_intents()
SENTENCES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).with_name("sentences").glob("*.toml"))
}
EVERY = sorted(text for asked in SENTENCES.values() for texts in asked.values() for text in texts)


def full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@pytest.mark.parametrize(
    ("file", "intent"), [(file, intent) for file, asked in SENTENCES.items() for intent in asked]
)
def test_what_people_write_is_understood(file: str, intent: str) -> None:
    understood = {text: INTENTS.recognise(text) for text in SENTENCES[file][intent]}
    assert {text: found for text, found in understood.items() if found != intent} == {}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I only see initials instead of my photo", "wrong_photo"),
        ("there is a grey silhouette where my picture should be", "wrong_photo"),
        ("somebody else's picture is on my profile", "wrong_photo"),
        ("help, my portrait is ugly", "wrong_photo"),
        ("mein Foto is wrong", "wrong_photo"),
        ("please check again", "wrong_photo"),
        ("thanks, but my photo is still wrong", "wrong_photo"),
        ("my photo looks good in Outlook but is old in Teams", "wrong_photo"),
        ("can you check messages for me", "other"),
        ("check meeting room 4", "other"),
        ("fix menu on the website", "other"),
        ("the old report is wrong", "other"),
        ("is the report missing?", "other"),
    ],
)
def test_what_was_understood_before_still_is(text: str, intent: str) -> None:
    assert INTENTS.recognise(text) == intent


@given(st.text())
def test_any_text_is_read_without_an_exception(text: str) -> None:
    assert INTENTS.recognise(text)


@given(
    st.sampled_from(EVERY),
    st.sampled_from([str.upper, str.lower, str.swapcase, full_width]),
    st.sampled_from(["{}", "“{}”", "「{}」", "**{}**", "({})", "  {}\n", "{}!", "…{}", "{}。"]),
)
def test_case_width_and_outer_signs_change_nothing(
    text: str, written: Callable[[str], str], around: str
) -> None:
    assert INTENTS.recognise(around.format(written(text))) == INTENTS.recognise(text)


@given(st.sampled_from(EVERY))
def test_accents_change_nothing(text: str) -> None:
    bare = unicodedata.normalize("NFKD", text)
    without = "".join(sign for sign in bare if not unicodedata.combining(sign))
    assert INTENTS.recognise(without) == INTENTS.recognise(text)


@pytest.mark.parametrize(
    "text",
    ["my photo is wrong " * 10_000, "\x00\ud7ff", "٣" * 100, "a" * 50_000, "photo x" * 20_000],
    ids=["long", "odd letters", "digits", "one word", "one word again and again"],
)
def test_a_hostile_text_is_read_in_time(text: str) -> None:
    started = process_time()
    INTENTS.recognise(text)
    assert process_time() - started < 2


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def loaded(tmp_path: Path) -> Intents:
    write(
        tmp_path,
        "intents.toml",
        """
        asides = "filler"
        [[together]]
        means = "wrong"
        of = ["not right"]
        [[rule]]
        intent = "wrong_photo"
        says = ["photo wrong|old"]
        only = ["photo"]
        unless = "school"
        [[rule]]
        intent = "help"
        only = ["school"]
        beside = "wrong"
        [[rule]]
        intent = "later"
        says = ["old school"]
        whole = true
        [[rule]]
        intent = "stop"
        only = ["stop"]
        [[rule]]
        intent = "greeting"
        alone = true
        only = ["greeting"]
        """,
    )
    write(
        tmp_path,
        "de/intents.toml",
        """
        [spelling]
        telling = "foto falsch"
        right = "fotos"
        [words]
        photo = "bild|foto"
        wrong = "falsch"
        right = "richtig"
        not = "nicht"
        school = "schul bild"
        stop = "halt"
        greeting = "hallo"
        filler = "mein | ist"
        break = ","
        """,
    )
    write(
        tmp_path,
        "ja/intents.toml",
        """
        [letters]
        foreign = "舊"
        own = "古"
        [words]
        photo = "写真"
        old = "古い"
        """,
    )
    return load_intents(tmp_path)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Mein Bild ist falsch", "wrong_photo"),
        ("Mein Bild ist nicht richtig", "wrong_photo"),
        ("Das Bild hängt nicht, es ist richtig", "other"),
        ("Das Bild hängt nicht erst seit zwei Jahren richtig", "other"),
        ("Mein Bild", "wrong_photo"),
        ("Schul-Bild ist falsch", "help"),
        ("Das Schul-Bild ist falsch", "other"),
        ("Ein Schul-Bild. Es ist 古い.", "later"),
        ("Mein Bild hängt dort", "other"),
        ("Mein Bild ist richtig", "other"),
        ("Mein Bild hängt dort. Das Auto ist falsch.", "other"),
        ("Das Auto steht dort. Mein Bild ist falsch.", "wrong_photo"),
        ("Mein Phoot ist fallsch", "other"),
        ("MeinFoto ist dort flasch", "wrong_photo"),
        ("Mein Fooootto ist falsch", "wrong_photo"),
        ("Fotos: falsch", "other"),
        ("Das Auto, halt", "stop"),
        ("Das Auto steht, halt", "other"),
        ("Hallo, mein Auto", "other"),
        ("Hallo", "greeting"),
        ("私の写真が古いです", "wrong_photo"),
        ("私の写真が舊いです", "wrong_photo"),
        ("Mein 写真 ist falsch", "wrong_photo"),
        ("> Mein Bild ist falsch\nDanke", "other"),
        ("> Mein Bild ist falsch", "wrong_photo"),
    ],
)
def test_rules_are_shared_by_the_words_of_every_language(
    loaded: Intents, text: str, intent: str
) -> None:
    assert loaded.recognise(text) == intent
