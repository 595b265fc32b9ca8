"""The pages `/privacy`, `/terms` and `/support`, which an app package has to name.

Anybody can open them, signed in or not: they are about this bot, and about no person.
"""

import html
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from aiohttp import web

from bot.about.document import Link, document_html, link_html, text_html
from bot.about.privacy import privacy
from bot.about.support import support
from bot.about.terms import terms
from bot.chat.language import Gettext, Language, Languages
from bot.config.company_text import CompanyText
from bot.config.settings import Settings
from bot.texts.links import Links

PRIVACY, TERMS, SUPPORT = "/privacy", "/terms", "/support"
PATHS = (PRIVACY, TERMS, SUPPORT)
# By which the doctor tells these pages from what a proxy answers in their place.
MARK = '<meta name="generator" content="Photobot" />'
FILES = Path(__file__).parent / "files"
STYLE = (FILES / "page.css").read_text("utf-8")
_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
# Nothing but the page's own style: no script, no frame, no form, nothing that is fetched.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True)
class _Company:
    """What a company gives for one page: a link, a text, both or nothing."""

    link: Link | None
    text: CompanyText | None

    def html(self, language: Language) -> str:
        """Return it as HTML, empty for nothing."""
        link = f'<p class="company">{link_html(self.link)}</p>' if self.link else ""
        return link + (text_html(self.text, language.tag) if self.text else "")


def about_routes(settings: Settings, links: Links, languages: Languages) -> list[web.RouteDef]:
    """Return the three routes; every page is made now, once in each language."""
    pages = {
        language.tag: _pages(settings, links, languages, language)
        for language in languages.known.values()
    }
    return [web.get(path, _answer(path, pages, languages)) for path in PATHS]


def _answer(
    path: str, pages: Mapping[str, Mapping[str, str]], languages: Languages
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        chosen = request.query.get("lang", "")
        if languages.has(chosen):
            language = languages.of(chosen)
        else:
            language = languages.preferred(request.headers.get("Accept-Language", ""))
        headers = {"Content-Security-Policy": POLICY, "Content-Language": language.tag}
        page = pages[language.tag][path]
        return web.Response(text=page, content_type="text/html", headers=headers)

    return answer


def _pages(
    settings: Settings, links: Links, languages: Languages, language: Language
) -> dict[str, str]:
    """Make the pages in one language, by their paths."""
    documents = {
        PRIVACY: privacy(settings, language),
        TERMS: terms(language),
        SUPPORT: support(settings, links, language),
    }
    company = _of_company(settings, language.gettext)
    # Two sets of terms could contradict each other; the rest nobody but Photobot can say.
    if company[TERMS].html(language):
        documents[TERMS] = replace(documents[TERMS], lead="", sections=())
    titles = {path: document.title for path, document in documents.items()}
    template = (FILES / "page.html").read_text("utf-8")
    return {
        path: template.format(
            language=language.tag,
            mark=MARK,
            title=html.escape(document.title),
            style=STYLE,
            pages="".join(_pages_to_choose(path, titles, language)),
            languages="".join(_languages_to_choose(languages.others(language).values())),
            company=company[path].html(language),
            content=document_html(document),
        )
        for path, document in documents.items()
    }


def _of_company(settings: Settings, _: Gettext) -> dict[str, _Company]:
    def link(words: str, address: str | None) -> Link | None:
        return Link(words, address) if address else None

    return {
        PRIVACY: _Company(
            link(_("Your company's own page on privacy"), settings.privacy_link),
            settings.privacy_text,
        ),
        TERMS: _Company(
            link(_("Your company's own terms of use"), settings.terms_link), settings.terms_text
        ),
        SUPPORT: _Company(
            link(_("Your company's own page for help"), settings.support_link),
            settings.support_text,
        ),
    }


def _pages_to_choose(path: str, titles: Mapping[str, str], language: Language) -> Iterator[str]:
    for each, title in titles.items():
        current = ' aria-current="page"' if each == path else ""
        # Relative, as a proxy may have put the pages below a path of its own.
        address = f"{each.removeprefix('/')}?lang={language.tag}"
        yield f'<li><a href="{address}"{current}>{html.escape(title)}</a></li>'


def _languages_to_choose(others: Iterable[Language]) -> Iterator[str]:
    for other in others:
        name, tag = html.escape(other.own_name), other.tag
        yield f'<li><a href="?lang={tag}" lang="{tag}" hreflang="{tag}">{name}</a></li>'
