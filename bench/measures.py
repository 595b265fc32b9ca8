"""The rows of the table."""

from bench.table import Measure

MUCH_MORE = (
    "beside the HTTP server and msal, which the peers hold too, Photobot holds the database's "
    "driver, the jobs, Pillow, the settings and the words in every language."
)

MESSAGE = Measure("processor for a message: token, card out", "ms")
PRESS = Measure("processor for a press: token, card back", "ms")
PRESS_WRITTEN = Measure("processor for a press: card also into the message", "ms")
SENDS = Measure("sends while each takes 300 ms", "a second", more_is_better=True)
SENDS_OF_BOUND = Measure("of 64 sends in each 300 ms, that is", "%", more_is_better=True)
STALL = Measure("worst stall of the loop meanwhile", "ms")
CHECK = Measure(
    "check, each request taking 100 ms",
    "ms",
    other="2 round trips",
    why_not_first="five pictures are decoded and compared, and TLS and the tenant take time.",
)
FINGERPRINT = Measure("fingerprint of a 648 px photo", "ms", other="imagehash.phash")
START = Measure(
    "start to first answer",
    "s",
    why_not_first=(
        "the peers only listen; Photobot opens its database and its queue of jobs, and reads its "
        "words and intents, before it says that it serves."
    ),
)
MEMORY = Measure("idle memory, resident", "MiB", why_not_first=MUCH_MORE)
PROPORTIONAL_MEMORY = Measure("idle memory, proportional", "MiB", why_not_first=MUCH_MORE)
WRONG_PHOTO = Measure("processor for “my photo is wrong”, checked", "ms")
MESSAGE_IN_POSTGRES = Measure("processor of Postgres for a message", "ms")
START_WITH_OWN_POSTGRES = Measure("start to first answer, own new Postgres", "s")
MEMORY_OF_POSTGRES = Measure("idle memory of Postgres, proportional", "MiB")

ROWS = (
    MESSAGE,
    PRESS,
    PRESS_WRITTEN,
    SENDS,
    SENDS_OF_BOUND,
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
