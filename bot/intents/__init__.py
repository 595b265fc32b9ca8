"""Recognise what people want from what they write.

Quotes and signatures are left out (`written`), sentences become n-grams (`features`), a linear
model says how likely each intent is (`model`), and vetoes forbid what would be the opposite of what
was asked (`vetoes`). `recognise` puts that together. What is particular to a language is data:
locales/*/reading.toml. The model is learned from locales/*/sentences.toml by `make intents`.
"""

from bot.intents.intent import Intent
from bot.intents.load import load_intents
from bot.intents.recognise import Intents

__all__ = ["Intent", "Intents", "load_intents"]
