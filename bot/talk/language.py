"""The languages that Photobot speaks: gettext catalogues under `locales/`.

Catalogues are read as text and compiled in memory, so that no compiled file can be out of date.
English is the language of the source and needs none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_time
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
class Listener:
    """Whoever is spoken to: their language, and their time zone where it is known."""

    language: Language
    zone: ZoneInfo | None = None

    @property
    def gettext(self) -> Gettext:
        """Translate one sentence."""
        return self.language.gettext

    def moment(self, when: datetime) -> str:
        """Date and time of day on the person's own clock, else in UTC and said to be so."""
        local = when.astimezone(self.zone or UTC)
        locale = self.language.locale
        words = f"{format_date(local, locale=locale)} {format_time(local, 'short', locale=locale)}"
        return words if self.zone else f"{words} UTC"


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

    def listener(self, tag: str | None, timezone: str | None) -> Listener:
        """Who reads in this language and lives in this time zone (IANA name)."""
        return Listener(self.of(tag), _zone(timezone))


def load_languages(folder: Path = LOCALES) -> Languages:
    """Read every catalogue below a folder."""
    known = {"en": Language(Locale("en"), NullTranslations())}
    for path in sorted(folder.glob("*/photobot.po")):
        known[path.parent.name] = _load(path)
    return Languages(known)


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


def _load(path: Path) -> Language:
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=path.parent.name))
    compiled.seek(0)
    return Language(Locale.parse(path.parent.name), GNUTranslations(compiled))
