"""What work costs the thread that does it, whatever else the machine does."""

from collections.abc import Callable
from time import thread_time

# Steps of a plain loop that take ten milliseconds of the processor that the bounds were set on.
STEPS = 200_000


def ten_milliseconds() -> float:
    """What takes ten milliseconds of an ordinary processor, in seconds of this one as it is now.

    A shared machine is up to half as fast again from one minute to the next, so that bounds are
    compared with work that is done beside them.
    """

    def count() -> int:
        return sum(number % 7 for number in range(STEPS))

    return processor_seconds(count)


def processor_seconds(work: Callable[[], object]) -> float:
    """The least that three runs cost: a busy machine and the garbage collector only add to it."""

    def cost() -> float:
        begun = thread_time()
        work()
        return thread_time() - begun

    return min(cost() for _ in range(3))
