"""Small pictures for tests."""

import io

from PIL import Image


def jpeg(side: int, colour: tuple[int, int, int] = (40, 90, 160)) -> bytes:
    """A square JPEG with a little structure."""
    image = Image.new("RGB", (side, side), colour)
    image.paste((230, 200, 170), (side // 4, side // 4, side // 2, 3 * side // 4))
    stream = io.BytesIO()
    image.save(stream, "JPEG")
    return stream.getvalue()
