"""What a page about Photobot says, and its HTML."""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.config.company_text import CompanyText


@dataclass(frozen=True)
class Link:
    """A link that stands alone; `words` say where it leads."""

    words: str
    address: str


@dataclass(frozen=True)
class Section:
    """A heading, and sentences or links under it."""

    heading: str
    lines: tuple[str | Link, ...]


@dataclass(frozen=True)
class Document:
    """A page in one language; its words are plain text."""

    title: str
    lead: str
    sections: tuple[Section, ...]


def document_html(document: Document) -> str:
    """Return the lead and the sections as HTML."""
    lead = _paragraph(document.lead) if document.lead else ""
    return lead + "".join(map(_section, document.sections))


def text_html(text: CompanyText, language: str) -> str:
    """Return a company's text as paragraphs: its translation into a language, else as it is."""
    translation = text.translation(language)
    # An empty `lang` says that the language isn't known: it need not be that of the page.
    unknown = "" if translation else ' lang=""'
    words = (translation or text.words).split("\n\n")
    paragraphs = "".join(_paragraph(each.strip()) for each in words if each.strip())
    return f'<div class="company"{unknown}>{paragraphs}</div>'


def link_html(link: Link) -> str:
    """Return a link; its address is one of the settings."""
    return f'<a href="{html.escape(link.address)}">{html.escape(link.words)}</a>'


def _section(section: Section) -> str:
    items = "".join(f"<li>{each}</li>" for each in _lines(section.lines))
    return f"<h2>{html.escape(section.heading)}</h2><ul>{items}</ul>"


def _lines(lines: Iterable[str | Link]) -> Iterator[str]:
    for line in lines:
        yield link_html(line) if isinstance(line, Link) else html.escape(line)


def _paragraph(words: str) -> str:
    return f"<p>{html.escape(words)}</p>"
