"""The writes of the audit, grouped by the act that they belong to."""

from collections.abc import Iterable
from datetime import timedelta

from bot.use_cases.audit import EffectWithResult
from bot.use_cases.write import REMOVE, WRITE

# Writes to copies of a photo; the audit also holds others, such as an installation of the app.
COPIES = frozenset({WRITE, REMOVE})
# The writes of one repair follow each other at once; after a pause it was asked for again.
PAUSE = timedelta(minutes=5)


def is_of_copy(change: EffectWithResult) -> bool:
    """Tell whether a copy of the photo was written or removed."""
    return change.effect.action in COPIES


def repairs_in(changes: Iterable[EffectWithResult]) -> list[list[EffectWithResult]]:
    """Group changes of copies by the repair that they belong to, oldest first."""
    repairs: list[list[EffectWithResult]] = []
    for change in changes:
        if repairs and _belongs_to(repairs[-1], change):
            repairs[-1].append(change)
        else:
            repairs.append([change])
    return repairs


def _belongs_to(repair: list[EffectWithResult], change: EffectWithResult) -> bool:
    """Tell whether a change continues a repair; a repair writes no target twice."""
    last, effect = repair[-1].effect, change.effect
    same_press = (last.card_id, last.actor, last.reason) == (
        effect.card_id,
        effect.actor,
        effect.reason,
    )
    written_before = effect.target in {each.effect.target for each in repair}
    return same_press and not written_before and effect.at - last.at <= PAUSE
