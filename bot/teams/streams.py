"""Reads bodies that somebody else chose the size of."""

from aiohttp import StreamReader


class TooLarge(Exception):
    """More bytes than allowed."""


async def read_capped(stream: StreamReader, most_bytes: int) -> bytes:
    """Read to the end; raises TooLarge as soon as the limit is passed."""
    received = bytearray()
    async for chunk in stream.iter_any():
        received += chunk
        if len(received) > most_bytes:
            raise TooLarge
    return bytes(received)
