import io

import pytest
from PIL import Image, ImageCms

from bot.photos.compare import Likeness, compare
from bot.photos.decode import in_srgb
from bot.photos.picture import Picture, read_picture
from bot.photos.portrait import thumbnails
from tests.photos.photographs import opened, photographs
from tests.photos.profiles import DISPLAY_P3, SRGB, profile
from tests.photos.renditions import jpeg

VIVID = opened(photographs()["profile-picture-1.jpg"])


def in_display_p3(image: Image.Image) -> bytes:
    """A JPEG of the same colours, in other numbers."""
    p3, srgb = (ImageCms.ImageCmsProfile(io.BytesIO(profile(it))) for it in (DISPLAY_P3, SRGB))
    converted = ImageCms.profileToProfile(image, srgb, p3)
    assert converted is not None
    file = io.BytesIO()
    converted.save(file, "JPEG", quality=90, icc_profile=profile(DISPLAY_P3))
    return file.getvalue()


def read(file: bytes) -> Picture:
    picture = read_picture(file)
    assert isinstance(picture, Picture)
    return picture


def test_a_phones_colours_are_read_as_they_look() -> None:
    assert compare(read(in_display_p3(VIVID)), read(jpeg(VIVID))).likeness is Likeness.SAME


def test_thumbnails_keep_the_colours_of_a_phones_photo() -> None:
    made = thumbnails(in_display_p3(VIVID))["L"]
    assert compare(read(made), read(jpeg(VIVID))).likeness is Likeness.SAME


def test_the_common_profile_changes_next_to_nothing() -> None:
    pixel = in_srgb(Image.new("RGB", (1, 1), (200, 90, 30)), profile(SRGB)).getpixel((0, 0))
    assert pixel == pytest.approx((200, 90, 30), abs=2)


@pytest.mark.parametrize("broken", [b"", b"\0", b"acsp" * 40, profile(SRGB)[:150]])
def test_a_broken_profile_is_ignored(broken: bytes) -> None:
    image = Image.new("RGB", (2, 2), "teal")
    assert in_srgb(image, broken) is image
