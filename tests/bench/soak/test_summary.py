import pytest

from bench.soak.ledger import Ledger
from bench.soak.logs import LogWatch
from bench.soak.samples import ROWS, Samples
from bench.soak.screens import Screens
from bench.soak.summary import Soaked
from bench.soak.verdicts import Trouble, Wait
from tests.bench.soak.known import CHAT, KnownTruth, card, screens


def soaked(ledger: Ledger, seen: Screens | None = None) -> Soaked:
    """An hour of which only this is known."""
    samples = Samples((), "", start=0.0)
    return Soaked(samples, ledger, seen or screens(KnownTruth()), LogWatch(frozenset()), {}, 0, 0)


def failing(soak: Soaked) -> set[str]:
    flat_or_not = set(ROWS)
    return {verdict.name for verdict in soak.verdicts() if not verdict.holds} - flat_or_not


def test_an_hour_without_anything_wrong_fails_in_nothing_but_what_was_not_measured() -> None:
    quiet = soaked(Ledger(words=[Wait("words", 0, 1)]))
    assert failing(quiet) == set()
    assert not any(verdict.holds for verdict in quiet.verdicts() if verdict.name in ROWS)


def test_late_words_fail_and_are_told_with_the_fault_that_they_met() -> None:
    fault = Trouble("postgres restarts", 60, 65)
    late_words = soaked(Ledger(words=[Wait("words upon 'help'", 60, 75)], troubles=[fault]))
    assert failing(late_words) == {"first words later than 10 s"}
    found = "minute 1.0: words upon 'help': 15.0 s; faults: postgres restarts"
    assert found in late_words.told()


def test_a_card_whose_id_the_channel_kept_from_the_bot_may_wait_and_no_other() -> None:
    seen = screens(KnownTruth())
    seen.take(CHAT, "1", card("Checking your photo…"))
    lost = Trouble("connector answer lost", 990, 1005, loses_words=True)
    assert failing(soaked(Ledger(troubles=[lost]), seen)) == set()
    assert failing(soaked(Ledger(), seen)) == {
        "cards that wait at the end",
        "cards finished later than 12 s",
    }


@pytest.mark.parametrize("what", ["refused", "wrong", "broken"])
def test_whatever_else_was_wrong_fails_and_is_told(what: str) -> None:
    ledger = Ledger()
    getattr(ledger, what).append("something odd")
    assert len(failing(soaked(ledger))) == 1
    assert "something odd" in soaked(ledger).told()
