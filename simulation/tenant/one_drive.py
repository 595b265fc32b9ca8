"""Files that people upload to a chat: kept in their OneDrive, with a link good for an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

LINK_LIFETIME = timedelta(hours=1)
FOLDER = "Documents/Microsoft Teams Chat Files"
DOWNLOAD = "_layouts/15/download.aspx"


@dataclass(frozen=True)
class Upload:
    """One uploaded file.

    `site` is the address of the person's site. `key` opens the file until `expires` (UTC).
    """

    unique_id: str
    name: str
    content: bytes
    site: str
    key: str
    expires: datetime

    @property
    def address(self) -> str:
        """The address for people, who sign in there."""
        return f"{self.site}/{quote(FOLDER)}/{quote(self.name)}"

    @property
    def download_address(self) -> str:
        """The address that takes no token, as it has the key in it."""
        query = urlencode({"UniqueId": self.unique_id, "Translate": "false", "tempauth": self.key})
        return f"{self.site}/{DOWNLOAD}?{query}"

    def opens(self, key: str, now: datetime) -> bool:
        """Tell whether this is the key, and has not expired."""
        return key == self.key and now < self.expires
