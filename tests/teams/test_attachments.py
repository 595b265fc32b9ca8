"""Which pictures a message carries."""

from typing import Any

import pytest

from bot.chat.turn import PictureKind, PictureReference
from bot.teams.attachments import UPLOAD, pictures_in

INLINE = "https://smba.trafficmanager.net/emea/v3/attachments/0-weu/views/original"
DOWNLOAD = "https://contoso-my.sharepoint.com/personal/amara/download.aspx?tempauth=x"


def message(*attachments: Any) -> dict[str, Any]:
    return {"attachments": list(attachments)}


def uploaded(file_type: str) -> dict[str, Any]:
    return {"contentType": UPLOAD, "content": {"downloadUrl": DOWNLOAD, "fileType": file_type}}


def test_an_inline_picture_has_its_content_url() -> None:
    body = message(
        {"contentType": "image/*", "contentUrl": INLINE},
        {"contentType": "text/html", "content": "<p>look</p>"},
    )
    assert pictures_in(body) == (PictureReference(PictureKind.INLINE, INLINE),)


@pytest.mark.parametrize(
    ("file_type", "kind"),
    [
        ("jpg", PictureKind.UPLOADED),
        ("PNG", PictureKind.UPLOADED),
        (".webp", PictureKind.UPLOADED),
        ("HEIC", PictureKind.UPLOADED),
        ("avif", PictureKind.UPLOADED),
        ("pdf", PictureKind.OTHER),
        ("", PictureKind.OTHER),
    ],
)
def test_an_uploaded_file_is_a_picture_by_its_kind(file_type: str, kind: PictureKind) -> None:
    assert pictures_in(message(uploaded(file_type))) == (PictureReference(kind, DOWNLOAD),)


def test_a_message_of_text_only_has_no_pictures() -> None:
    assert pictures_in(message({"contentType": "text/html", "content": "<p>hi</p>"})) == ()
    assert pictures_in({}) == ()


@pytest.mark.parametrize(
    "attachments",
    [
        "picture",
        ["picture"],
        [{"contentType": "image/png"}],
        [{"contentType": "image/png", "contentUrl": 1}],
        [{"contentType": "image/png", "contentUrl": ""}],
        [{"contentType": "image/png", "contentUrl": INLINE + "x" * 20_000}],
        [{"contentType": UPLOAD, "content": "x"}],
        [{"contentType": UPLOAD, "content": {"fileType": "png"}}],
        [{"contentType": ["image/png"]}],
    ],
)
def test_an_attachment_without_an_address_is_no_picture(attachments: Any) -> None:
    assert pictures_in({"attachments": attachments}) == ()


def test_the_address_of_a_picture_is_not_in_its_repr() -> None:
    assert DOWNLOAD not in repr(pictures_in(message(uploaded("png"))))
