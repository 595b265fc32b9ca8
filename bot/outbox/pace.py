"""How far apart messages leave, so that the rate is never passed in any second.

Moments to send ("slots") are given out `gap` seconds apart, to everybody from one place. Whoever
reaches a slot more than `LATENESS` after it gives it up, so each message leaves at its slot or up
to `LATENESS` later. What leaves within one second therefore had slots within less than
`1 + LATENESS` seconds. With `gap = (1 + LATENESS) / (rate - 1)` these are `rate - 1` at the most.
The one that is left is for a process that is stopped between its look at the clock and its send.

At 50 a second the pace is 46.7 a second: 49 slots in 1.05 seconds.
"""

import math

LATENESS = 0.05


def gap(rate: int) -> float:
    """Seconds between slots, in whole microseconds; `rate` is in messages a second, 2 or more."""
    return math.ceil((1 + LATENESS) / (rate - 1) * 1e6) / 1e6
