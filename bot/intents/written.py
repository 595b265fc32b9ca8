"""Tell what a person wrote themselves from quotes, forwarded mails and signatures around it."""

import re
from unicodedata import normalize

# Characters that are read. A message is read on the loop, so a long one would keep everybody else
# waiting; what somebody wants stands at its beginning.
MAX_TEXT = 500
# Sentences that are read, for the same reason.
MAX_SENTENCES = 12
# Characters among which a person's own words are looked for, without gaps between them: they may
# stand below a long quotation. Teams delivers about `MAX_DELIVERED`.
MAX_SEARCHED, MAX_DELIVERED = 8_000, 28_000
# Characters, without quoted lines, in which signatures and forwarded mails are looked for.
MAX_OWN = 4 * MAX_TEXT
_BLANKS = re.compile(r"[^\S\n]{2,}|\n\s*\n")
# No line end before the mark: a search that runs over them takes the square of their number.
_QUOTED_LINE = re.compile(r"^[^\S\n]*>.*$", re.MULTILINE)
# What somebody else wrote, within a line.
_QUOTATION = re.compile(r'“[^“”]*”|「[^「」]*」|『[^『』]*』|«[^«»]*»|"[^"]*"')
# Where another message begins, below what a person wrote themselves.
_FORWARDED = re.compile(
    r"^[^\S\n]*(?:-{2,}[^\S\n]*(?:original|forwarded|原始|轉寄|元の|転送).*"
    r"|\*\*.*(?:forwarded|轉寄|転送).*"
    r"|(?:from|寄件者|寄件人|發件人|差出人)[^\S\n]*[:\uff1a].*"
    r"|on .{4,80} wrote:"
    r"|(?:begin forwarded message|轉寄信件|轉寄的郵件|転送メール).*)$",
    re.MULTILINE | re.IGNORECASE,
)
# Lines of a mail or a ticket that say nothing of what is wanted.
_HEADER_LINE = re.compile(
    r"^[^\S\n]*(?:from|to|cc|sent|date|寄件者|寄件人|收件者|收件人|副本|傳送時間|日期"
    r"|priority|category|affected user|application|tel|phone|mobile|優先順序|申請人|類別|電話|分機"
    r"|差出人|宛先|送信日時|送信者|優先度|申請者|部署|内線|種別)"
    r"[^\S\n]*[:\uff1a].*$",
    re.MULTILINE | re.IGNORECASE,
)
# The end of what a person wrote: signatures, and what mail programs add.
_SIGNATURE = re.compile(
    r"^[^\S\n]*(?:(?:--+|__+|==+|-{3,})[^\S\n]*$"
    r"|(?:sent|sended) from (?:my|outlook|mail|yahoo|samsung)\b|sent via\b|get outlook for\b"
    r"|從我的|取得.{0,12}outlook|傳送自"
    r"|(?:iphone|ipad|android|スマートフォン)[^\S\n]*から送信"
    r"|outlook for (?:ios|android)[^\S\n]*を入手"
    r"|(?=[以どよ宜])(?:以上、)?(?:どうぞ)?(?:よろしく|宜しく)(?:お願い|御願い)(?:いた|致)?します"
    r"[^\S\n]*[。.!]?[^\S\n]*$|敬具"
    r"|(?:(?:with |many )?(?:kind|best|warm|kindest|warmest) (?:regards|wishes)|regards|best"
    r"|sincerely|yours (?:sincerely|faithfully|truly)|br|mit freundlichen gr|cordialement"
    r"|thanks (?:and|&) regards)\b[^\S\n]*[,.!]?[^\S\n]*$"
    r"|(?:敬祝|順頌|此致|敬上|敬啟))",
    re.MULTILINE | re.IGNORECASE,
)
_TICKET_PREFIX = re.compile(
    r"^(?:\s*(?:re|fw|fwd|aw|wg|回覆|轉寄|答覆|主旨|subject|件名|返信|転送)\s*[:\uff1a]\s*)+",
    re.IGNORECASE,
)
_END = re.compile(r"(?<=[.])\s+|(?<=[。;!?])(?![。;!?])|\n+")


def own_and_forwarded(text: str) -> tuple[str, str]:
    """Return what a person wrote, and what they forward below it; both without signatures.

    Lines that quote ("> …") are left out, unless there are no others.
    """
    text = _beginning(text)
    own = _QUOTED_LINE.sub("", text)
    own = (own if own.strip() else text)[:MAX_OWN]
    begins = _FORWARDED.search(own)
    below = own[begins.start() :] if begins else ""
    return _without_signature(own[: begins.start()] if begins else own), _without_signature(below)


def own_words(text: str) -> str:
    """Return the beginning of what a person wrote, without anything that they quote or forward."""
    unquoted = _QUOTED_LINE.sub("", _beginning(text))[:MAX_OWN]
    own = own_and_forwarded(_QUOTATION.sub(" ", unquoted))[0]
    return "\n".join(sentences(own))


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each once; only its beginning is read."""
    # Cut again: a single character can stand for eighteen.
    beginning = normalize("NFKC", _TICKET_PREFIX.sub("", text)[:MAX_TEXT])[:MAX_TEXT]
    parts = (part.strip() for part in _END.split(beginning))
    return list(dict.fromkeys(part for part in parts if part))[:MAX_SENTENCES]


def _beginning(text: str) -> str:
    """Return the part of a text in which somebody's own words are looked for, without gaps."""
    delivered = text[:MAX_DELIVERED]
    return _BLANKS.sub(lambda gap: "\n" if "\n" in gap[0] else " ", delivered)[:MAX_SEARCHED]


def _without_signature(text: str) -> str:
    text = _FORWARDED.sub("", _HEADER_LINE.sub("", text))
    ends = _SIGNATURE.search(text)
    kept = text[: ends.start()] if ends else text
    return (kept if kept.strip() else text).strip()
