"""Every way through the questions."""

from collections.abc import Iterator

from bot.photos.interview import START, Answer, Ask, Guess

Answers = tuple[Answer, ...]


def every_interview(
    here: Ask | Guess = START, so_far: Answers = ()
) -> Iterator[tuple[Answers, Ask | Guess]]:
    """Answers, and the question or the guess that they lead to."""
    yield so_far, here
    if isinstance(here, Ask):
        for answer, following in here.answers.items():
            yield from every_interview(following, (*so_far, answer))
