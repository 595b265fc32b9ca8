"""Finds the pictures among a message's attachments (docs/teams.md, "Pictures in chats").

Messages carry other attachments too, of any shape. Those are skipped and never raise, so that the
text is answered all the same.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.chat.turn import PictureKind, PictureReference

UPLOAD = "application/vnd.microsoft.teams.file.download.info"
PICTURES = frozenset({"jpg", "jpeg", "jfif", "png", "gif", "bmp", "webp"})


def pictures_in(body: Mapping[str, Any]) -> tuple[PictureReference, ...]:
    """Return every picture and uploaded file of a message that has an address."""
    attachments = body.get("attachments")
    return tuple(_pictures(attachments)) if isinstance(attachments, list) else ()


def _pictures(attachments: list[Any]) -> Iterator[PictureReference]:
    for attachment in attachments:
        found = _picture(attachment) if isinstance(attachment, dict) else None
        if found and isinstance(found.address, str) and found.address:
            yield found


def _picture(attachment: Mapping[str, Any]) -> PictureReference | None:
    kind, content = str(attachment.get("contentType")).lower(), attachment.get("content")
    if kind.startswith("image/"):
        return PictureReference(PictureKind.INLINE, attachment.get("contentUrl", ""))
    if kind == UPLOAD and isinstance(content, dict):
        is_picture = str(content.get("fileType")).lower().removeprefix(".") in PICTURES
        uploaded = PictureKind.UPLOADED if is_picture else PictureKind.OTHER
        return PictureReference(uploaded, content.get("downloadUrl", ""))
    return None
