"""Takes away from a text what does not change its meaning, and cuts it into words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Han, kana and bopomofo are written without spaces: each letter counts as a word of its own.
_UNSPACED = "\u2e80-\u2fff\u3005-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(
    rf"[{_UNSPACED}]"
    rf"|[^\W_{_UNSPACED}]+"
    r"|\.(?!\w)"
    r"|\n\s*\n"
    r"|[^\w\s.]"
    r"|\n"
)
# In Chinese a space stands for a comma, unless it keeps single letters apart.
_PAUSE = re.compile(rf"(?<=[{_UNSPACED}]{{2}})[ \t]+(?=[{_UNSPACED}]{{2}})")
_ENDS = frozenset(".!?。")
_APOSTROPHES = re.compile("['’‘`\u00b4\u02bc]")
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Sk"})
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_QUOTED_LINE = re.compile(r"^\s*>.*$", re.MULTILINE)


@dataclass(frozen=True)
class Folding:
    """Cuts texts into words, in the one way in which they are compared.

    Attributes:
        letters: variants of letters, with the ones that stand for them.
        silent: words that say nothing, wherever they stand.
    """

    letters: Mapping[int, str]
    silent: re.Pattern[str]

    def words(self, text: str) -> list[str]:
        """Words, letters that stand for words, and signs, in the order in which they stand."""
        read = _PAUSE.sub(",", fold(text)).translate(self.letters)
        return _TOKEN.findall(self.silent.sub(" ", read))

    def sentences(self, text: str) -> list[list[str]]:
        """Words of each sentence, with the sign that ends it."""
        sentences: list[list[str]] = [[]]
        for word in self.words(text):
            sentences[-1].append(word)
            if word in _ENDS or word.count("\n") > 1:
                sentences.append([])
        return [sentence for sentence in sentences if sentence]


def folding_of(letters: Mapping[int, str], silent: Iterable[str]) -> Folding:
    """Make the folding for all languages; words of Latin letters are silent only when whole."""
    words = "|".join(re.escape(fold(word).translate(letters)) for word in silent)
    return Folding(letters, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])" if words else "(?!)"))


def fold(text: str) -> str:
    """Take away case, width, accents, apostrophes, invisible marks and loooong letters."""
    plain = _compatible(_compatible(_APOSTROPHES.sub("", text)).casefold())
    visible = "".join(mark for mark in plain if unicodedata.category(mark) not in _INVISIBLE)
    return _REPEATED.sub(r"\1\1", _APOSTROPHES.sub("", visible))


def without_quoted_lines(text: str) -> str:
    """Leave out lines that answer somebody ("> …"), unless there is nothing else."""
    own = _QUOTED_LINE.sub("", text)
    return own if own.strip() else text


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKD", text)
