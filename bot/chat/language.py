"""The languages that Photobot speaks: gettext catalogues under `locales/`.

Catalogues are read as text and compiled in memory, so that no compiled file can be out of date.
English is the language of the source and needs no catalogue.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

Gettext = Callable[[str], str]
_ACCEPTED = re.compile(r"\s*([A-Za-z][A-Za-z0-9-]*)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?")
LOCALES = Path(__file__).resolve().parents[2] / "locales"


@dataclass(frozen=True)
class Naming:
    """How people who write in one language name a language.

    Attributes:
        names: codes of languages by names that CLDR doesn't know.
        not_before: what stands before the name of one that they don't want; a regular expression.
        not_after: the same for what stands after it.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    not_before: str = ""
    not_after: str = ""


@dataclass(frozen=True)
class Language:
    """One language: its CLDR locale, its catalogue, and how it names languages."""

    locale: Locale
    catalogue: NullTranslations
    naming: Naming = Naming()

    @property
    def gettext(self) -> Gettext:
        """The function that translates one sentence."""
        return self.catalogue.gettext

    @property
    def name(self) -> str:
        """The name of its folder in `locales/`, such as zh_Hant."""
        return str(self.locale)

    @property
    def tag(self) -> str:
        """Its tag as HTML and HTTP write it, such as zh-Hant."""
        return str(self.locale).replace("_", "-")

    @cached_property
    def own_name(self) -> str:
        """Its name in the language itself, such as 中文."""
        return self.locale.get_language_name() or str(self.locale)

    def named_in(self, other: "Language") -> str:
        """Return its name in another language."""
        name = self.locale.get_display_name(other.locale) or self.own_name
        # CLDR puts Latin brackets around the script, and Chinese has its own.
        is_chinese = other.locale.language == "zh"
        return re.sub(r" \((.+)\)", "\uff08\\1\uff09", name) if is_chinese else name


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
        words = f"{format_date(local, locale=self.language.locale)} {self.time(when)}"
        return words if self.zone else f"{words} UTC"

    def time(self, when: datetime) -> str:
        """Format the time of day in the person's time zone, else in UTC."""
        local = when.astimezone(self.zone or UTC)
        words: str = format_time(local, "short", locale=self.language.locale)
        # CLDR puts a narrow no-break space before AM and PM, which some fonts draw without width.
        return words.replace("\u202f", "\u00a0")

    def weekday(self, when: datetime) -> str:
        """Name the day of the week in the person's time zone, else in UTC."""
        local = when.astimezone(self.zone or UTC)
        return format_date(local, "EEEE", locale=self.language.locale)

    def day(self, when: datetime) -> str:
        """Format month and day in the person's time zone, else in UTC, marked as such."""
        local = when.astimezone(self.zone or UTC)
        words: str = format_skeleton("MMMMd", local, locale=self.language.locale)
        return words if self.zone else f"{words} (UTC)"

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

    def has(self, tag: str) -> bool:
        """Tell whether there is this language, in any script and for any country."""
        return any(_subtags(name)[0] == _subtags(tag)[0] for name in self.known)

    def preferred(self, accepted: str) -> Language:
        """Return the language that a browser prefers, by its header Accept-Language."""
        # Sorting keeps the header's order among those of one quality.
        best = sorted(_accepted(accepted), key=lambda each: each[1], reverse=True)
        return self.of(next((tag for tag, _ in best if self.has(tag)), None))

    def others(self, language: Language) -> dict[str, Language]:
        """Return all other languages, by the names of their catalogues."""
        return {name: known for name, known in self.known.items() if known is not language}

    def reader(self, person_id: str, tag: str | None, timezone: str | None) -> Reader:
        """Return a reader with the language of this tag and this time zone (IANA name)."""
        return Reader(person_id, self.of(tag), _zone(timezone))


@cache
def load_languages(folder: Path = LOCALES) -> Languages:
    """Read every catalogue below a folder, once in a process."""
    known = {"en": Language(Locale("en"), NullTranslations(), _naming(folder / "en"))}
    for path in sorted(folder.glob("*/photobot.po")):
        known[path.parent.name] = _load(path)
    return Languages(known)


def _subtags(tag: str) -> list[str]:
    return tag.replace("-", "_").casefold().split("_")


def _accepted(header: str) -> Iterator[tuple[str, float]]:
    """Yield each tag of an Accept-Language header with its quality, above 0 and up to 1."""
    for part in header.split(","):
        # Whatever is malformed is left out: any client may send anything.
        if (found := _ACCEPTED.fullmatch(part)) and (quality := float(found[2] or 1)):
            yield found[1], quality


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
    locale = Locale.parse(path.parent.name)
    return Language(locale, GNUTranslations(compiled), _naming(path.parent))


def _naming(folder: Path) -> Naming:
    path = folder / "languages.toml"
    if not path.exists():
        return Naming()
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {name.casefold(): code for name, code in table["names"].items()}
    return Naming(names, table["not"]["before"], table["not"]["after"])
