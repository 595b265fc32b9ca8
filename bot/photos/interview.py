"""The interview: two or three questions that find the probable cause where nothing may be read.

A guess is never a verdict: nothing was read, so nothing is ever said to be in sync.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.failures import FailureReason
from bot.photos.readings import NotRead, Readings


class Question(StrEnum):
    """Questions that people can answer by looking."""

    WHERE = "where"
    MY_ACCOUNT = "my_account"
    WHEN = "when"


class Answer(StrEnum):
    """Answers that people choose from."""

    SHAREPOINT = "sharepoint"
    TEAMS = "teams"
    OUTLOOK = "outlook"
    EVERYWHERE = "everywhere"
    NEW = "new"
    OLD = "old"
    NONE = "none"
    TODAY = "today"
    EARLIER = "earlier"
    NEVER = "never"
    UNKNOWN = "unknown"


class Guess(StrEnum):
    """Probable causes."""

    NO_PHOTO = "no_photo"
    NOT_STORED = "not_stored"
    PUT_BACK = "put_back"
    SHAREPOINT_OLD = "sharepoint_old"
    ON_ITS_WAY = "on_its_way"
    TEAMS_KEEPS = "teams_keeps"
    OUTLOOK_KEEPS = "outlook_keeps"


class Advice(StrEnum):
    """What a person can do about a probable cause."""

    ADD_PHOTO = "add_photo"
    GUIDE = "guide"
    WAIT = "wait"
    CLEAR_CACHES = "clear_caches"
    ASK_SUPPORT = "ask_support"


ADVICE: Mapping[Guess, Advice] = {
    Guess.NO_PHOTO: Advice.ADD_PHOTO,
    Guess.NOT_STORED: Advice.ADD_PHOTO,
    Guess.PUT_BACK: Advice.ASK_SUPPORT,
    Guess.SHAREPOINT_OLD: Advice.GUIDE,
    Guess.ON_ITS_WAY: Advice.WAIT,
    Guess.TEAMS_KEEPS: Advice.CLEAR_CACHES,
    Guess.OUTLOOK_KEEPS: Advice.CLEAR_CACHES,
}


@dataclass(frozen=True)
class Ask:
    """A question, and where each answer leads."""

    question: Question
    answers: Mapping[Answer, Ask | Guess]


def _when(
    *, today: Guess, earlier: Guess, never: Guess | None = None, unknown: Guess | None = None
) -> Ask:
    """Ask when the photo was changed; answers without a guess of their own count as `earlier`."""
    return Ask(
        Question.WHEN,
        {
            Answer.TODAY: today,
            Answer.EARLIER: earlier,
            Answer.NEVER: never or earlier,
            Answer.UNKNOWN: unknown or earlier,
        },
    )


def _my_account(*, new: Ask | Guess, unknown: Ask | Guess) -> Ask:
    """Ask what My Account shows: a photo that is wrong there is wrong at its source."""
    old = _when(
        today=Guess.NOT_STORED,
        earlier=Guess.PUT_BACK,
        never=Guess.NOT_STORED,
        unknown=Guess.NOT_STORED,
    )
    answers = {Answer.NEW: new, Answer.OLD: old, Answer.NONE: Guess.NO_PHOTO}
    return Ask(Question.MY_ACCOUNT, {**answers, Answer.UNKNOWN: unknown})


def _kept_by(app: Guess) -> Ask:
    """Ask about an app that keeps old pictures; `app` is the guess for a change days ago."""
    kept = _when(today=Guess.ON_ITS_WAY, earlier=app)
    return _my_account(new=kept, unknown=kept)


_ANYWHERE = _my_account(
    new=_when(today=Guess.ON_ITS_WAY, earlier=Guess.SHAREPOINT_OLD),
    unknown=_when(today=Guess.ON_ITS_WAY, earlier=Guess.NOT_STORED),
)

START = Ask(
    Question.WHERE,
    {
        Answer.SHAREPOINT: _my_account(new=Guess.SHAREPOINT_OLD, unknown=Guess.SHAREPOINT_OLD),
        Answer.TEAMS: _kept_by(Guess.TEAMS_KEEPS),
        Answer.OUTLOOK: _kept_by(Guess.OUTLOOK_KEEPS),
        Answer.EVERYWHERE: _ANYWHERE,
        Answer.UNKNOWN: _ANYWHERE,
    },
)


def after(answers: Iterable[Answer]) -> Ask | Guess | None:
    """Follow these answers; None where they don't answer what was asked."""
    here: Ask | Guess | None = START
    for answer in answers:
        here = here.answers.get(answer) if isinstance(here, Ask) else None
    return here


def is_needed(readings: Readings) -> bool:
    """Tell whether no copy could be read for want of a permission, so that a retry is no use."""
    photo, profile = readings.microsoft_365, readings.profile
    if not isinstance(photo, NotRead) or not isinstance(profile, NotRead):
        return False
    lasting = {
        FailureReason.NOT_PERMITTED,
        FailureReason.SIGN_IN_FAILED,
        FailureReason.REJECTED,
        FailureReason.LIST_TOO_LONG,
        FailureReason.NOT_ASKED,
    }
    return photo.why is FailureReason.NOT_PERMITTED and profile.why in lasting
