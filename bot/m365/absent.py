"""SharePoint where no address of it is configured: nothing is read, and nothing can be written."""

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.library import Thumbnails
from bot.photos.readings import NotRead, PhotoReading, ProfileReading, Size


class NoSharePoint:
    """Implements bot.use_cases.ports.SharePoint and bot.use_cases.own.OwnPicture."""

    async def profile(self, _upn: str) -> ProfileReading:
        """Not read."""
        return NotRead.of(_not_configured())

    async def thumbnail(self, _place: Thumbnails, _size: Size) -> PhotoReading:
        """Not read."""
        return NotRead.of(_not_configured())

    async def library_folder(self, _my_site: str) -> str:
        """Raises ServiceFailure."""
        raise _not_configured()

    async def write_thumbnail(self, _place: Thumbnails, _size: Size, _jpeg: bytes) -> None:
        """Raises ServiceFailure."""
        raise _not_configured()

    async def remove_thumbnail(self, _place: Thumbnails, _size: Size) -> None:
        """Raises ServiceFailure."""
        raise _not_configured()

    async def write_property(self, _my_site: str, _upn: str, _name: str, _value: str) -> None:
        """Raises ServiceFailure."""
        raise _not_configured()

    async def write_picture(self, _my_site: str, _image: bytes) -> None:
        """Raises ServiceFailure."""
        raise _not_configured()


def _not_configured() -> ServiceFailure:
    return ServiceFailure("sharepoint", FailureReason.NOT_ASKED, code="not_configured")
