"""Every way through the questions ends in a guess, and what nobody may read is asked for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.core.failures import FailureReason
from bot.photos.interview import ADVICE, Advice, Answer, Ask, Guess, after, is_needed
from bot.photos.readings import NoPhoto, NoProfile, NotRead, Readings
from tests.photos.examples import readings
from tests.photos.interviews import every_interview

SHAREPOINT, TEAMS, OUTLOOK = Answer.SHAREPOINT, Answer.TEAMS, Answer.OUTLOOK
EVERYWHERE, UNKNOWN = Answer.EVERYWHERE, Answer.UNKNOWN
NEW, OLD, NONE = Answer.NEW, Answer.OLD, Answer.NONE
TODAY, EARLIER, NEVER = Answer.TODAY, Answer.EARLIER, Answer.NEVER


GUESSES = {answers: led_to for answers, led_to in every_interview() if isinstance(led_to, Guess)}


def test_two_or_three_answers_are_enough() -> None:
    assert {len(answers) for answers in GUESSES} == {2, 3}


def test_every_guess_can_be_reached_and_has_its_advice() -> None:
    assert set(GUESSES.values()) == set(Guess) == set(ADVICE)
    assert set(ADVICE.values()) == set(Advice)


def test_nothing_is_ever_guessed_to_be_right() -> None:
    assert not any("sync" in guess.value or "fixed" in guess.value for guess in Guess)


def test_who_does_not_know_can_say_so_at_every_question() -> None:
    for answers in GUESSES:
        for number in range(len(answers)):
            ask = after(answers[:number])
            assert isinstance(ask, Ask)
            assert UNKNOWN in ask.answers


def test_no_question_offers_more_than_five_answers() -> None:
    for answers in GUESSES:
        ask = after(answers[:-1])
        assert isinstance(ask, Ask)
        assert 2 <= len(ask.answers) <= 5


@pytest.mark.parametrize(
    ("answers", "guess"),
    [
        ((SHAREPOINT, NEW), Guess.SHAREPOINT_OLD),
        ((SHAREPOINT, UNKNOWN), Guess.SHAREPOINT_OLD),
        ((SHAREPOINT, NONE), Guess.NO_PHOTO),
        ((TEAMS, NEW, TODAY), Guess.ON_ITS_WAY),
        ((TEAMS, NEW, EARLIER), Guess.TEAMS_KEEPS),
        ((TEAMS, UNKNOWN, UNKNOWN), Guess.TEAMS_KEEPS),
        ((OUTLOOK, NEW, EARLIER), Guess.OUTLOOK_KEEPS),
        ((OUTLOOK, OLD, EARLIER), Guess.PUT_BACK),
        ((EVERYWHERE, OLD, NEVER), Guess.NOT_STORED),
        ((EVERYWHERE, OLD, TODAY), Guess.NOT_STORED),
        ((EVERYWHERE, NEW, EARLIER), Guess.SHAREPOINT_OLD),
        ((EVERYWHERE, NONE), Guess.NO_PHOTO),
        ((UNKNOWN, UNKNOWN, UNKNOWN), Guess.NOT_STORED),
        ((UNKNOWN, UNKNOWN, TODAY), Guess.ON_ITS_WAY),
    ],
)
def test_answers_lead_to_their_probable_cause(answers: tuple[Answer, ...], guess: Guess) -> None:
    assert after(answers) is guess


@given(some.lists(some.sampled_from(Answer), max_size=6))
def test_any_answers_lead_to_a_question_a_guess_or_nothing(answers: list[Answer]) -> None:
    led_to = after(answers)
    if isinstance(led_to, Guess):
        assert GUESSES[tuple(answers)] is led_to


def unread(photo: FailureReason, profile: FailureReason) -> Readings:
    return replace(readings(), microsoft_365=NotRead(photo), profile=NotRead(profile))


@pytest.mark.parametrize(
    "profile", [FailureReason.NOT_PERMITTED, FailureReason.SIGN_IN_FAILED, FailureReason.NOT_ASKED]
)
def test_questions_are_needed_where_nothing_may_be_read(profile: FailureReason) -> None:
    assert is_needed(unread(FailureReason.NOT_PERMITTED, profile))


@pytest.mark.parametrize(
    "read",
    [
        readings(),
        unread(FailureReason.TIMED_OUT, FailureReason.NOT_PERMITTED),
        unread(FailureReason.NOT_PERMITTED, FailureReason.THROTTLED),
        replace(readings(), microsoft_365=NotRead(FailureReason.NOT_PERMITTED)),
        replace(readings(), profile=NotRead(FailureReason.NOT_PERMITTED)),
        replace(readings(NoPhoto()), profile=NotRead(FailureReason.NOT_PERMITTED)),
        replace(readings(NotRead(FailureReason.NOT_PERMITTED)), profile=NoProfile()),
    ],
    ids=range(7),
)
def test_no_questions_are_needed_where_something_was_read_or_will_be(read: Readings) -> None:
    assert not is_needed(read)
