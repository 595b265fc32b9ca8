"""Finds the pictures among a message's attachments (docs/teams.md, "Pictures in chats").

Messages carry other attachments too, of any shape. Those are skipped and never raise, so that the
text is answered all the same.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.chat.turn import PictureKind, PictureReference
from bot.teams.incoming import word

UPLOAD = "application/vnd.microsoft.teams.file.download.info"
# In characters. An address that grants access by itself has some thousand.
MAX_ADDRESS = 16_384
PICTURES = frozenset(
    {"jpg", "jpeg", "jfif", "png", "gif", "bmp", "webp", "heic", "heif", "hif", "avif"}
)


def pictures_in(body: Mapping[str, Any]) -> tuple[PictureReference, ...]:
    """Return every picture and uploaded file of a message that has an address."""
    attachments = body.get("attachments")
    return tuple(_pictures(attachments)) if isinstance(attachments, list) else ()


def _pictures(attachments: list[Any]) -> Iterator[PictureReference]:
    for attachment in attachments:
        found = _picture(attachment) if isinstance(attachment, dict) else None
        address = found.address if found else None
        if found and isinstance(address, str) and 0 < len(address) <= MAX_ADDRESS:
            yield found


def _picture(attachment: Mapping[str, Any]) -> PictureReference | None:
    kind, content = word(attachment, "contentType").lower(), attachment.get("content")
    if kind.startswith("image/"):
        return PictureReference(PictureKind.INLINE, attachment.get("contentUrl", ""))
    if kind == UPLOAD and isinstance(content, dict):
        is_picture = word(content, "fileType").lower().removeprefix(".") in PICTURES
        uploaded = PictureKind.UPLOADED if is_picture else PictureKind.OTHER
        return PictureReference(uploaded, content.get("downloadUrl", ""))
    return None
