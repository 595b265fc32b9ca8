"""Recognises what people want from what they write.

What words mean is data, one file per language; how meanings make an intent is data that all
languages share.
"""

from bot.intents.intent import Intent
from bot.intents.load import load_intents
from bot.intents.recognise import Intents

__all__ = ["Intent", "Intents", "load_intents"]
