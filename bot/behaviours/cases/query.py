"""What an agent looks for, read from what they write."""

import re
from collections.abc import Collection, Mapping
from unicodedata import category

from bot.chat.language import Gettext
from bot.helpdesk.finding import CaseQuery
from bot.helpdesk.standing import CaseState
from bot.nudges.reference import reference_in
from bot.texts.case_words import state_title
from bot.texts.written import in_line

# No address is longer, and no ticket.
MAX_QUERY = 256
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# The words with which people ask for cases (locales/*/sentences.toml).
_CASES = re.compile(r"\b(?:cases|case)\b|案件|個案", re.IGNORECASE)
# What may stand beside what is looked for, in the languages of those words.
_BESIDE = re.compile(
    r"a|all|and|any|are|be|can|could|do|does|find|for|from|get|give|have|how|i|in|is|list|look|many"
    r"|me|mine|my|of|on|open|our|photo|please|see|show|state|tell|that|the|them|there|these|those"
    r"|ticket|to|up|view|want|we|what|where|which|who|with|would|you",
    re.IGNORECASE,
)
_BESIDE_CHINESE = re.compile(
    r"^(?:請|給我|讓我|我要|我想|幫我|看看|看|查看|查詢|查|找|尋找|搜尋|列出|顯示|打開|開啟|我的|我|所有|全部|未結"
    r"|有哪些|哪些|有多少|多少|關於|工單|票證|人員|狀態|的|是|有|嗎|呢|清單|列表)+"
    r"|(?:的|嗎|呢|清單|列表|有哪些|有多少|是什麼|給我看)+$"
)


def asked_in_chat(text: str, _: Gettext) -> CaseQuery:
    """Read a message that asks for cases: what it says beside that."""
    written = _tidy(text)
    if reference_in(written) or not (found := _CASES.search(written)):
        return wanted_in(written, _)
    states = _states(_)
    before, after = written[: found.start()], written[found.end() :]
    return wanted_in(_without_beside(after, states) or _without_beside(before, states), _)


def wanted_in(text: str, _: Gettext) -> CaseQuery:
    """Read what was typed into a search: a reference, person, state, ticket, or part of a name.

    A state is named in the reader's language, in English, or as the command line names it.
    """
    query = _tidy(text)
    if reference := reference_in(query):
        return CaseQuery(reference=reference)
    if state := _states(_).get(_plain(query)):
        return CaseQuery(state=state)
    for word in query.split():
        if "@" in word.strip("@") or _UUID.fullmatch(word):
            return CaseQuery(person=_trimmed(word))
    return CaseQuery(words=query)


def _tidy(text: str) -> str:
    return _trimmed(in_line(text[:MAX_QUERY]))


def _without_beside(text: str, states: Collection[str]) -> str:
    words = _trimmed(text).split()
    # Some states begin with such a word.
    while words and _plain("".join(words)) not in states and _BESIDE.fullmatch(_trimmed(words[0])):
        words.pop(0)
    while words and _BESIDE.fullmatch(_trimmed(words[-1])):
        words.pop()
    rest = _trimmed(_BESIDE_CHINESE.sub("", " ".join(words)))
    return rest.removesuffix("'s").removesuffix("’s")


def _states(_: Gettext) -> Mapping[str, CaseState]:
    named: dict[str, CaseState] = {}
    for said in (_, str):
        named |= {_plain(state_title(state, said)): state for state in CaseState}
    named |= {_plain(state.value): state for state in CaseState}
    for said in (_, str):
        # What comes before a comma, where it names no other state.
        for state in CaseState:
            named.setdefault(_plain(re.split("[,，]", state_title(state, said))[0]), state)
    return named


def _trimmed(text: str) -> str:
    """Return text without the punctuation around it; a ticket may begin with #."""
    start, end = 0, len(text)
    while start < end and _is_mark(text[start]):
        start += 1
    while start < end and _is_mark(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_mark(sign: str) -> bool:
    return sign != "#" and category(sign)[0] in "PZ"


def _plain(text: str) -> str:
    """Return words as they compare: without case, signs and spaces."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
