"""Words for administrators: what was decided about photo changes, and why."""

from collections.abc import Mapping

from bot.nudges.decide import Because
from bot.nudges.ports import Outcome

OUTCOMES: Mapping[str, str] = {
    Outcome.WAITS: "waits",
    Outcome.DROPPED: "nothing is done",
    Outcome.NUDGED: "a message",
    Outcome.SYNCED: "synced",
    Outcome.NOT_SYNCED: "not synced",
    Outcome.NOT_REACHABLE: "not reachable",
    Outcome.WOULD_NUDGE: "would get a message",
    Outcome.WOULD_SYNC_AND_TELL: "would be synced and told",
    Outcome.WOULD_SYNC_QUIETLY: "would be synced",
}
REASONS: Mapping[str, str] = {
    Because.GRACE: "it may settle by itself",
    Because.HELD: "everything is held",
    Because.GROUPS_NOT_READ: "the groups of the settings can't be read",
    Because.DISABLED: "the account is switched off",
    Because.NOT_READ: "the photo can't be read",
    Because.PAUSED: "the person wants a pause",
    Because.ANOTHER_IS_QUEUED: "another message to this person waits",
    Because.WRITTEN_TO_LATELY: "the person was written to within a week",
    Because.OUTSIDE_HOURS: "it is outside the person's working hours",
    Because.SWITCHED_OFF: "PHOTOBOT_WATCH is off",
    Because.GONE: "there is no such account any more",
    Because.GUEST: "the person is a guest",
    Because.EXCLUDED: "the person is in an excluded group",
    Because.NOT_IN_PILOT: "the person is in no pilot group",
    Because.STOPPED: "the person wants no messages",
    Because.TOLD_OFTEN: "there were three messages about it",
    Because.TOO_OLD: "it could not be acted on for a month",
    Because.SETTLED: "every copy is right",
    Because.NOT_KNOWN: "it is not known whether a copy is stale",
    Because.NOTHING_HELPS: "nothing that the person or Photobot may do helps",
}


def decided_words(outcome: str | None) -> str:
    """Name what became of a change; a value of another version as it is."""
    return OUTCOMES.get(outcome, outcome) if outcome else "not decided yet"


def reason_words(because: str | None) -> str:
    """Say why; a code of a service as it is."""
    return REASONS.get(because, because) if because else ""
