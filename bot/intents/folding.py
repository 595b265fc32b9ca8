"""Normalise a text, so that spelling variants compare equal, and cut it into words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Han, kana and bopomofo are written without spaces: each letter counts as a word of its own.
_UNSPACED = "\u2e80-\u2fff\u3005-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# One word, or one sign. A dot inside a word, as in an address, is neither.
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
# Unicode categories: combining marks, such as accents; format characters; modifier symbols.
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Sk"})
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
# A run of one mark says no more than the mark.
_REPEATED_MARK = re.compile(r"([^\w\s])\1+")
# No line end before the mark: a search that runs over them takes the square of their number.
_QUOTED_LINE = re.compile(r"^[^\S\n]*>.*$", re.MULTILINE)


@dataclass(frozen=True)
class Folding:
    """Normalises texts and cuts them into words, the same for phrases and for messages.

    Attributes:
        letters: code points of variant letters, with the letters that replace them.
        silent: matches words that carry no meaning wherever they stand, such as particles.
    """

    letters: Mapping[int, str]
    silent: re.Pattern[str]

    def words(self, text: str) -> list[str]:
        """Return words, letters of unspaced scripts and punctuation marks, in their order."""
        folded = _PAUSE.sub(",", _REPEATED_MARK.sub(r"\1", fold(text))).translate(self.letters)
        return _TOKEN.findall(self.silent.sub(" ", folded))

    def sentences(self, text: str) -> list[list[str]]:
        """Return the words of each sentence, with the mark that ends it."""
        sentences: list[list[str]] = [[]]
        for word in self.words(text):
            sentences[-1].append(word)
            if word in _ENDS or word.count("\n") > 1:
                sentences.append([])
        return [sentence for sentence in sentences if sentence]


def folding_of(letters: Mapping[int, str], silent: Iterable[str]) -> Folding:
    """Make the folding for all languages; Latin words are silent only as whole words."""
    words = "|".join(re.escape(fold(word).translate(letters)) for word in silent)
    return Folding(letters, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])" if words else "(?!)"))


def fold(text: str) -> str:
    """Remove case, width, accents, apostrophes, invisible marks and loooong letters."""
    # Case folding can yield letters that are not decomposed, so NFKD comes before and after it.
    plain = _compatible(_compatible(_APOSTROPHES.sub("", text)).casefold())
    visible = "".join(mark for mark in plain if unicodedata.category(mark) not in _INVISIBLE)
    return _REPEATED.sub(r"\1\1", _APOSTROPHES.sub("", visible))


def without_quoted_lines(text: str) -> str:
    """Remove lines that quote another message ("> …"), unless there are no others."""
    own = _QUOTED_LINE.sub("", text)
    return own if own.strip() else text


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKD", text)
