"""Stands in where no address of SharePoint is configured."""

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.library import Thumbnails
from bot.photos.readings import FileReading, NotRead, PhotoReading, ProfileReading, Size


class NoSharePoint:
    """SharePoint without a configured address: implements its two ports and reads nothing."""

    async def profile(self, _upn: str) -> ProfileReading:
        """Return that SharePoint was not asked."""
        return NotRead.of(_not_configured())

    async def thumbnail(self, _place: Thumbnails, _size: Size) -> PhotoReading:
        """Return that SharePoint was not asked."""
        return NotRead.of(_not_configured())

    async def file(self, _my_site: str, _path: str) -> FileReading:
        """Return that SharePoint was not asked."""
        return NotRead.of(_not_configured())

    async def library_folder(self, _my_site: str) -> str:
        """Raise ServiceFailure."""
        raise _not_configured()

    async def write_thumbnail(self, _place: Thumbnails, _size: Size, _jpeg: bytes) -> None:
        """Raise ServiceFailure."""
        raise _not_configured()

    async def remove_thumbnail(
        self, _place: Thumbnails, _size: Size, _etag: str | None = None
    ) -> None:
        """Raise ServiceFailure."""
        raise _not_configured()

    async def write_property(self, _my_site: str, _upn: str, _name: str, _value: str) -> None:
        """Raise ServiceFailure."""
        raise _not_configured()

    async def write_picture(self, _my_site: str, _image: bytes) -> None:
        """Raise ServiceFailure."""
        raise _not_configured()


def _not_configured() -> ServiceFailure:
    return ServiceFailure("sharepoint", FailureReason.NOT_ASKED, code="not_configured")
