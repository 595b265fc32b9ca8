"""Pictures that a process of their own decodes, because their headers bound nothing."""

import re
import subprocess  # nosec B404 # runs a program of ours, which reads the picture from a pipe
import sys

from bot.photos.decode import MAX_BYTES, NotAPicture
from bot.photos.portrait import MAX_PIXELS
from bot.use_cases import converter

# iPhones photograph in HEIC. Both formats may begin with a brand that says too little.
_SIGNATURES = {
    "avif": re.compile(rb".{4}ftyp(?:avi[fs]|m[is]f1.{0,60}avi[fs])", re.DOTALL),
    "heif": re.compile(rb".{4}ftyp(?:hei[cmsx]|hev[cmsx]|m[is]f1)", re.DOTALL),
}
# A picture of 24 megapixels takes half a second on an idle processor.
_MAX_SECONDS = 10.0


def conversion_of(data: bytes) -> str | None:
    """Return "heif" or "avif" where bytes begin as such a picture; else None."""
    return next((kind for kind, begins in _SIGNATURES.items() if begins.match(data)), None)


def converted(kind: str, data: bytes) -> bytes | NotAPicture:
    """Decode a picture in a process of its own, and return it as a PNG for a portrait."""
    if len(data) > MAX_BYTES:
        return NotAPicture.TOO_LARGE
    command = [sys.executable, "-I", converter.__file__, kind, str(MAX_PIXELS)]
    try:
        done = subprocess.run(  # noqa: S603 # nosec B603 # a program of ours
            command, input=data, capture_output=True, timeout=_MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return NotAPicture.COMPLEX
    if done.returncode == converter.TOO_LARGE:
        return NotAPicture.TOO_LARGE
    # A signal ended it, as at the end of its time.
    if done.returncode < 0:
        return NotAPicture.COMPLEX
    return NotAPicture.TRUNCATED if done.returncode else done.stdout
