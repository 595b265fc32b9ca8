"""The rows of the table."""

from bench.table import Measure

MESSAGE = Measure("processor for a message: token, card out", "ms")
PRESS = Measure("processor for a press: token, card back", "ms")
SENDS = Measure("sends while each takes 300 ms", "a second", more_is_better=True)
STALL = Measure("worst stall of the loop meanwhile", "ms")
CHECK = Measure("check, each request taking 100 ms", "ms", other="2 round trips")
FINGERPRINT = Measure("fingerprint of a 648 px photo", "ms", other="imagehash.phash")
START = Measure("start to first answer", "s")
MEMORY = Measure("idle memory, resident", "MiB")
PROPORTIONAL_MEMORY = Measure("idle memory, proportional", "MiB")
WRONG_PHOTO = Measure("processor for “my photo is wrong”, checked", "ms")
MESSAGE_IN_POSTGRES = Measure("processor of Postgres for a message", "ms")
START_WITH_OWN_POSTGRES = Measure("start to first answer, own new Postgres", "s")
MEMORY_OF_POSTGRES = Measure("idle memory of Postgres, proportional", "MiB")

ROWS = (
    MESSAGE,
    PRESS,
    SENDS,
    STALL,
    CHECK,
    FINGERPRINT,
    START,
    MEMORY,
    PROPORTIONAL_MEMORY,
    WRONG_PHOTO,
    MESSAGE_IN_POSTGRES,
    START_WITH_OWN_POSTGRES,
    MEMORY_OF_POSTGRES,
)
