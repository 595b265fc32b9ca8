"""What agents of the helpdesk asked about somebody's photo, from stored rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.helpdesk.case import Case
from bot.helpdesk.looks import Look
from bot.helpdesk.standing import CaseEvent, CaseEventKind
from bot.use_cases.audit import EffectWithResult
from bot.use_cases.authorizer import Actor, ActorKind


class What(Enum):
    """What an agent asked for: to be shown the state, a sync, a case, or to follow one."""

    STATE = auto()
    PICTURES = auto()
    SYNC = auto()
    CASE = auto()
    FOLLOWING = auto()


@dataclass(frozen=True)
class Asked:
    """Something that an agent asked for, and when (UTC); of a case also its reference."""

    at: datetime
    agent: Actor
    what: What
    reference: str = ""


def asked_by_agents(
    looks: Iterable[Look],
    repairs: Iterable[Sequence[EffectWithResult]],
    cases: Iterable[Case],
    since: datetime,
) -> list[Asked]:
    """Return all that agents asked for since a moment (UTC), newest first."""
    asked = [
        *map(_of_look, looks),
        *_syncs(repairs),
        *(each for case in cases for each in _of_case(case)),
    ]
    kept = (each for each in asked if each.at >= since)
    return sorted(kept, key=lambda each: each.at, reverse=True)


def _of_look(look: Look) -> Asked:
    return Asked(look.at, look.actor, What.PICTURES if look.with_pictures else What.STATE)


def _syncs(repairs: Iterable[Sequence[EffectWithResult]]) -> Iterator[Asked]:
    for first, *_ in repairs:
        if first.effect.actor.kind is ActorKind.AGENT:
            yield Asked(first.effect.at, first.effect.actor, What.SYNC)


def _of_case(case: Case) -> Iterator[Asked]:
    for event in case.events:
        agent, what = _follower(event)
        if agent:
            yield Asked(event.at, agent, what, case.reference)


def _follower(event: CaseEvent) -> tuple[Actor | None, What]:
    """Return who is told from then on what is found, if the event is about that."""
    match event.kind:
        case CaseEventKind.ASKED:
            return event.actor, What.CASE
        case CaseEventKind.JOINED:
            return event.actor, What.FOLLOWING
        case CaseEventKind.REASSIGNED if event.agent:
            return Actor(ActorKind.AGENT, event.agent), What.FOLLOWING
    return None, What.FOLLOWING
