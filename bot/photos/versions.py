"""Versions of the pictures that a card showed, so that no newer ones are overwritten."""

from dataclasses import dataclass
from hashlib import sha256

from bot.photos.readings import Photo, PhotoReading, Readings, Size


@dataclass(frozen=True)
class PictureVersions:
    """The version of the Microsoft 365 photo, and a digest of what SharePoint's files hold.

    Attributes:
        etag: of the Microsoft 365 photo, or a digest of it where Graph gave no etag; None where
            there is none, or it was not read.
    """

    etag: str | None
    files: str


def picture_versions(readings: Readings) -> PictureVersions:
    """Return the versions of the pictures that a check read."""
    # SharePoint's files are read without an etag, so a digest of their bytes stands for one.
    cloud = readings.microsoft_365
    files = "".join(_digest(readings.thumbnails.get(size)) for size in Size)
    return PictureVersions(
        etag=version_of(cloud) if isinstance(cloud, Photo) else None,
        files=sha256(files.encode()).hexdigest(),
    )


def version_of(photo: Photo) -> str:
    """Return what another version of a photo does not have: its etag, else a digest of it."""
    return photo.etag or _digest(photo)


def _digest(reading: PhotoReading | None) -> str:
    if isinstance(reading, Photo):
        return sha256(reading.data).hexdigest()
    return type(reading).__name__
