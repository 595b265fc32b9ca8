"""What became of a campaign's messages. Pure: counts in, counts out.

Each recipient has one outcome. Of those whose message was sent, some are known to have opened it,
and of these some pressed a button; of the others it is not known.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.outbox.message import MessageState

# A message ended without a reason only where its reader wanted no more of them.
NO_REASON = "stopped"


class RecipientOutcome(StrEnum):
    """What became of the message to one recipient."""

    QUEUED = "queued"
    SENT = "sent"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


OUTCOMES: Mapping[MessageState, RecipientOutcome] = {
    MessageState.QUEUED: RecipientOutcome.QUEUED,
    MessageState.SENDING: RecipientOutcome.QUEUED,
    MessageState.DELIVERED: RecipientOutcome.SENT,
    MessageState.UNCONFIRMED: RecipientOutcome.UNCONFIRMED,
    MessageState.FAILED: RecipientOutcome.FAILED,
    MessageState.WITHDRAWN: RecipientOutcome.WITHDRAWN,
}


@dataclass(frozen=True)
class MessageGroup:
    """So many messages of a campaign that are alike."""

    state: MessageState
    reason: str | None
    opened: bool
    tapped: bool
    number: int


@dataclass(frozen=True)
class CampaignReport:
    """Numbers of recipients: the outcomes and `forgotten` add up to `recipients`.

    Attributes:
        sent: the channel took the message, or its reader opened it.
        opened: of those sent, whose reader is known to have opened it.
        tapped: of those opened, whose reader pressed one of its buttons.
        unconfirmed: the message may have arrived, and nothing tells.
        failed: by reason.
        withdrawn: by reason.
        forgotten: recipients of whom every row was deleted since they were listed.
    """

    recipients: int
    queued: int = 0
    sent: int = 0
    opened: int = 0
    tapped: int = 0
    unconfirmed: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    withdrawn: Mapping[str, int] = field(default_factory=dict)
    forgotten: int = 0

    @property
    def not_known_whether_opened(self) -> int:
        """Of those sent, all of whom no service tells whether they opened it."""
        return self.sent - self.opened


def outcome_of(state: MessageState, *, opened: bool) -> RecipientOutcome:
    """Say what became of a message; one that was opened has arrived, whatever the channel said."""
    return RecipientOutcome.SENT if opened else OUTCOMES[state]


def report_of(listed: int | None, groups: Iterable[MessageGroup]) -> CampaignReport:
    """Count outcomes; `listed` is how many recipients there were, None while they are listed."""
    outcomes: Counter[RecipientOutcome] = Counter()
    reasons: dict[RecipientOutcome, Counter[str]] = {each: Counter() for each in RecipientOutcome}
    opened = tapped = 0
    for group in groups:
        # A press without an earlier refresh shows, too, that the message was opened.
        is_opened = group.opened or group.tapped
        outcome = outcome_of(group.state, opened=is_opened)
        outcomes[outcome] += group.number
        reasons[outcome][group.reason or NO_REASON] += group.number
        opened += group.number * is_opened
        tapped += group.number * group.tapped
    kept = outcomes.total()
    recipients = max(kept, listed or 0)
    return CampaignReport(
        recipients,
        outcomes[RecipientOutcome.QUEUED],
        outcomes[RecipientOutcome.SENT],
        opened,
        tapped,
        outcomes[RecipientOutcome.UNCONFIRMED],
        _most_first(reasons[RecipientOutcome.FAILED]),
        _most_first(reasons[RecipientOutcome.WITHDRAWN]),
        forgotten=recipients - kept,
    )


def _most_first(reasons: Counter[str]) -> dict[str, int]:
    return dict(sorted(reasons.items(), key=lambda reason: (-reason[1], reason[0])))
