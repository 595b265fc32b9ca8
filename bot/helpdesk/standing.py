"""What can happen to a case, and where it stands after that. Pure.

The state is computed from everything that happened, in the order of time, so that it is the same in
whatever order processes noted it, and says nothing that nobody read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from bot.photos.causes import Cause, Party, Remedy
from bot.photos.verdict import Verdict
from bot.use_cases.authorizer import Actor
from bot.use_cases.sync import Ending


class CaseEventKind(StrEnum):
    """What can happen to a case, in the order in which it counts where it happened at one moment.

    ASKED: an agent had a message to the person sent; an earlier one that waits is withdrawn before.
    DELAYED to OPENED: what is known of that message; OPENED also of a read receipt. STEPS: the
    person was shown the steps. DECLINED: the person said “not now”. JOINED: a second agent asked
    for the same person. LEFT: who has the case is no agent any more.
    """

    WITHDRAWN = "withdrawn"
    ASKED = "asked"
    DELAYED = "delayed"
    UNREACHABLE = "unreachable"
    UNCONFIRMED = "unconfirmed"
    SENT = "sent"
    OPENED = "opened"
    STEPS = "steps"
    CHECKED = "checked"
    SYNCED = "synced"
    DECLINED = "declined"
    ANSWERED = "answered"
    JOINED = "joined"
    REASSIGNED = "reassigned"
    LEFT = "left"
    EXPIRED = "expired"
    CLOSED = "closed"


class CaseState(StrEnum):
    """The states of a case.

    WAITING: the message is not sent yet. UNCONFIRMED: it may have arrived. IN_SYNC: the latest
    check read every copy to be the same. STUCK: only an administrator can help, or a sync did not
    succeed. STEPS: the person was shown the steps, and nothing was read since.
    """

    WAITING = "waiting"
    SENT = "sent"
    UNCONFIRMED = "unconfirmed"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"
    OPENED = "opened"
    CHECKED = "checked"
    IN_SYNC = "in_sync"
    STEPS = "steps"
    STUCK = "stuck"
    DECLINED = "declined"
    ANSWERED = "answered"
    EXPIRED = "expired"
    CLOSED = "closed"


ENDED_STATES = frozenset({CaseState.CLOSED, CaseState.EXPIRED})
# Of a message that will not be sent any more, and of one that was not sent.
UNREACHED = frozenset({CaseState.UNREACHABLE, CaseState.WITHDRAWN})
UNSENT = UNREACHED | {CaseState.WAITING}
# Of a message, which the reader may not have seen.
BEFORE_OPENED = UNSENT | {CaseState.SENT, CaseState.UNCONFIRMED}
_LEADS_TO: Mapping[CaseEventKind, CaseState] = {
    CaseEventKind.ASKED: CaseState.WAITING,
    CaseEventKind.DELAYED: CaseState.WAITING,
    CaseEventKind.WITHDRAWN: CaseState.WITHDRAWN,
    CaseEventKind.UNREACHABLE: CaseState.UNREACHABLE,
    CaseEventKind.UNCONFIRMED: CaseState.UNCONFIRMED,
    CaseEventKind.SENT: CaseState.SENT,
    CaseEventKind.OPENED: CaseState.OPENED,
    CaseEventKind.STEPS: CaseState.STEPS,
    CaseEventKind.DECLINED: CaseState.DECLINED,
    CaseEventKind.ANSWERED: CaseState.ANSWERED,
    CaseEventKind.EXPIRED: CaseState.EXPIRED,
    CaseEventKind.CLOSED: CaseState.CLOSED,
}
# Who has the case changes nothing about it.
_ABOUT_AGENTS = frozenset({CaseEventKind.JOINED, CaseEventKind.REASSIGNED, CaseEventKind.LEFT})
_OF_RESULTS = frozenset({CaseEventKind.CHECKED, CaseEventKind.SYNCED})
_ORDER = {kind: place for place, kind in enumerate(CaseEventKind)}


@dataclass(frozen=True)
class Ticket:
    """A ticket of the company's own system; `link` is an https address, where there is one."""

    number: str
    link: str | None = None


@dataclass(frozen=True)
class CaseFinding:
    """What a check found; `ending` is how the sync before it ended, if it followed one."""

    verdict: Verdict
    remedy: Remedy
    causes: tuple[Cause, ...] = ()
    ending: Ending | None = None

    @property
    def state(self) -> CaseState:
        """What it says of a case."""
        if self.verdict is Verdict.IN_SYNC:
            return CaseState.IN_SYNC
        is_administrators = self.remedy.actor is Party.ADMINISTRATOR
        has_failed = self.ending in {Ending.NOT_FIXED, Ending.NOT_POSSIBLE, Ending.CUT_OFF}
        return CaseState.STUCK if is_administrators or has_failed else CaseState.CHECKED


@dataclass(frozen=True)
class CaseEvent:
    """Something that happened to a case; raises ValueError for a result without a finding.

    Attributes:
        at: when it happened; of a check, when it was read (UTC).
        actor: who did it; None for what a check, a message or time did.
        agent: object id of whom the case was given to.
        words: an agent's note, or the person's answer, as they wrote it.
        finding: what a check found.
        because: why a message was not sent, as `bot.outbox` names it.
    """

    id: UUID
    kind: CaseEventKind
    at: datetime
    actor: Actor | None = None
    agent: str | None = None
    ticket: Ticket | None = None
    words: str = ""
    finding: CaseFinding | None = None
    because: str | None = None

    def __post_init__(self) -> None:
        if (self.kind in _OF_RESULTS) is not (self.finding is not None):
            raise ValueError(f"{self.kind} with the finding {self.finding}")


@dataclass(frozen=True)
class Standing:
    """The state of a case, and the event that led to it; None for a case of which none is kept."""

    state: CaseState
    event: CaseEvent | None = None

    def after(self, event: CaseEvent) -> "Standing":
        """Return what follows; an event that changes nothing leaves the standing as it is."""
        if self.state in ENDED_STATES or event.kind in _ABOUT_AGENTS:
            return self
        if event.kind is CaseEventKind.OPENED and self.state not in BEFORE_OPENED:
            # Whatever was learnt since says more.
            return self
        if event.finding is None:
            return Standing(_LEADS_TO[event.kind], event)
        found = event.finding.state
        if event.kind is CaseEventKind.CHECKED and not self._gives_way_to(found):
            return self
        return Standing(found, event)

    def _gives_way_to(self, found: CaseState) -> bool:
        """Tell whether a check, whoever asked for it, says more than the state does."""
        if self.state in (CaseState.WAITING, CaseState.ANSWERED):
            # The message is made of a check itself; and who answered saw what no check sees.
            return False
        is_theirs = self.state not in BEFORE_OPENED and self.state is not CaseState.DECLINED
        return is_theirs or found is CaseState.IN_SYNC


def in_order_of_time(events: Iterable[CaseEvent]) -> tuple[CaseEvent, ...]:
    """Sort events by time; those of one moment as `CaseEventKind` lists them."""
    return tuple(sorted(events, key=lambda each: (each.at, _ORDER[each.kind], each.id)))


def standing_of(events: Iterable[CaseEvent]) -> Standing:
    """Return where a case stands after these events, in whatever order they are given."""
    standing = Standing(CaseState.WAITING)
    for event in in_order_of_time(events):
        standing = standing.after(event)
    return standing
