"""Decode a HEIC or an AVIF and write it as a PNG: a program of its own, which imports no package.

    python -I converter.py heif|avif PIXELS < picture > png

The PNG is upright and holds no metadata. Its short side has at most PIXELS.

What such a file says in its header of its size binds no decoder: the coded picture inside can be of
any other. So it is decoded in a process that may take so much memory and time and no more. Nothing
else is lost with it, whatever the file makes the decoder do.
"""

import io
import sys
from contextlib import suppress
from typing import Any, cast

from PIL import Image, ImageOps
from PIL.ImageFile import ImageFile

# Without the libraries themselves: 25 megapixels of an AVIF take 220 MiB, of a HEIC 190.
MAX_MEMORY_BYTES = 232 << 20
MAX_PROCESSOR_SECONDS = 5
# As for other formats that can't be decoded smaller than they are.
MAX_PIXELS = 25_000_000
# What the process exits with where a picture takes more than it may have.
TOO_LARGE = 3


def main(kind: str, pixels: int) -> None:
    """Read a picture from standard input and write a PNG of it to standard output."""
    _limit()
    image = _opened(kind, io.BytesIO(sys.stdin.buffer.read()))
    if image.width * image.height > MAX_PIXELS:
        sys.exit(TOO_LARGE)
    try:
        image.load()
    except (MemoryError, RuntimeError) as error:
        # Either library says in words alone that it got no memory.
        if isinstance(error, MemoryError) or "memory" in str(error).lower():
            sys.exit(TOO_LARGE)
        raise
    profile, scale = image.info.get("icc_profile"), min(1.0, pixels / min(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    scaled = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = ImageOps.exif_transpose(scaled)
    upright.save(sys.stdout.buffer, "PNG", compress_level=1, icc_profile=profile, exif=b"")


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    for what, most in (
        (resource.RLIMIT_DATA, MAX_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MAX_PROCESSOR_SECONDS),
    ):
        # Not every system has both limits, and one that is set already may be lower.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _opened(kind: str, file: io.BytesIO) -> ImageFile:
    # Threads would take memory for stacks of their own.
    if kind == "avif":
        from PIL import AvifImagePlugin  # noqa: PLC0415 - each library takes some MiB

        AvifImagePlugin.DEFAULT_MAX_THREADS = 1
        return AvifImagePlugin.AvifImageFile(file)
    from pi_heif import HeifImageFile, options  # noqa: PLC0415 - as above

    options.DECODE_THREADS = 0
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    return cast(ImageFile, cast(Any, HeifImageFile)(file))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
