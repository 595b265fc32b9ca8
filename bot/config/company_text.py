"""A company's own text for one of the pages about Photobot: files of plain text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_settings import NoDecode

# About ten printed pages; the page is kept in memory and sent to whoever asks.
MAX_BYTES = 64 * 1024
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
# What no page can show: control characters other than tabs and line breaks.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True)
class CompanyText:
    """A text as plain paragraphs.

    Attributes:
        words: what is shown where there is no translation.
        translations: the text by language, such as `zh_hant`.
    """

    words: str
    translations: Mapping[str, str] = field(default_factory=dict)

    def translation(self, language: str) -> str | None:
        """Return the text in a language, named as its catalogue is; None without a file of it."""
        return self.translations.get(_folded(language))


def _company_text(value: object) -> object:
    if not isinstance(value, str):
        return value
    file = Path(value.strip())
    words = _read(file)
    return CompanyText(words, {tag: _read(path) for tag, path in _translations(file)})


def _translations(file: Path) -> list[tuple[str, Path]]:
    """List the files beside one that are its translations, such as privacy.zh_Hant.txt."""
    start = f"{file.stem}."
    try:
        names = sorted(path.name for path in file.parent.iterdir())
    except OSError:
        raise ValueError("let the user that Photobot runs as list the folder of it") from None
    inner = {
        name: name[len(start) : len(name) - len(file.suffix)]
        for name in names
        if name.startswith(start) and name.endswith(file.suffix) and name != file.name
    }
    return [
        (_folded(tag), file.with_name(name)) for name, tag in inner.items() if _TAG.fullmatch(tag)
    ]


def _read(file: Path) -> str:
    # Nobody reads a longer one in a remedy.
    name = file.name[:100]
    try:
        # A pipe or a device has no end.
        if not file.is_file():
            raise ValueError("there is no such file; give the path of one")
        with file.open("rb") as opened:
            written = opened.read(MAX_BYTES + 1)
    except OSError:
        raise ValueError(f"let the user that Photobot runs as read {name}") from None
    if len(written) > MAX_BYTES:
        raise ValueError(f"shorten {name} to {MAX_BYTES // 1024} KiB, or give a link")
    try:
        text = written.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").strip()
    except UnicodeDecodeError:
        raise ValueError(f"save {name} as plain text in UTF-8") from None
    if not text:
        raise ValueError(f"{name} is empty: write the text into it, or unset this")
    if _CONTROL.search(text):
        raise ValueError(f"save {name} as plain text: it holds control characters")
    return text


def _folded(tag: str) -> str:
    return tag.replace("-", "_").casefold()


Text = Annotated[CompanyText, NoDecode, BeforeValidator(_company_text)]
