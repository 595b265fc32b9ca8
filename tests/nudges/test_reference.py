import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nudges.reference import ALPHABET, new_reference, reference_in


@given(st.randoms(use_true_random=False))
def test_a_reference_is_found_in_whatever_is_written_around_it(chance: random.Random) -> None:
    reference = new_reference(chance.choice)
    assert len(reference) == 10
    assert set(reference[3:]) <= set(ALPHABET)
    for text in (
        reference,
        f"is {reference.lower()} from you?",
        f"這是{reference}嗎",
        f"“{reference}”.",
    ):
        assert reference_in(text) == reference


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("PB-OIL0123", "PB-0110123"),
        ("pb 7k3m9qx", "PB-7K3M9QX"),
        ("PB7K3M9QX", "PB-7K3M9QX"),
        ("PB–7K3M9QX", "PB-7K3M9QX"),
        ("PB-7K3M9Q", None),
        ("PB-7K3M9QXY", None),
        ("XPB-7K3M9QX", None),
        ("is this from you?", None),
    ],
)
def test_letters_that_are_easily_confused_are_put_right(written: str, meant: str | None) -> None:
    assert reference_in(written) == meant
