"""The pages on privacy, terms and support: whether people can open them, and what they lack."""

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

import aiohttp

from bot.about.pages import MARK, PATHS
from bot.config.settings import Settings
from bot.doctor.fetch import FETCH_ERRORS, explain_error, fetch, host_of
from bot.doctor.finding import Area, Finding, fault, fine, unknown, warning

PAGES, SUPPORT = "pages on privacy, terms and support", "whom the page /support names"
# The mark is in the head of a page, before its style.
MAX_BYTES = 4096
NO_ADDRESS = "nobody can tell at which address people reach them: PHOTOBOT_PUBLIC_URL is not set"
LET_THROUGH = (
    "let what answers at PHOTOBOT_PUBLIC_URL hand {path} on to the bot, for everybody and without "
    "sign-in"
)
WORDS = {
    "PHOTOBOT_LINK_PRIVACY": "privacy_link",
    "PHOTOBOT_LINK_TERMS": "terms_link",
    "PHOTOBOT_LINK_SUPPORT": "support_link",
}


def page_findings(settings: Settings) -> Iterator[Finding]:
    """Judge the company's own words on these pages, as the settings have them."""
    for name, field in WORDS.items():
        address = getattr(settings, field)
        if address and urlsplit(address).scheme != "https":
            remedy = "people elsewhere cannot open it: give an https address"
            yield warning(Area.SETTINGS, name, "is shown to people and is not https", remedy)
    if settings.helpdesk or settings.support_link or settings.support_text:
        yield fine(Area.BOT, SUPPORT, "your company's own")
    else:
        yield warning(
            Area.BOT,
            SUPPORT,
            "nobody: it sends people to the IT support of their company, without an address",
            "set PHOTOBOT_HELPDESK, PHOTOBOT_LINK_SUPPORT or PHOTOBOT_SUPPORT_FILE",
        )


async def open_page_findings(
    session: aiohttp.ClientSession, public_url: str | None
) -> list[Finding]:
    """Open each page at its public address, from this machine and as anybody would."""
    if public_url is None:
        remedy = "set it to the bot's public https address, which the app package names too"
        return [warning(Area.BOT, PAGES, NO_ADDRESS, remedy)]
    found = await asyncio.gather(*(_open(session, public_url, path) for path in PATHS))
    wrong = [finding for finding in found if finding]
    return wrong or [fine(Area.BOT, PAGES, f"all of them open at {public_url}")]


async def _open(session: aiohttp.ClientSession, public_url: str, path: str) -> Finding | None:
    """Return what is wrong with a page, None where it opens."""
    address = f"{public_url}{path}"
    try:
        page = await fetch(session, address, MAX_BYTES)
    except FETCH_ERRORS as error:
        why = explain_error(error, host_of(address))
        # A firewall may keep this machine, and nobody else, from the bot's public address.
        return unknown(Area.BOT, address, f"not opened from here: {why.what}", why.remedy)
    if page.status == 200 and MARK.encode() in page.body:
        return None
    what = "is answered by something else" if page.status == 200 else f"is answered {page.status}"
    return fault(Area.BOT, address, what, LET_THROUGH.format(path=path))
