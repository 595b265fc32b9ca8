"""Which pictures a card showed, as its row keeps it: an etag and a digest, and no picture."""

from collections.abc import Mapping
from typing import Any

from bot.photos.seen import Seen, seen_in
from bot.use_cases.check import Checkup


def shown_facts(checkup: Checkup) -> dict[str, Any]:
    """As a row keeps it."""
    seen = seen_in(checkup.readings)
    return {"etag": seen.etag, "files": seen.files}


def shown_on(facts: Mapping[str, Any]) -> Seen:
    """As a row kept it; where it did not, what nobody sees."""
    return Seen(facts.get("etag"), str(facts.get("files", "")))
