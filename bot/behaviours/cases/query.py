"""What an agent looks for, read from what they write."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from unicodedata import category

from bot.chat.language import Gettext
from bot.helpdesk.finding import CaseQuery
from bot.helpdesk.standing import CaseState
from bot.intents.reading import tables
from bot.nudges.reference import reference_in
from bot.texts.case_words import state_title
from bot.texts.written import in_line

# No address is longer, and no ticket.
MAX_QUERY = 256
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def asked_in_chat(text: str, _: Gettext) -> CaseQuery:
    """Read a message that asks for cases: what it says beside that."""
    written = _tidy(text)
    asking = _asking()
    if reference_in(written) or not (found := asking.named.search(written)):
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
    beside = _asking().beside
    while words and _plain("".join(words)) not in states and beside.fullmatch(_trimmed(words[0])):
        words.pop(0)
    while words and beside.fullmatch(_trimmed(words[-1])):
        words.pop()
    rest = _trimmed(" ".join(words))
    if _plain(rest) in states:
        return rest
    rest = _trimmed(_asking().joined.sub("", rest))
    return rest.removesuffix("'s").removesuffix("’s")


@dataclass(frozen=True)
class _Asking:
    """How people ask for cases: `cases` in locales/*/reading.toml.

    Attributes:
        named: the words for cases.
        beside: words that may stand beside what is looked for.
        joined: what stands before or after it without a space.
    """

    named: re.Pattern[str]
    beside: re.Pattern[str]
    joined: re.Pattern[str]


@cache
def _asking() -> _Asking:
    cases = [table["cases"] for table in tables().values()]
    before, after = _any_of(cases, "before"), _any_of(cases, "after")
    return _Asking(
        re.compile(_any_of(cases, "named"), re.IGNORECASE),
        re.compile(_any_of(cases, "beside"), re.IGNORECASE),
        re.compile(f"^{before}+|{after}+$"),
    )


def _any_of(cases: Iterable[Mapping[str, str]], part: str) -> str:
    return f"(?:{'|'.join(each[part] for each in cases if part in each)})"


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
