"""“In German, please”: the language that a person asks for, in any language of the bot."""

import re
from collections.abc import Collection, Mapping

from babel import Locale

# Languages of the world that people are most likely to ask for. All names that CLDR knows are too
# many: some are everyday words of another language.
_ASKED_FOR = """
    ar bg bn ca cs da de el en es et fa fi fil fr gu he hi hr hu id it ja kn ko lt lv mr ms nb nl pa
    pl pt ro ru sk sl sr sv sw ta te th tr uk ur vi yue zh
"""
# What languages are called by those who speak them, and by others.
_OTHER_NAMES = {
    "deutsch": "de",
    "español": "es",
    "français": "fr",
    "italiano": "it",
    "mandarin": "zh",
    "português": "pt",
    "tagalog": "fil",
    "中文": "zh",
    "國語": "zh",
    "国语": "zh",
    "普通話": "zh",
    "繁中": "zh",
    "英語": "en",
    "英语": "en",
    "日本語": "ja",
    "日語": "ja",
    "한국어": "ko",
}
# The language that somebody names because they do not want it.
_UNWANTED = (
    r"(?:n['’]?t|\bnot|\bno|不懂|不會|不要|不想要?|不是|看不懂|聽不懂|沒學過)[^,.，。！!]{0,24}$",  # noqa: RUF001
    r"^[^,.，。！!]{0,12}(?:isn['’]?t|is not|not|is bad|不好|不行|不太)",  # noqa: RUF001
)


def languages_named_in(text: str, known: Mapping[str, Locale]) -> list[str]:
    """Return codes of the languages that somebody wants, in the order of the text.

    `known` are the bot's own, by their names. Where somebody only says which they can't read, it
    is each of the bot's others.
    """
    names = _names(known.values())
    pattern = "|".join(
        rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)
        for name in sorted(names, key=len, reverse=True)
    )
    wanted: dict[str, None] = {}
    unwanted: set[str] = set()
    lowered = text.casefold()
    for found in re.finditer(pattern, lowered):
        code = names[found[0]]
        before, after = lowered[: found.start()], lowered[found.end() :]
        if re.search(_UNWANTED[0], before) or re.search(_UNWANTED[1], after):
            unwanted.add(code)
        else:
            wanted[code] = None
    wanted = dict.fromkeys(code for code in wanted if code not in unwanted)
    if unwanted and not wanted:
        return [each.language for each in known.values() if each.language not in unwanted]
    return list(wanted)


def _names(locales: Collection[Locale]) -> dict[str, str]:
    names = {
        name.casefold(): code
        for locale in locales
        for code, name in locale.languages.items()
        if code in _ASKED_FOR.split()
    }
    # A tag such as zh-TW is one too, if it is a language of the bot.
    return {**names, **_OTHER_NAMES, **{locale.language: locale.language for locale in locales}}
