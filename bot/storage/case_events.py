"""Events of cases as rows keep them, and those that rows of the outbox tell."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from bot.helpdesk.standing import CaseEvent, CaseEventKind, CaseFinding, Ticket
from bot.outbox.message import MessageState
from bot.outbox.report import NO_REASON
from bot.photos.causes import Cause, Remedy
from bot.photos.verdict import Verdict
from bot.use_cases.authorizer import Actor, ActorKind
from bot.use_cases.sync import Ending


def event_of(row: Mapping[str, Any]) -> CaseEvent:
    """Read an event; causes that this version does not know are left out."""
    finding = None
    if row["verdict"]:
        # Another version of the bot may know other causes.
        known = {cause.value: cause for cause in Cause}
        finding = CaseFinding(
            Verdict(row["verdict"]),
            Remedy(row["remedy"]),
            tuple(known[each] for each in row["causes"] if each in known),
            Ending(row["ending"]) if row["ending"] else None,
        )
    return CaseEvent(
        id=row["id"],
        kind=CaseEventKind(row["kind"]),
        at=row["at"],
        actor=Actor.parse(row["actor"]) if row["actor"] else None,
        agent=id_in(row["agent"]) if row["agent"] else None,
        ticket=Ticket(row["ticket"], row["link"]) if row["ticket"] else None,
        words=row["words"] or "",
        finding=finding,
    )


def events_of_message(row: Mapping[str, Any]) -> Iterator[CaseEvent]:
    """Yield what became of a message.

    Nobody has opened it before it was begun, so that is when it was sent.
    """
    begun_at, ended_at = (row[each] or row["created_at"] for each in ("begun_at", "ended_at"))
    kinds = CaseEventKind
    if row["opened_at"]:
        # It has got there, whatever the channel said.
        yield CaseEvent(row["id"], kinds.SENT, begun_at)
        yield CaseEvent(row["id"], kinds.OPENED, row["opened_at"])
        return
    reason = row["reason"]
    match MessageState(row["state"]):
        case MessageState.DELIVERED:
            yield CaseEvent(row["id"], kinds.SENT, begun_at)
        case MessageState.UNCONFIRMED:
            yield CaseEvent(row["id"], kinds.UNCONFIRMED, begun_at, because=reason)
        case MessageState.FAILED:
            yield CaseEvent(row["id"], kinds.UNREACHABLE, ended_at, because=reason)
        case MessageState.WITHDRAWN:
            yield CaseEvent(row["id"], kinds.WITHDRAWN, ended_at, because=reason or NO_REASON)
        case MessageState.QUEUED if reason:
            yield CaseEvent(row["id"], kinds.DELAYED, row["failing_since"], because=reason)


def event_columns(case_id: UUID | None, event: CaseEvent) -> dict[str, object]:
    """Return the columns of an event, and `case`."""
    finding, ticket = event.finding, event.ticket
    return {
        "case": case_id,
        "id": event.id,
        "kind": event.kind,
        "at": event.at,
        "actor": event.actor and str(event.actor),
        "agent": event.agent and agent_text(event.agent),
        "ticket": ticket and ticket.number,
        "link": ticket and ticket.link,
        "words": event.words or None,
        "verdict": finding and finding.verdict.value,
        "remedy": finding and finding.remedy.value,
        "causes": finding and [cause.value for cause in finding.causes],
        "ending": finding and finding.ending and finding.ending.value,
    }


def agent_text(object_id: str) -> str:
    """Write an agent as columns keep them."""
    return str(Actor(ActorKind.AGENT, object_id.lower()))


def id_in(actor: str) -> str:
    """Read the object id of an actor."""
    return Actor.parse(actor).id or ""
