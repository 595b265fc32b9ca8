"""The intents of written messages."""

from enum import StrEnum


class Intent(StrEnum):
    """What a written message asks for; values are the names in locales/*/sentences.toml.

    `UNSURE` stands for a guess: the person is asked.
    """

    WRONG_PHOTO = "wrong_photo"
    SYNC = "sync"
    STEPS = "steps"
    LATER = "later"
    STATUS = "status"
    WHY = "why"
    NEW_PHOTO = "new_photo"
    REMOVE = "remove"
    UNDO = "undo"
    STOP = "stop"
    PAUSE = "pause"
    RESUME = "resume"
    VERIFY = "verify"
    REFERENCE = "reference"
    CASES = "cases"
    WHO_LOOKED = "who_looked"
    PRIVACY = "privacy"
    LANGUAGE = "language"
    SIGN_OUT = "sign_out"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    OTHER = "other"
    UNSURE = "unsure"
