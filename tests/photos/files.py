"""One photo, in every kind of file."""

import io

from PIL import Image

from tests.photos.photographs import opened, photographs

PHOTO = photographs()["profile-picture-3.jpg"]
IMAGE = opened(PHOTO).resize((240, 240))
ENCODED = {kind: kind.upper() for kind in ("jpeg", "png", "gif", "bmp", "webp")}


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
