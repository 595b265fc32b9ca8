import random

from simulation.channel.faults import Fault, Faults


def test_without_faults_nothing_goes_wrong() -> None:
    assert Faults(random.Random(1)).take("send") is None


def test_a_fault_happens_as_often_as_it_says() -> None:
    faults = Faults(random.Random(1))
    faults.tell(Fault("send", status=504, times=2))
    assert [bool(faults.take("send")) for _ in range(3)] == [True, True, False]


def test_a_fault_waits_for_its_operation() -> None:
    faults = Faults(random.Random(1))
    faults.tell(Fault("update", status=412))
    assert faults.take("send") is None
    assert faults.take("update") == Fault("update", status=412)


def test_a_fault_with_a_chance_happens_now_and_then() -> None:
    faults = Faults(random.Random(1))
    faults.tell(Fault("send", status=504, times=1000, chance=0.25))
    assert 30 < sum(bool(faults.take("send")) for _ in range(200)) < 70


def test_cleared_faults_do_not_happen() -> None:
    faults = Faults(random.Random(1))
    faults.tell(Fault("send", status=500))
    faults.clear()
    assert faults.take("send") is None
