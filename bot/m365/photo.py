"""Turn responses about a photo into a reading of it (docs/photo-sync.md, "No photo")."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bot.core.failures import FailureReason
from bot.http.body import parse_answer
from bot.http.numbers import whole
from bot.m365.http import Response
from bot.photos.picture import NotAPicture, read_picture
from bot.photos.readings import (
    Account,
    AccountReading,
    Broken,
    NoPhoto,
    NotRead,
    Photo,
    PhotoReading,
)
from bot.use_cases.picture_threads import PictureThreads

_STATUSES_OF_NO_PHOTO = frozenset({204, 404})
# Facts about the mailbox and not about the photo: docs/photo-sync.md, "Error codes".
_NO_CLOUD_MAILBOX = frozenset({"MailboxNotHostedInExchangeOnline", "MailboxNotEnabledForRESTAPI"})
_TEXT_TYPES = ("text/", "application/xhtml+xml", "application/json")


async def photo_reading(
    response: Response, person: str, threads: PictureThreads, etag: str | None = None
) -> PhotoReading:
    """Decode the picture in a successful response; `person` is anything that names its owner.

    The content type doesn't count where the bytes are a picture: stored files are often called
    something else. A sign-in page or an error in a picture's place is not read.
    """
    async with threads.turn(person):
        read = await threads.decode(response.body, read_picture)
    if isinstance(read, NotAPicture):
        return NotRead(FailureReason.UNEXPECTED) if _claims_text(response) else Broken(read)
    if (read.width, read.height) == (1, 1):
        return NoPhoto("1x1")
    return Photo(response.body, read, etag)


def stored_at(response: Response) -> datetime | None:
    """Read when a file was last written (UTC or with its offset); None where it is not said."""
    try:
        written = parsedate_to_datetime(response.headers.get("Last-Modified", ""))
    except ValueError:
        return None
    return written if written.tzinfo else None


def says_none(response: Response) -> bool:
    """Tell whether Graph says that there is no photo, which counts only if the user exists."""
    no_mailbox = not response.ok and response.code in _NO_CLOUD_MAILBOX
    return response.status in _STATUSES_OF_NO_PHOTO or no_mailbox


def holds_none(response: Response) -> bool:
    """Tell whether a response holds no picture, which alone does not prove that there is none."""
    return says_none(response) or (response.ok and not response.body)


def metadata_in(response: Response) -> Mapping[str, Any]:
    """Parse the metadata of a photo; empty where a response holds none."""
    value = parse_answer(response.body) if response.ok else None
    return value if isinstance(value, dict) else {}


def is_one_pixel(metadata: Mapping[str, Any]) -> bool:
    """Tell whether the metadata describes the empty picture that stands for no photo."""
    kind = str(metadata.get("@odata.mediaContentType", "")).lower()
    return (
        metadata.get("id") == "1x1"
        or kind == "image/gif"
        or (whole(metadata.get("width")), whole(metadata.get("height"))) == (1, 1)
    )


def etag_in(metadata: Mapping[str, Any]) -> str | None:
    """Return the etag of this version of the photo, which is new on every upload."""
    value = metadata.get("@odata.mediaEtag")
    return value if isinstance(value, str) and value else None


def no_photo_or_unread(account: AccountReading, *responses: Response) -> NoPhoto | NotRead:
    """Conclude that there is no photo if the user was found; else nothing is known of it.

    A 404 may also mean that the user is missing. The code of the reading is one about the mailbox
    before any other, as it names a cause.
    """
    if isinstance(account, NotRead):
        return account
    if not isinstance(account, Account):
        return NotRead(FailureReason.UNEXPECTED)
    codes = (response.code for response in responses if response.code is not None)
    return NoPhoto(mailbox_code(*responses) or next(codes, None))


def mailbox_code(*responses: Response) -> str | None:
    """Return the code for a mailbox that Exchange Online does not hold, if a response has one."""
    codes = (response.code for response in responses)
    return next((code for code in codes if code in _NO_CLOUD_MAILBOX), None)


def _claims_text(response: Response) -> bool:
    """Tell whether a body is declared as text, a web page or JSON, and not as a stored file."""
    kind = response.headers.get("Content-Type", "").lower()
    return kind.startswith(_TEXT_TYPES) if kind else response.body.lstrip().startswith(b"<")
