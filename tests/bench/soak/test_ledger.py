import pytest

from bench.soak.ledger import INVOKE, Ledger
from bench.soak.replicas import Delivered
from bench.soak.verdicts import Trouble, Wait
from simulation.channel.delivery import Answer


def delivered(status: int, body: object = None, kind: str = "message") -> Delivered:
    return Delivered(kind, "B", 10, 11, Answer(status, body))


def test_a_delivery_that_nobody_accepted_is_a_failure() -> None:
    ledger = Ledger()
    ledger.delivered(delivered(500))
    assert len(ledger.refused) == 1


def test_a_delivery_that_the_end_of_its_replica_cut_off_is_lost_and_no_failure() -> None:
    ledger = Ledger(troubles=[Trouble("kill -9 B", 10.5, 20)])
    ledger.delivered(delivered(0))
    assert (ledger.lost, ledger.refused) == (1, [])


def test_the_end_of_another_replica_excuses_nothing() -> None:
    ledger = Ledger(troubles=[Trouble("kill -9 A", 10.5, 20)])
    ledger.delivered(delivered(0))
    assert (ledger.lost, len(ledger.refused)) == (0, 1)


def test_no_answer_while_the_channel_takes_nothing_is_no_failure_and_an_error_is() -> None:
    ledger = Ledger(troubles=[Trouble("connector stall", 0, 20, stops_words=True)])
    ledger.delivered(delivered(0))
    assert ledger.refused == []
    ledger.delivered(delivered(500))
    assert len(ledger.refused) == 1


@pytest.mark.parametrize(("status", "wrong"), [(200, 0), (400, 0), (500, 1), (None, 1)])
def test_a_press_is_answered_with_a_card_or_a_refusal(status: int | None, wrong: int) -> None:
    ledger = Ledger()
    ledger.delivered(delivered(200, {"statusCode": status}, INVOKE))
    assert len(ledger.wrong) == wrong


@pytest.mark.parametrize("end", [None, 26.0])
def test_late_words_are_lost_only_where_the_channel_may_have_lost_them(end: float | None) -> None:
    late_words = Wait("words", 5, end)
    ledger = Ledger(troubles=[Trouble("connector 504", 0, 9, loses_words=True)])
    ledger.waited_for_words(late_words)
    assert (ledger.lost, ledger.words) == (1, [])
    ledger = Ledger(troubles=[Trouble("postgres restarts", 0, 9)])
    ledger.waited_for_words(late_words)
    assert (ledger.lost, ledger.words) == (0, [late_words])


def test_words_in_time_count_whatever_the_channel_loses() -> None:
    ledger = Ledger(troubles=[Trouble("connector 504", 0, 9, loses_words=True)])
    ledger.waited_for_words(Wait("words", 5, 6))
    assert (ledger.lost, len(ledger.words)) == (0, 1)
