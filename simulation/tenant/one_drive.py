"""Files that people upload to a chat: kept in their OneDrive, and lent to the bot for an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

LENT_FOR = timedelta(hours=1)
FOLDER = "Documents/Microsoft Teams Chat Files"
DOWNLOAD = "_layouts/15/download.aspx"


@dataclass(frozen=True)
class Upload:
    """One file. `site` is the address of the person's site, `key` opens it until then (UTC)."""

    unique_id: str
    name: str
    content: bytes
    site: str
    key: str
    until: datetime

    @property
    def address(self) -> str:
        """Where people find it."""
        return f"{self.site}/{quote(FOLDER)}/{quote(self.name)}"

    @property
    def download_address(self) -> str:
        """Where anybody gets it who was told the address."""
        query = urlencode({"UniqueId": self.unique_id, "Translate": "false", "tempauth": self.key})
        return f"{self.site}/{DOWNLOAD}?{query}"

    def opens(self, key: str, now: datetime) -> bool:
        """Whether this is the key, and still good."""
        return key == self.key and now < self.until
