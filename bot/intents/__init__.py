"""Recognise what people want from what they write.

A text is folded (`folding`), cut into words, and misspelt words are corrected (`spelling`). Phrases
are looked up for their meanings (`vocabulary`), and rules make an intent of the meanings
(`recognise`). Phrases are data of each language, locales/*/intents.toml; rules are data that all
languages share, locales/intents.toml.
"""

from bot.intents.intent import Intent
from bot.intents.load import load_intents
from bot.intents.recognise import Intents

__all__ = ["Intent", "Intents", "load_intents"]
