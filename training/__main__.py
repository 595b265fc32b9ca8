"""Train what is in locales/*.bin, and print how well unseen sentences are understood.

`--kinds` leaves each kind out of the training in turn, and prints how well it is understood then:
by that the margins are chosen, as the unseen sentences are there to be unseen.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace

from bot.intents import language, load_intents
from bot.intents.language import LanguageRecogniser
from bot.intents.model import FILE
from bot.intents.recognise import ENOUGH
from training.figures import Heard, hear, lines, lines_on_languages, wanted_acts
from training.learn import learn, texts_of
from training.sentences import learned, unseen
from training.vocabularies import vocabularies


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--kinds", action="store_true", help="try each kind as an unseen one")
    if parser.parse_args().kinds:
        _print(_by_kind())
        return
    model = learn(texts_of(learned()))
    FILE.write_bytes(model.dump())
    heard = hear(load_intents(), unseen())
    FILE.write_bytes(replace(model, wanted=wanted_acts(heard)).dump())
    # It still holds the model that was not measured yet.
    load_intents.cache_clear()
    print(f"{FILE.name}: {FILE.stat().st_size:,} bytes")
    features = load_intents().features
    known = vocabularies(learned(), features)
    language.FILE.write_bytes(known.dump())
    print(f"{language.FILE.name}: {language.FILE.stat().st_size:,} bytes")
    print("Sentences that it was trained on:")
    _print(hear(load_intents(), learned()))
    print("Unseen sentences:")
    _print(heard)
    for name in wanted_acts(heard):
        if load_intents().doubts(name):
            print(f"{name}: under {ENOUGH:.0%}, so people are asked before anything is done")
    print("The language that unseen sentences are written in:")
    for line in lines_on_languages(LanguageRecogniser(features, known.languages), unseen()):
        print(line)


def _by_kind() -> list[Heard]:
    """Hear the sentences of each kind with a model that was trained on all others."""
    every, intents = learned(), load_intents()
    texts = texts_of(every)
    heard = []
    for kind in dict.fromkeys(each.kind for each in every):
        model = learn([text for text in texts if text[0].kind != kind])
        heard += hear(replace(intents, model=model), [each for each in every if each.kind == kind])
    return heard


def _print(heard: Sequence[Heard]) -> None:
    for line in lines(heard):
        print(line)


if __name__ == "__main__":
    main()
