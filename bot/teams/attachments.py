"""The pictures that a message carries, by the two ways in which Teams brings them."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.talk.turn import PictureKind, PictureReference
from bot.teams.incoming import broken, objects

UPLOAD = "application/vnd.microsoft.teams.file.download.info"
PICTURES = frozenset({"jpg", "jpeg", "jfif", "png", "gif", "bmp", "webp"})


def pictures_in(body: Mapping[str, Any]) -> tuple[PictureReference, ...]:
    """Name every picture and file of a message; raises Refusal 400 for one without an address."""
    return tuple(_pictures(objects(body, "attachments")))


def _pictures(attachments: list[dict[str, Any]]) -> Iterator[PictureReference]:
    for attachment in attachments:
        kind = str(attachment.get("contentType")).lower()
        if kind.startswith("image/"):
            yield PictureReference(PictureKind.INLINE, _address(attachment, "contentUrl"))
        elif kind == UPLOAD:
            yield _uploaded(attachment.get("content"))


def _uploaded(content: object) -> PictureReference:
    if not isinstance(content, dict):
        raise broken("attachment")
    is_picture = str(content.get("fileType")).lower().removeprefix(".") in PICTURES
    kind = PictureKind.UPLOADED if is_picture else PictureKind.OTHER
    return PictureReference(kind, _address(content, "downloadUrl"))


def _address(named: Mapping[str, Any], key: str) -> str:
    address = named.get(key)
    if not isinstance(address, str) or not address:
        raise broken("attachment")
    return address
