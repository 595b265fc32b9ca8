"""The languages that Photobot speaks: gettext catalogues under `locales/`.

Catalogues are read as text and compiled in memory, so that no compiled file can be out of date.
English is the language of the source and needs none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Gettext = Callable[[str], str]
LOCALES = Path(__file__).resolve().parents[2] / "locales"


@dataclass(frozen=True)
class Language:
    """One language: its CLDR locale and its words."""

    locale: Locale
    catalogue: NullTranslations

    @property
    def gettext(self) -> Gettext:
        """Translate one sentence."""
        return self.catalogue.gettext


@dataclass(frozen=True)
class Languages:
    """Chooses the language for a client's language tag."""

    known: Mapping[str, Language]
    default: str = "en"

    def of(self, tag: str | None) -> Language:
        """The nearest language to a tag such as en-US; the default where there is none."""
        wanted = [tag.replace("-", "_")] if tag else []
        name = negotiate_locale(wanted, list(self.known), sep="_") or self.default
        return self.known[name]


def load_languages(folder: Path = LOCALES) -> Languages:
    """Read every catalogue below a folder."""
    known = {"en": Language(Locale("en"), NullTranslations())}
    for path in sorted(folder.glob("*/photobot.po")):
        known[path.parent.name] = _load(path)
    return Languages(known)


def _load(path: Path) -> Language:
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=path.parent.name))
    compiled.seek(0)
    return Language(Locale.parse(path.parent.name), GNUTranslations(compiled))
