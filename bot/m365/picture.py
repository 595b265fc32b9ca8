"""From the bytes that a service answered to a reading of a photo."""

import asyncio

from bot.core.failures import FailureReason
from bot.m365.answer import Answer
from bot.photos.picture import NotAPicture, read_picture
from bot.photos.readings import Broken, NoPhoto, NotRead, Photo, PhotoReading

_TEXTS = ("text/html", "application/xhtml+xml", "application/json")


async def photo_reading(answer: Answer, etag: str | None = None) -> PhotoReading:
    """Decode a picture in a thread, whatever it is called. A page in its place was not read.

    A single pixel stands for no photo (photo-sync.md §3.2).
    """
    read = await asyncio.to_thread(read_picture, answer.body)
    if isinstance(read, NotAPicture):
        return NotRead(FailureReason.UNEXPECTED) if _is_called_text(answer) else Broken(read)
    if (read.width, read.height) == (1, 1):
        return NoPhoto("1x1")
    return Photo(answer.body, read, etag)


def _is_called_text(answer: Answer) -> bool:
    """Whether it says of itself that it is a web page or a message, and not a stored file."""
    kind = answer.headers.get("Content-Type", "").lower()
    return kind.startswith(_TEXTS) if kind else answer.body.lstrip().startswith(b"<")
