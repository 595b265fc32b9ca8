"""Actors, acts, and which actor may do which act for which subject."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class ActorKind(StrEnum):
    """The kinds of actors: a person for themselves, an agent, the policy, or a command."""

    PERSON = "person"
    AGENT = "agent"
    POLICY = "policy"
    COMMAND = "command"


# These kinds come with an Entra object id, the others without.
NAMED = frozenset({ActorKind.PERSON, ActorKind.AGENT})


@dataclass(frozen=True)
class Actor:
    """Who asked for an act. Rows keep it as text, such as `person:<object id>` or `command`.

    Attributes:
        id: Entra object id of a person or an agent; None for a policy and a command.

    Raises ValueError where a person or an agent has no id, or anything else has one.
    """

    kind: ActorKind
    id: str | None = None

    def __post_init__(self) -> None:
        if bool(self.id) is not (self.kind in NAMED):
            raise ValueError(f"an actor of kind {self.kind} with id {self.id!r}")

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)

    @classmethod
    def parse(cls, text: str) -> "Actor":
        """Read an actor from the text that `str` gives of it; raises ValueError."""
        kind, _, actor_id = text.partition(":")
        return cls(ActorKind(kind), actor_id or None)

    @classmethod
    def person(cls, object_id: str) -> "Actor":
        """Make the actor for a person who acts for themselves; raises ValueError without an id."""
        return cls(ActorKind.PERSON, object_id)

    def is_person(self, object_id: str) -> bool:
        """Tell whether this is the person with this object id, acting for themselves."""
        # Object ids are GUIDs, whose letters may come in either case.
        return self.kind is ActorKind.PERSON and (self.id or "").casefold() == object_id.casefold()


COMMAND = Actor(ActorKind.COMMAND)
POLICY = Actor(ActorKind.POLICY)


class Act(StrEnum):
    """What can be done about a subject's photo; `CASE` asks them to look, and follows that."""

    CHECK = "check"
    SYNC = "sync"
    REPLACE = "replace"
    REMOVE = "remove"
    REMOVE_FORMER = "remove_former"
    UNDO = "undo"
    RECHECK = "recheck"
    CASE = "case"


# What an agent may do for others: nothing that chooses a picture, or takes one away.
AGENT_ACTS = frozenset({Act.CHECK, Act.SYNC, Act.RECHECK, Act.CASE})


class RefusalReason(StrEnum):
    """Why an actor may not do an act for a subject.

    NOT_ALLOWED: no actor of this kind may, or not for this subject. The rest is about agents: the
    person is none; that can't be found out now; they are the subject themselves; the subject is one
    whom agents can't handle; that can't be found out now; and a change without a reason for it.
    """

    NOT_ALLOWED = "not_allowed"
    NOT_AN_AGENT = "not_an_agent"
    AGENT_NOT_KNOWN = "agent_not_known"
    ONESELF = "oneself"
    EXCLUDED = "excluded"
    EXCLUDED_NOT_KNOWN = "excluded_not_known"
    NO_REASON = "no_reason"


# These pass by themselves, once the groups can be read again.
NOT_KNOWN = frozenset({RefusalReason.AGENT_NOT_KNOWN, RefusalReason.EXCLUDED_NOT_KNOWN})


class NotAuthorized(Exception):
    """An actor may not do this act for this subject, and why."""

    def __init__(self, actor: Actor, act: Act, why: RefusalReason) -> None:
        super().__init__(f"actor of kind {actor.kind} may not {act} for this subject: {why}")
        self.why = why


class AgentRules(Protocol):
    """Who is an agent, and for whom agents may act."""

    async def why_not(self, agent: str, subject: str) -> RefusalReason | None:
        """Return why this person may not act as an agent for the subject; None where they may.

        Both are Entra object ids. Nothing is looked up about the subject for who is no agent.
        """


@dataclass(frozen=True)
class Authorizer:
    """The rules about who may act for whom.

    Attributes:
        policy: what the company's policy may do for anybody without being asked.
        agents: who is an agent, and for whom; None where nobody is one.
    """

    policy: frozenset[Act] = frozenset()
    agents: AgentRules | None = None

    async def refusal(
        self, actor: Actor, act: Act, subject: str, reason: str | None = None
    ) -> RefusalReason | None:
        """Return why the actor may not do this act for the subject; None where they may.

        `subject` is an Entra object id; `reason` is what an agent gives for a change.
        """
        match actor.kind:
            case ActorKind.PERSON:
                is_allowed = actor.is_person(subject)
            case ActorKind.COMMAND:
                # Whoever runs a command holds the credentials that it works with.
                is_allowed = True
            case ActorKind.POLICY:
                is_allowed = act in self.policy
            case ActorKind.AGENT:
                return await self._refusal_of_agent(str(actor.id), act, subject, reason)
        return None if is_allowed else RefusalReason.NOT_ALLOWED

    async def may(self, actor: Actor, act: Act, subject: str) -> bool:
        """Tell whether the actor may do this act for the subject."""
        return await self.refusal(actor, act, subject) is None

    async def require(
        self, actor: Actor, act: Act, subject: str, reason: str | None = None
    ) -> None:
        """Raise NotAuthorized unless the actor may do this act for the subject."""
        if why := await self.refusal(actor, act, subject, reason):
            raise NotAuthorized(actor, act, why)

    async def _refusal_of_agent(
        self, agent: str, act: Act, subject: str, reason: str | None
    ) -> RefusalReason | None:
        if self.agents is None or act not in AGENT_ACTS:
            return RefusalReason.NOT_ALLOWED
        if why := await self.agents.why_not(agent, subject):
            return why
        is_explained = act is not Act.SYNC or bool(reason and reason.strip())
        return None if is_explained else RefusalReason.NO_REASON
