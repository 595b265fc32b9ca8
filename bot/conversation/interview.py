"""Questions instead of a check, where Photobot may read nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.reply import Reply
from bot.chat.turn import Pressed, Turn
from bot.conversation.same_steps import to_same_steps
from bot.conversation.speech import Speech
from bot.photos.interview import Answer
from bot.results.questions import Answers, interview_view
from bot.texts.remedies import Links


@dataclass(frozen=True)
class Interview:
    """Asks one question at a time, until the answers point to a cause."""

    links: Links
    speech: Speech

    async def __call__(self, turn: Turn) -> Reply:
        """Answer with the next question, or with what is probably wrong."""
        event = turn.event
        data = event.data if isinstance(event, Pressed) else {}
        answers = answers_of(data)
        return self.speech.say(
            turn.where.locale,
            lambda _: to_same_steps(interview_view(answers, self.links, _), data),
        )


def answers_of(data: Mapping[str, Any]) -> Answers:
    """The answers that a button carries; none where they are not answers at all."""
    carried = data.get("answers")
    try:
        return tuple(map(Answer, carried.split())) if isinstance(carried, str) else ()
    except ValueError:
        return ()
