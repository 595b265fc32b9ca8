"""The sign-in pages, which Teams opens in a window where it gets no token by itself.

`/auth/start` redirects to Entra ID, which redirects to `/auth/end`. That page hands Teams a
one-time ticket, which only the person to whom the sign-in was offered can redeem.
"""

import html
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

import structlog
from aiohttp import web

from bot.auth.words import SignInOutcome, page_words
from bot.chat.language import Languages
from bot.core.logs import where_it_broke

START, END, SCRIPT = "/auth/start", "/auth/end", "/auth/end.js"
FILES = Path(__file__).parent / "files"
# The state that Teams itself sends where the window was closed, so that declining at Entra ID has
# the same result.
CANCELLED = "CancelledByUser"

_log = structlog.get_logger(__name__)


class NotSignedIn(Exception):
    """The sign-in failed; `code` says why, for the log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SignInFlow(Protocol):
    """What happens between the two pages, apart from HTTP."""

    async def begin(self, offer: UUID) -> str:
        """Return the address of Entra ID's page for an offer; raises NotSignedIn."""

    async def finish(self, answer: Mapping[str, str]) -> str:
        """Exchange Entra ID's answer for a ticket; raises NotSignedIn."""


@dataclass(frozen=True)
class Pages:
    """The handlers of the pages.

    Attributes:
        teams_js: the address of Microsoft's TeamsJS.
        integrity: the hash of that file, without which a browser doesn't run it; None for any file.
    """

    flow: SignInFlow
    languages: Languages
    teams_js: str
    integrity: str | None

    def routes(self) -> list[web.RouteDef]:
        """Return all routes below /auth."""
        # Link scanners send HEAD, which would use up a state that is good once.
        return [
            web.get(START, self._start, allow_head=False),
            web.get(END, self._end, allow_head=False),
            web.get(SCRIPT, _script((FILES / "end.js").read_text("utf-8"))),
        ]

    async def _start(self, request: web.Request) -> web.Response:
        return await self._or_failed_page(request, self._redirect(request))

    async def _end(self, request: web.Request) -> web.Response:
        return await self._or_failed_page(request, self._ticket_page(request))

    async def _or_failed_page(
        self, request: web.Request, answer: Awaitable[web.Response]
    ) -> web.Response:
        try:
            return await answer
        except NotSignedIn as error:
            _log.warning("sign_in_page_failed", error=error.code)
        except Exception as error:  # noqa: BLE001 - the person in front of the window needs words
            _log.error("sign_in_page_crashed", **where_it_broke(error))
        return self._page(request, SignInOutcome.FAILED)

    async def _redirect(self, request: web.Request) -> web.Response:
        address = await self.flow.begin(_offer(request))
        # No open redirect: the address comes from the settings, nothing of it from the request.
        return web.Response(status=302, headers={"Location": address})

    async def _ticket_page(self, request: web.Request) -> web.Response:
        if request.query.get("error") == "access_denied":
            return self._page(request, SignInOutcome.DECLINED)
        ticket = await self.flow.finish(dict(request.query))
        return self._page(request, SignInOutcome.DONE, ticket)

    def _page(self, request: web.Request, outcome: SignInOutcome, ticket: str = "") -> web.Response:
        language = self.languages.preferred(request.headers.get("Accept-Language", ""))
        values = {
            "language": language.tag,
            "outcome": outcome.value,
            "ticket": ticket,
            "declined": CANCELLED,
            "words": page_words(outcome, language.gettext),
            "teams_js": self.teams_js,
        }
        # The page holds the ticket, so nothing that came from outside may become markup in it.
        escaped = {name: html.escape(value) for name, value in values.items()}
        escaped["integrity"] = self._integrity()
        text = (FILES / "end.html").read_text("utf-8").format_map(escaped)
        headers = {"Content-Security-Policy": self._policy()}
        return web.Response(text=text, content_type="text/html", headers=headers)

    def _integrity(self) -> str:
        if self.integrity is None:
            return ""
        # Of another host a browser checks only what that host lets every page read.
        return f' integrity="{html.escape(self.integrity)}" crossorigin="anonymous"'

    def _policy(self) -> str:
        # Only our own script and TeamsJS may run beside the ticket, and nobody may frame the page.
        return (
            f"default-src 'none'; script-src 'self' {self.teams_js}; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'"
        )


def _offer(request: web.Request) -> UUID:
    try:
        return UUID(request.query.get("offer", ""))
    except ValueError:
        raise NotSignedIn("no_offer") from None


def _script(text: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/javascript")

    return serve
