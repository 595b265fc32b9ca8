"""Who asks for something, what for, and whether they may."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What kind of actor asks."""

    PERSON = "person"
    AGENT = "agent"
    POLICY = "policy"
    COMMAND = "command"


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
        """Read what `str` made of an actor; raises ValueError for anything else."""
        kind, _, actor_id = text.partition(":")
        return cls(ActorKind(kind), actor_id or None)

    @classmethod
    def person(cls, object_id: str) -> "Actor":
        """Somebody who acts for themselves; raises ValueError without an id."""
        return cls(ActorKind.PERSON, object_id)

    def is_person(self, object_id: str) -> bool:
        """Tell whether this is the person with this object id, acting for themselves."""
        # Object ids are GUIDs, whose letters may come in either case.
        return self.kind is ActorKind.PERSON and (self.id or "").casefold() == object_id.casefold()


COMMAND = Actor(ActorKind.COMMAND)


class Act(StrEnum):
    """What is done about somebody's photo."""

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
    """Decides who may act for whom."""

    async def may(self, actor: Actor, act: Act, subject: str) -> bool:
        """Whether the actor may do this act for the subject, who is named by object id."""
        match actor.kind:
            case ActorKind.PERSON:
                return actor.is_person(subject)
            case ActorKind.COMMAND:
                # Whoever runs a command holds the credentials that it works with.
                return True
            case _:
                # Nothing says yet which agents there are, and what the policy allows.
                return False

    async def require(self, actor: Actor, act: Act, subject: str) -> None:
        """Return where the actor may do this; raises NotAuthorized otherwise."""
        if not await self.may(actor, act, subject):
            raise NotAuthorized(actor, act)
