"""Actors, acts, and which actor may do which act for which subject."""

from dataclasses import dataclass
from enum import StrEnum


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


class Act(StrEnum):
    """What can be done about a subject's photo."""

    CHECK = "check"
    SYNC = "sync"
    REPLACE = "replace"
    REMOVE = "remove"
    UNDO = "undo"
    RECHECK = "recheck"


class NotAuthorized(Exception):
    """An actor may not do this act for this subject."""

    def __init__(self, actor: Actor, act: Act) -> None:
        super().__init__(f"actor of kind {actor.kind} may not {act} for this subject")


@dataclass(frozen=True)
class Authorizer:
    """The rules about who may act for whom."""

    async def may(self, actor: Actor, act: Act, subject: str) -> bool:
        """Tell whether the actor may do this act for the subject, an Entra object id."""
        match actor.kind:
            case ActorKind.PERSON:
                return actor.is_person(subject)
            case ActorKind.COMMAND:
                # Whoever runs a command holds the credentials that it works with.
                return True
            case _:
                # Neither agents nor a policy can be configured yet, so both are refused.
                return False

    async def require(self, actor: Actor, act: Act, subject: str) -> None:
        """Raise NotAuthorized unless the actor may do this act for the subject."""
        if not await self.may(actor, act, subject):
            raise NotAuthorized(actor, act)
