"""A case: the helpdesk asks somebody to look at their photo, and follows what becomes of it.

It is what happened to it; `bot.helpdesk.standing` says where it stands after that. Pure.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit
from uuid import UUID

from bot.helpdesk.standing import (
    ENDED_STATES,
    CaseEvent,
    CaseEventKind,
    CaseState,
    Standing,
    Ticket,
    standing_of,
)

# Characters that an agent and the person may write.
MAX_NOTE = 300
MAX_ANSWER = 500
MAX_TICKET = 60
MAX_LINK = 1000


class NotAccepted(ValueError):
    """What somebody wrote can't be taken; `what` names the field: note, ticket, link or answer."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"the {what} {why}")
        self.what = what


@dataclass(frozen=True)
class Case:
    """A case, with what happened to it in the order of time.

    Attributes:
        reference: by which the person can ask whether the message is from the bot.
        subject: object id of the person, who reads the message.
        agent: object id of who has the case.
        left_at: since when that is no agent any more, so that any agent may take it (UTC).
        until: when it expires, unless it is closed before (UTC).
        expires_at: when it may be deleted (UTC).
    """

    id: UUID
    reference: str
    subject: str
    agent: str
    left_at: datetime | None
    created_at: datetime
    until: datetime
    expires_at: datetime
    events: tuple[CaseEvent, ...]

    @cached_property
    def standing(self) -> Standing:
        """Where it stands."""
        return standing_of(self.events)

    @property
    def state(self) -> CaseState:
        """The state that it is in."""
        return self.standing.state

    @property
    def is_open(self) -> bool:
        """Whether anything may happen to it still."""
        return self.state not in ENDED_STATES

    @property
    def opened_at(self) -> datetime | None:
        """When the person first opened a message, for sure; None where that is not known."""
        opened = self._first(lambda event: event.kind is CaseEventKind.OPENED)
        return opened.at if opened else None

    @property
    def sent_at(self) -> datetime | None:
        """When the first message was sent that the channel took; None where it took none."""
        sent = self._first(lambda event: event.kind is CaseEventKind.SENT)
        return sent.at if sent else None

    @property
    def was_sent(self) -> bool:
        """Whether the person may have got a message."""
        arrived = {CaseEventKind.SENT, CaseEventKind.UNCONFIRMED, CaseEventKind.OPENED}
        return any(event.kind in arrived for event in self.events)

    @property
    def was_left(self) -> bool:
        """Whether its agent left at some time, so that any agent could take it."""
        return any(event.kind is CaseEventKind.LEFT for event in self.events)

    @property
    def was_synced(self) -> bool:
        """Whether a sync was tried, by whomever."""
        return any(event.kind is CaseEventKind.SYNCED for event in self.events)

    @property
    def found(self) -> CaseEvent | None:
        """The latest result of a check."""
        return self._last(lambda event: event.finding is not None)

    @property
    def answer(self) -> CaseEvent | None:
        """The latest answer of the person."""
        return self._last(lambda event: event.kind is CaseEventKind.ANSWERED)

    @property
    def asked(self) -> CaseEvent | None:
        """When an agent last had a message sent, with their note."""
        return self._last(lambda event: event.kind is CaseEventKind.ASKED)

    @property
    def ticket(self) -> Ticket | None:
        """The latest ticket that an agent gave."""
        given = self._last(lambda event: event.ticket is not None)
        return given.ticket if given else None

    def is_of(self, agent: str) -> bool:
        """Tell whether this agent has the case, had it, or joined it."""
        asked = (CaseEventKind.ASKED, CaseEventKind.JOINED)
        acted = (each.actor.id for each in self.events if each.actor and each.kind in asked)
        given = (each.agent for each in self.events)
        return agent.casefold() in {
            each.casefold() for each in (self.agent, *acted, *given) if each
        }

    def _first(self, wanted: Callable[[CaseEvent], bool]) -> CaseEvent | None:
        return next(filter(wanted, self.events), None)

    def _last(self, wanted: Callable[[CaseEvent], bool]) -> CaseEvent | None:
        return next(filter(wanted, reversed(self.events)), None)


def note_of(text: str) -> str:
    """Return an agent's note as it is kept; raises NotAccepted."""
    return _bounded(text, "note", MAX_NOTE)


def answer_of(text: str) -> str:
    """Return a person's answer as it is kept; raises NotAccepted."""
    return _bounded(text, "answer", MAX_ANSWER)


def ticket_of(number: str, link: str = "") -> Ticket | None:
    """Return a ticket as it is kept, None where nothing is given; raises NotAccepted.

    Only an https address without a name or password in it is taken as a link.
    """
    # Numbers are compared, and those that are pasted may hold what is not seen.
    number = "".join(filter(str.isprintable, " ".join(number.split())))
    number, link = _bounded(number, "ticket", MAX_TICKET), _bounded(link, "link", MAX_LINK)
    if link and not number:
        raise NotAccepted("ticket", "has a link and no number")
    if link and not _is_https(link):
        raise NotAccepted("link", "is no https address")
    return Ticket(number, link or None) if number else None


def _bounded(text: str, what: str, most: int) -> str:
    if len(text) > most:
        raise NotAccepted(what, f"has more than {most} characters")
    # Postgres keeps no such character.
    return text.replace("\0", "").strip()


def _is_https(link: str) -> bool:
    try:
        parts = urlsplit(link)
        return (
            parts.scheme == "https"
            and bool(parts.hostname)
            and "@" not in parts.netloc
            and link.isprintable()
            and " " not in link
            and parts.port != 0
        )
    except ValueError:
        return False
