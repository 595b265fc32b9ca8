"""What became of photo changes and of the messages about them, counted over a time.

Counts of messages are a lattice: who has tapped has opened, and what was opened has arrived. Teams
tells neither, so that of the others it is not known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.outbox.message import MessageState

ARRIVING = frozenset({None, MessageState.QUEUED, MessageState.SENDING})


@dataclass(frozen=True)
class ChangeGroup:
    """So many changes of which the same was decided; `outcome` is None where nothing was yet."""

    state: str
    outcome: str | None
    because: str | None
    number: int


@dataclass(frozen=True)
class NudgeGroup:
    """So many messages that ended alike.

    Attributes:
        state: None for a message that is not queued yet.
        opened: whether the reader is known to have opened it.
        tapped: whether they are known to have pressed a button of it.
    """

    state: MessageState | None
    reason: str | None
    opened: bool
    tapped: bool
    number: int


@dataclass(frozen=True)
class MessageCounts:
    """What became of messages; `asked_for` is the sum of the five after it.

    Attributes:
        failed_because: the failed ones by the reason that the channel gave.
        opened: delivered ones that were opened for sure; of the other delivered ones it is not
            known.
        tapped: opened ones on which a button was pressed.
    """

    asked_for: int
    waiting: int
    delivered: int
    unconfirmed: int
    failed: int
    withdrawn: int
    failed_because: Mapping[str, int]
    opened: int
    tapped: int

    @property
    def not_known_if_opened(self) -> int:
        """Delivered messages of which it is not known whether they were opened."""
        return self.delivered - self.opened

    @property
    def not_known_if_tapped(self) -> int:
        """Delivered messages of which it is not known whether a button was pressed."""
        return self.delivered - self.tapped


@dataclass(frozen=True)
class NudgeReport:
    """What was decided about the changes of a time, and what became of its messages.

    Attributes:
        since: changes that were noticed, and messages that were asked for, from then on (UTC).
        would_write_to: people to whom shadow mode would have written.
        would_send: messages that it would have sent to them.
        messages: about changes, unasked.
        reminders: of messages that people put off.
    """

    since: datetime
    changes: int
    decided: Sequence[ChangeGroup]
    would_write_to: int
    would_send: int
    messages: MessageCounts
    reminders: MessageCounts


def count_messages(groups: Iterable[NudgeGroup]) -> MessageCounts:
    """Add groups of messages up."""
    states = dict.fromkeys((*MessageState, None), 0)
    failed_because: dict[str, int] = {}
    opened = tapped = 0
    for group in groups:
        # Who opened it has got the message, whatever the channel said.
        is_opened = group.opened or group.tapped
        state = MessageState.DELIVERED if is_opened else group.state
        states[state] += group.number
        opened += group.number * is_opened
        tapped += group.number * group.tapped
        if state is MessageState.FAILED:
            reason = group.reason or "not known"
            failed_because[reason] = failed_because.get(reason, 0) + group.number
    return MessageCounts(
        asked_for=sum(states.values()),
        waiting=sum(states[state] for state in ARRIVING),
        delivered=states[MessageState.DELIVERED],
        unconfirmed=states[MessageState.UNCONFIRMED],
        failed=states[MessageState.FAILED],
        withdrawn=states[MessageState.WITHDRAWN],
        failed_because=failed_because,
        opened=opened,
        tapped=tapped,
    )
