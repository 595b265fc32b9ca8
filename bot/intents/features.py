"""Cut a sentence into the n-grams that the model has weights for.

Training and recognition both read sentences through here. What is particular to a language is data:
locales/*/reading.toml.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

# Han, kana and bopomofo are written without spaces: each letter counts as a word of its own.
UNSPACED = "\u2e80-\u2fff\u3005-\u3007\u3021-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_WORD = re.compile(
    rf"§\w+|[{UNSPACED}]|[^\W_{UNSPACED}]+|[?,]|[\U0001f000-\U0001faff\u2600-\u27bf]"
)
# In Chinese a space stands for a comma, unless it keeps single letters apart.
_PAUSE = re.compile(rf"(?<=[{UNSPACED}]{{2}})[ \t]+(?=[{UNSPACED}]{{2}})")
_APOSTROPHES = re.compile("['’‘`\u00b4\u02bc]")
# Unicode categories: combining marks, such as accents; format characters; modifier symbols.
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Sk"})
# The marks that make another letter of a kana, such as "ga" of "ka", as no accent does.
_VOICED = "\u3099\u309a"
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_REPEATED_MARK = re.compile(r"([^\w\s])\1+")
# What stands for any address, reference or number.
_ANY = (
    (re.compile(r"https?://\S+"), " weblink "),
    (re.compile(r"[^\s@]+@[^\s@]+"), " mailaddress "),
    (
        re.compile(r"(?<![a-z0-9])pb[\s-]{0,2}(?=[a-z]{0,6}[0-9])[0-9a-z]{7}(?![0-9a-z])"),
        " pbcode ",
    ),
    (re.compile(r"\d+"), "0"),
)
# Words of a sentence that count. Whoever writes without spaces and without an end would keep
# everybody else waiting (`bot.intents.written.MAX_TEXT`).
MAX_WORDS = 120
_EDGES = ("^", "$")
_LONGEST_WORD = 24
_NOT = "§not"
# How many words a "not" reaches: of those that have a kind, and of any.
_REACH, _DENIED = 4, 5
_CLAUSE_ENDS = frozenset({",", "?"})


@dataclass(frozen=True)
class Features:
    """Makes the features of sentences.

    Attributes:
        letters: code points of variant letters, with the letters that replace them.
        dialect: finds words of a dialect that are read as those in `written`.
        written: the words that replace those of a dialect.
        kinds: finds words that have a kind, such as all that mean a photo.
        kind_of: the kind of each word.
        nots: finds the words that deny what follows them.
    """

    letters: Mapping[int, str]
    dialect: re.Pattern[str]
    written: Mapping[str, str]
    kinds: re.Pattern[str]
    kind_of: Mapping[str, str]
    nots: re.Pattern[str]

    def plain(self, sentence: str) -> str:
        """Return a sentence in the letters that all sentences are compared in."""
        return self._in_common_words(_REPEATED_MARK.sub(r"\1", fold(sentence)))

    def _in_common_words(self, text: str) -> str:
        common = _PAUSE.sub(",", text).translate(self.letters)
        return self.dialect.sub(lambda found: self.written[found[0]], common)

    def lowered(self, sentence: str) -> str:
        """Return a sentence as vetoes read it: like `plain`, with accents and apostrophes."""
        compatible = _APOSTROPHES.sub("'", unicodedata.normalize("NFKC", sentence).casefold())
        return self._in_common_words(compatible)

    def of(self, sentence: str) -> list[int]:
        """Return the numbers of a sentence's n-grams, each once, in no particular order.

        A number is below 2 ** 32, and hardly ever that of two n-grams.
        """
        plain = self.plain(sentence)
        for pattern, instead in _ANY:
            plain = pattern.sub(instead, plain)
        return list({crc32(gram.encode()) for gram in self._grams(plain)})

    def _grams(self, plain: str) -> Iterator[str]:
        words = _words(plain)
        yield from _joined(words, 4)
        for word in set(words):
            if len(word) > 2:
                yield from _inside(word)
        kinds = _negated(
            _words(self.kinds.sub(lambda found: f" §{self.kind_of[found[0]]} ", plain))
        )
        about = "+" if "§photo" in kinds or "§not_photo" in kinds else "-"
        for gram in _joined(kinds, 3):
            if "§" in gram:
                yield f"={gram}"
            if gram.count(" ") < 2:
                yield about + gram
        present = sorted({word for word in kinds if word.startswith("§")})
        yield from map("&".join, combinations(present, 2))
        yield from _contrasted(_words(self.nots.sub(f" {_NOT} ", plain)))


def fold(text: str) -> str:
    """Remove case, width, accents, apostrophes, invisible marks and loooong letters."""
    # Case folding can yield letters that are not decomposed, so NFKD comes before and after it.
    plain = _compatible(_compatible(_APOSTROPHES.sub("", text)).casefold())
    visible = "".join(
        mark for mark in plain if mark in _VOICED or unicodedata.category(mark) not in _INVISIBLE
    )
    composed = unicodedata.normalize("NFC", visible)
    return _REPEATED.sub(r"\1\1", _APOSTROPHES.sub("", composed))


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def _words(plain: str) -> list[str]:
    return _WORD.findall(plain)[:MAX_WORDS]


def _joined(words: Sequence[str], longest: int) -> Iterator[str]:
    """Yield every row of words, up to three of Latin ones and up to `longest` of others."""
    row = [_EDGES[0], *words, _EDGES[1]]
    for start, word in enumerate(row):
        most = longest if _IS_UNSPACED.match(word) else 3
        gram = ""
        for part in row[start : start + most]:
            gram = f"{gram} {part}" if gram else part
            if gram not in _EDGES:
                yield gram


def _inside(word: str) -> Iterator[str]:
    """Yield the pieces of a word, by which a misspelt one is still known."""
    whole = f"<{word[:_LONGEST_WORD]}>"
    for length in (3, 4, 5):
        for at in range(len(whole) - length + 1):
            yield f"#{whole[at : at + length]}"


def _negated(words: Sequence[str]) -> list[str]:
    """Mark the kinds that follow a "not" in the same clause."""
    left, marked = 0, []
    for word in words:
        if word == _NOT:
            left = _REACH
        elif word == ",":
            left = 0
        elif left and word.startswith("§"):
            marked.append(f"§not_{word[1:]}")
            continue
        left = max(0, left - (word != _NOT))
        marked.append(word)
    return marked


def _contrasted(words: Sequence[str]) -> Iterator[str]:
    """Yield what a "not" denies, and what is left: “don't remove it, fix it” wants a fix."""
    if _NOT not in words:
        return
    left = 0
    denied: list[str] = []
    wanted: list[str] = []
    for word in words:
        if word == _NOT:
            left = _DENIED
            wanted.append(word)
            continue
        if word in _CLAUSE_ENDS:
            left = 0
        (denied if left else wanted).append(word)
        left = max(0, left - 1)
    yield from map("!{}".format, _joined(denied, 3))
    yield from map("+{}".format, _joined(wanted, 3))
