"""SharePoint where no address of it is configured: nothing is read, and nothing can be written."""

from bot.care.failures import ServiceFailure
from bot.photos.library import Thumbnails
from bot.photos.readings import PhotoReading, ProfileReading, Size, Why


class NoSharePoint:
    """Implements bot.care.ports.SharePoint and bot.care.own.OwnPicture."""

    async def profile(self, _upn: str) -> ProfileReading:
        """Not read."""
        return _not_configured().as_reading()

    async def thumbnail(self, _place: Thumbnails, _size: Size) -> PhotoReading:
        """Not read."""
        return _not_configured().as_reading()

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
    return ServiceFailure("sharepoint", Why.NOT_ASKED, code="not_configured")
