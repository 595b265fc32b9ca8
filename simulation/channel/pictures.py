"""Pictures that people put into a chat (docs/teams.md, "Pictures in chats").

Inline ones are kept here, where the bot fetches them with its token; files are in OneDrive.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from simulation.channel.ports import UploadedFile


@dataclass(frozen=True)
class Picture:
    """A picture as it was uploaded."""

    content: bytes
    content_type: str


@dataclass(frozen=True)
class File:
    """A file as it was uploaded; its name has an extension."""

    name: str
    content: bytes


@dataclass
class Pictures:
    """The connector's store of inline pictures; `service_url` ends in a slash."""

    service_url: str
    new_id: Callable[[], str]
    _kept: dict[str, Picture] = field(default_factory=dict)

    def keep(self, picture: Picture) -> str:
        """Store a picture and return its id."""
        picture_id = f"0-weu-d1-{self.new_id().replace('-', '')}"
        self._kept[picture_id] = picture
        return picture_id

    def get(self, picture_id: str) -> Picture | None:
        """Return the picture of an id, or None."""
        return self._kept.get(picture_id)

    def address(self, picture_id: str) -> str:
        """Return the address where a bot fetches it."""
        return f"{self.service_url}v3/attachments/{picture_id}/views/original"


def file_attachment(upload: UploadedFile) -> dict[str, Any]:
    """Build the attachment for a file; its download address takes no token."""
    content = {
        "downloadUrl": upload.download_address,
        "uniqueId": upload.unique_id,
        "fileType": upload.name.rpartition(".")[2].lower(),
    }
    return {
        "contentType": "application/vnd.microsoft.teams.file.download.info",
        "contentUrl": upload.address,
        "name": upload.name,
        "content": content,
    }


def as_attachments(text: str, addresses: list[str]) -> list[dict[str, Any]]:
    """Build the attachments of a person's message: the pictures, and the message as HTML."""
    pictures = [{"contentType": "image/*", "contentUrl": address} for address in addresses]
    images = "".join(f'<img alt="image" src="{escape(address)}">' for address in addresses)
    html = f"<p>{_with_mentions(escape(text))}</p>{images}"
    return [*pictures, {"contentType": "text/html", "content": html}]


def _with_mentions(escaped: str) -> str:
    span = '<span itemtype="http://schema.skype.com/Mention" itemscope itemid="0">'
    return escaped.replace("&lt;at&gt;", span).replace("&lt;/at&gt;", "</span>")
