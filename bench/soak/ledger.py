"""Everything that somebody waited for during a soak, and what went wrong meanwhile."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bench.soak.replicas import Delivered
from bench.soak.verdicts import Trouble, Wait, note

INVOKE = "adaptiveCard/action"
# A person sees words by then, and an answer over HTTP is there.
WORDS_SECONDS = 10.0


@dataclass
class Ledger:
    """Counts and waits; times are of one monotonic clock, in seconds.

    Attributes:
        words: from a message to the first words upon it.
        answers: from a delivery to its HTTP answer.
        probes: from a request of a prober or a stranger to its answer.
        lost: messages whose answer the channel may have lost, or whose replica was ended.
        refused: deliveries that were not accepted though the replica was there.
        wrong: answers of another status than they must have.
        broken: failures of the soak itself.
        troubles: faults that have ended, or are on.
    """

    acts: Counter[str] = field(default_factory=Counter)
    words: list[Wait] = field(default_factory=list)
    answers: list[Wait] = field(default_factory=list)
    probes: list[Wait] = field(default_factory=list)
    lost: int = 0
    refused: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    stops: list[float] = field(default_factory=list)

    def delivered(self, one: Delivered) -> None:
        """Note how an activity was answered; one that its replica's end cut off is lost."""
        if one.answer.accepted:
            self.answers.append(Wait(one.kind, one.start, one.end))
            self._check_invoke(one)
        elif self.ended_meanwhile(one.replica, one.start, one.end):
            self.lost += 1
        else:
            self.answers.append(Wait(one.kind, one.start, one.end))
            stopped = any(t.meets(one.start, one.end) for t in self.stopping_words())
            if one.answer.status or not stopped:
                note(self.refused, f"{one.kind}: {one.answer.status} {one.answer.problem}")

    def ended_meanwhile(self, replica: str, start: float, end: float) -> bool:
        """Whether the replica was ended, or not there, at some moment between the two."""
        own = (trouble for trouble in self.troubles if trouble.kind.endswith(f" {replica}"))
        return any(trouble.meets(start, end) for trouble in own)

    def waited_for_words(self, wait: Wait) -> None:
        """Note when the first words came; late ones are lost if the channel may have lost them."""
        deadline = wait.start + WORDS_SECONDS
        if wait.seconds > WORDS_SECONDS and any(
            trouble.loses_words and trouble.meets(wait.start, deadline) for trouble in self.troubles
        ):
            self.lost += 1
        else:
            self.words.append(wait)

    def stopping_words(self) -> list[Trouble]:
        """Faults during which the bot could not be heard."""
        return [trouble for trouble in self.troubles if trouble.stops_words]

    def _check_invoke(self, one: Delivered) -> None:
        if one.kind != INVOKE:
            return
        body = one.answer.body
        status = body.get("statusCode") if isinstance(body, dict) else None
        # Without its database the bot can't know what a card offered, and says so.
        without_database = any(
            trouble.kind.startswith("postgres") and trouble.meets(one.start, one.end)
            for trouble in self.troubles
        )
        if not isinstance(status, int) or not (200 <= status < 500 or without_database):
            note(self.wrong, f"a press was answered with {status}")


def seconds_of(waits: Iterable[Wait]) -> Iterator[float]:
    """How long each took that came."""
    return (wait.seconds for wait in waits if wait.end is not None)
