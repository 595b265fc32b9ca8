"""What Graph's answers say of a photo: both shapes of "no photo" (photo-sync.md §3.2, §3.5)."""

from collections.abc import Mapping
from typing import Any

from bot.core.failures import FailureReason
from bot.http.body import parse_answer
from bot.m365.answer import Answer
from bot.photos.readings import Account, AccountReading, NoPhoto, NotRead

_NOTHING_THERE = frozenset({204, 404})
_NO_CLOUD_MAILBOX = frozenset({"MailboxNotHostedInExchangeOnline", "MailboxNotEnabledForRESTAPI"})


def says_none(answer: Answer) -> bool:
    """Whether an answer says that a photo is missing, if its user exists."""
    return answer.status in _NOTHING_THERE or (not answer.ok and answer.code in _NO_CLOUD_MAILBOX)


def holds_none(answer: Answer) -> bool:
    """Whether there is no picture in an answer, which a success without a byte does not say."""
    return says_none(answer) or (answer.ok and not answer.body)


def facts(answer: Answer) -> Mapping[str, Any]:
    """The metadata of a photo; empty where an answer holds none."""
    value = parse_answer(answer.body) if answer.ok else None
    return value if isinstance(value, dict) else {}


def is_one_pixel(metadata: Mapping[str, Any]) -> bool:
    """Whether the metadata is that of the empty picture which stands for no photo."""
    kind = str(metadata.get("@odata.mediaContentType", "")).lower()
    return (
        metadata.get("id") == "1x1"
        or kind == "image/gif"
        or (metadata.get("width"), metadata.get("height")) == (1, 1)
    )


def missing(account: AccountReading, *answers: Answer) -> NoPhoto | NotRead:
    """Say that there is no photo, which is known only of a user who was found.

    The code that speaks of the mailbox is kept before others: it is a cause.
    """
    if isinstance(account, NotRead):
        return account
    if not isinstance(account, Account):
        return NotRead(FailureReason.UNEXPECTED)
    codes = (answer.code for answer in answers if answer.code is not None)
    return NoPhoto(mailbox_code(*answers) or next(codes, None))


def mailbox_code(*answers: Answer) -> str | None:
    """What Exchange Online called a mailbox that it does not hold, if it said so."""
    return next((answer.code for answer in answers if answer.code in _NO_CLOUD_MAILBOX), None)


def etag(metadata: Mapping[str, Any]) -> str | None:
    """The tag of this version of the photo; new on every upload."""
    value = metadata.get("@odata.mediaEtag")
    return value if isinstance(value, str) and value else None
