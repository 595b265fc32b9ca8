"""From the bytes that a service answered to a reading of a photo."""

import asyncio

from bot.m365.answer import Answer
from bot.photos.picture import NotAPicture, read_picture
from bot.photos.readings import Broken, NoPhoto, NotRead, Photo, PhotoReading, Why


async def photo_reading(answer: Answer, etag: str | None = None) -> PhotoReading:
    """Decode a picture in a thread. A web page in its place is nothing that was read.

    A single pixel stands for no photo (photo-sync.md §3.2).
    """
    if answer.headers.get("Content-Type", "").lower().startswith("text/html"):
        return NotRead(Why.UNEXPECTED)
    read = await asyncio.to_thread(read_picture, answer.body)
    if isinstance(read, NotAPicture):
        return Broken(read)
    if (read.width, read.height) == (1, 1):
        return NoPhoto("1x1")
    return Photo(answer.body, read, etag)
