"""What is committed was learned from the data that is committed.

What trains is imported by the tests that need it: every process that collects tests would pay the
second that scikit-learn takes to import.
"""

from random import Random

import pytest

from bot.intents.model import load_model
from tests.intents.read_once import learned

LEARNED_AGAIN = 2


def test_the_model_comes_from_the_sentences_and_the_code() -> None:
    from training.learn import source

    # After a change to either: make intents.
    assert load_model().source == source()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_learning_again_gives_the_same_weights() -> None:
    from training.learn import PRECISION, rows_of, texts_of

    committed = load_model()
    # All would take minutes. The digest chooses some, so they change whenever the data does.
    some = Random(committed.source).sample(sorted(committed.rows), LEARNED_AGAIN)
    again = rows_of(texts_of(learned()), committed.grams, some)
    assert sorted(again) == sorted(some)
    for intent, row in again.items():
        former = committed.rows[intent]
        # Another processor rounds otherwise at every step of the training, so it may end elsewhere
        # by less than its precision.
        assert row.scale == pytest.approx(former.scale, rel=PRECISION)
        assert max(abs(a - b) for a, b in zip(row.weights, former.weights, strict=True)) <= 1


def test_a_model_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("model") / "intents.bin"
    path.write_bytes(load_model().dump())
    assert load_model(path) == load_model()


def test_a_damaged_file_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("model") / "intents.bin"
    path.write_bytes(load_model().dump()[:-1])
    with pytest.raises(ValueError, match="weights"):
        load_model(path)
