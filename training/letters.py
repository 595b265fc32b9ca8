"""Make the tables by which letters of another script are read as a language's own: `make letters`.

`locales/<language>/letters.toml` comes from the dictionaries of OpenCC, by the conversion that the
language's `reading.toml` names. The bot and the training read the file, and need no OpenCC.
"""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import fill

import opencc

from bot.chat.language import LOCALES
from bot.intents.reading import FILE, LETTERS

# The unified ideographs that are in use, without those of extensions for rare ones.
IDEOGRAPHS = range(0x4E00, 0xA000)
# Variants that nobody writes any more are left out: the encoding has the letters that are in use.
IN_USE = "big5"
SIMPLIFIED = "t2s"
WIDTH = 70
HEAD = """\
# Letters of another script or spelling, with those that they are read as: made by `make letters`
# with OpenCC {version} (Apache License 2.0), conversion {conversion}. Not written by hand.
"""


def main() -> None:
    """Write the table of every language whose letters are converted."""
    for path in sorted(LOCALES.glob(f"*/{FILE}")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        if conversion := table.get("letters", {}).get("conversion"):
            write(path.with_name(LETTERS), conversion)


def write(path: Path, conversion: str) -> None:
    """Write the table of one conversion."""
    pairs = list(converted(conversion))
    foreign, own = (_lines(each) for each in zip(*pairs, strict=True))
    head = HEAD.format(version=opencc.__version__, conversion=conversion)
    path.write_text(f"{head}foreign = {foreign}\nown = {own}\n", encoding="utf-8")
    print(f"{path.parent.name}: {len(pairs)} letters")


def converted(conversion: str) -> Iterator[tuple[str, str]]:
    """Yield letters with those that a conversion replaces them by.

    Several letters can have one simplified form. They are read as one letter, so that a sentence
    reads the same in either script.
    """
    converter, simplified = opencc.OpenCC(conversion), opencc.OpenCC(SIMPLIFIED)
    for number in IDEOGRAPHS:
        letter = chr(number)
        own = converter.convert(simplified.convert(letter))
        if own != letter and len(own) == 1 and own.encode(IN_USE, "ignore"):
            yield letter, own


def _lines(letters: Iterable[str]) -> str:
    wrapped = fill("".join(letters), WIDTH, initial_indent="  ", subsequent_indent="  ")
    return f'"""\n{wrapped}\n"""'


if __name__ == "__main__":
    main()
