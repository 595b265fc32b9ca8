"""What work costs the thread that does it, whatever else the machine does."""

from collections.abc import Callable
from time import thread_time


def processor_seconds(work: Callable[[], object]) -> float:
    """The least that three runs cost: a busy machine and the garbage collector only add to it."""

    def cost() -> float:
        begun = thread_time()
        work()
        return thread_time() - begun

    return min(cost() for _ in range(3))
