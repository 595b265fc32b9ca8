"""Brings colours to sRGB, which is what a picture without a profile is shown in."""

import io

from PIL import Image, ImageCms


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """An RGB picture with the colours that its ICC profile means; a broken profile is ignored.

    Phones photograph in Display P3, and services strip the profile from what they store.
    """
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in (source.profile.profile_description or ""):
            return image
        changed = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return image
    return changed or image
