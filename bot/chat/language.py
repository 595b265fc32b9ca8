"""The languages that Photobot speaks: gettext catalogues under `locales/`.

Catalogues are read as text and compiled in memory, so that no compiled file can be out of date.
English is the language of the source and needs no catalogue.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

Gettext = Callable[[str], str]
LOCALES = Path(__file__).resolve().parents[2] / "locales"


@dataclass(frozen=True)
class Language:
    """One language: its CLDR locale and its catalogue."""

    locale: Locale
    catalogue: NullTranslations

    @property
    def gettext(self) -> Gettext:
        """The function that translates one sentence."""
        return self.catalogue.gettext

    @property
    def own_name(self) -> str:
        """Its name in the language itself, such as 中文."""
        return self.locale.get_language_name() or str(self.locale)


@dataclass(frozen=True)
class Reader:
    """Who sees a card and may press it.

    Attributes:
        id: Entra object id.
        language: the language of the card.
        zone: the person's time zone, where it is known.
    """

    id: str
    language: Language
    zone: ZoneInfo | None = None

    @property
    def gettext(self) -> Gettext:
        """The function that translates one sentence."""
        return self.language.gettext

    def moment(self, when: datetime) -> str:
        """Format date and time of day in the person's time zone, else in UTC, marked as such."""
        local = when.astimezone(self.zone or UTC)
        locale = self.language.locale
        time = format_time(local, "short", locale=locale)
        # CLDR puts a narrow no-break space before AM and PM, which some fonts draw without width.
        words = f"{format_date(local, locale=locale)} {time}".replace("\u202f", "\u00a0")
        return words if self.zone else f"{words} UTC"

    def decimal(self, number: float) -> str:
        """Format a number with two decimals, as the language writes it."""
        return format_decimal(number, "0.00", locale=self.language.locale)


@dataclass(frozen=True)
class Languages:
    """The languages that Photobot has a catalogue for, by the catalogue's name."""

    known: Mapping[str, Language]
    default: str = "en"

    def of(self, tag: str | None) -> Language:
        """Return the nearest language to a tag such as en-US, else the default.

        The same language in another script or for another country is nearer than the default.
        """
        wanted = _subtags(tag or "")
        near = [name for name in self.known if _subtags(name)[0] == wanted[0]]
        nearest = max(near, key=lambda name: _shared(_subtags(name), wanted), default=self.default)
        return self.known[nearest]

    def others(self, language: Language) -> dict[str, Language]:
        """Return all other languages, by the names of their catalogues."""
        return {name: known for name, known in self.known.items() if known is not language}

    def reader(self, person_id: str, tag: str | None, timezone: str | None) -> Reader:
        """Return a reader with the language of this tag and this time zone (IANA name)."""
        return Reader(person_id, self.of(tag), _zone(timezone))


def load_languages(folder: Path = LOCALES) -> Languages:
    """Read every catalogue below a folder."""
    known = {"en": Language(Locale("en"), NullTranslations())}
    for path in sorted(folder.glob("*/photobot.po")):
        known[path.parent.name] = _load(path)
    return Languages(known)


def _subtags(tag: str) -> list[str]:
    return tag.replace("-", "_").casefold().split("_")


def _shared(subtags: list[str], wanted: list[str]) -> int:
    return sum(a == b for a, b in zip(subtags, wanted, strict=False))


def _zone(name: str | None) -> ZoneInfo | None:
    # The client sends the name, so it may be anything: ValueError is a path, OSError a folder.
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
