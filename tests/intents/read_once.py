"""What the committed files hold, read once for all tests of a process."""

from functools import cache

from bot.intents import load_intents
from training import sentences

INTENTS = load_intents()
learned = cache(sentences.learned)
unseen = cache(sentences.unseen)
