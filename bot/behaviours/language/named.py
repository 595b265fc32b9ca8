"""“In German, please”: the language that a person asks for, in any language of the bot."""

import re
from collections.abc import Collection, Iterable
from functools import cache

from babel.core import get_global
from babel.languages import get_official_languages

from bot.chat.language import Language

# What stands between a name and the words that say that it isn't wanted, on either side; marks of
# full width end it too.
_BETWEEN_BEFORE = r"[^,.，。、！!]{0,24}$"  # noqa: RUF001
_BETWEEN_AFTER = r"^[^,.，。、！!]{0,12}"  # noqa: RUF001


def languages_named_in(text: str, known: Collection[Language]) -> list[str]:
    """Return codes of the languages that somebody wants, in the order of the text.

    `known` are the bot's own. Where somebody only says which they can't read, it is each of the
    bot's others.
    """
    names = _names(known)
    pattern = "|".join(
        rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)
        for name in sorted(names, key=len, reverse=True)
    )
    not_before = _any_of(each.naming.not_before for each in known)
    not_after = _any_of(each.naming.not_after for each in known)
    wanted: dict[str, None] = {}
    unwanted: set[str] = set()
    lowered = text.casefold()
    for found in re.finditer(pattern, lowered):
        code = names[found[0]]
        before, after = lowered[: found.start()], lowered[found.end() :]
        if re.search(not_before + _BETWEEN_BEFORE, before) or re.search(
            _BETWEEN_AFTER + not_after, after
        ):
            unwanted.add(code)
        else:
            wanted[code] = None
    wanted = dict.fromkeys(code for code in wanted if code not in unwanted)
    if unwanted and not wanted:
        codes = dict.fromkeys(each.locale.language for each in known)
        return [code for code in codes if code not in unwanted]
    return list(wanted)


def _names(known: Collection[Language]) -> dict[str, str]:
    names = {
        name.casefold(): code
        for each in known
        for code, name in each.locale.languages.items()
        if code in _official()
    }
    for each in known:
        code = each.locale.language
        # A tag such as zh-TW is a name too.
        names |= {**each.naming.names, each.own_name.casefold(): code, code: code}
    return names


@cache
def _official() -> frozenset[str]:
    """Return the languages that are official anywhere.

    All that CLDR knows are too many: some names are everyday words of another language.
    """
    return frozenset(
        name.partition("_")[0]
        for territory in get_global("territory_languages")
        for name in get_official_languages(territory, regional=True, de_facto=True)
    )


def _any_of(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(pattern for pattern in patterns if pattern) or '(?!)'})"
