"""Load how texts are read, and what was learned from labelled sentences."""

from functools import cache
from pathlib import Path

from bot.chat.language import LOCALES
from bot.intents.labelled import learned_letters
from bot.intents.model import FILE, load_model
from bot.intents.reading import features_of, tables
from bot.intents.recognise import Intents, is_doubted
from bot.intents.vetoes import vetoes_of


@cache
def load_intents(folder: Path = LOCALES, model: Path = FILE) -> Intents:
    """Read the files, once in a process, as a bot and its worker share one.

    Raises KeyError, ValueError or OSError for files that are not as expected.
    """
    reading = tables(folder)
    features = features_of(reading.values())
    vetoes = (veto for table in reading.values() for veto in vetoes_of(table, features))
    learned = load_model(model)
    doubted = [language for language in reading if is_doubted(learned, language)]
    return Intents(features, learned, tuple(vetoes), learned_letters(folder, doubted))
