"""The way round for sign-in: Entra ID's own page, in a window that Teams opens.

`/auth/start` leads to Entra ID, `/auth/end` is where it leads back to. The window then hands Teams
a ticket, which is good for once, for the person to whom the sign-in was offered.
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
# What Teams itself says of a window that was closed.
CANCELLED = "CancelledByUser"

_log = structlog.get_logger(__name__)


class NotSignedIn(Exception):
    """Nothing came of it; `code` says why, for a log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SignInFlow(Protocol):
    """What happens between the two pages."""

    async def begin(self, offer: UUID) -> str:
        """The address of Entra ID's page for an offer; raises NotSignedIn."""

    async def finish(self, answer: Mapping[str, str]) -> str:
        """The ticket for what Entra ID's page answered; raises NotSignedIn."""


@dataclass(frozen=True)
class Pages:
    """Serves the window; `teams_js` is the address of Microsoft's TeamsJS."""

    flow: SignInFlow
    languages: Languages
    teams_js: str

    def routes(self) -> list[web.RouteDef]:
        """Everything below /auth."""
        # A scanner of links asks with HEAD, and would use up what is good for once.
        return [
            web.get(START, self._start, allow_head=False),
            web.get(END, self._end, allow_head=False),
            web.get(SCRIPT, _script((FILES / "end.js").read_text("utf-8"))),
        ]

    async def _start(self, request: web.Request) -> web.Response:
        return await self._or_failed(request, self._begun(request))

    async def _end(self, request: web.Request) -> web.Response:
        return await self._or_failed(request, self._finished(request))

    async def _or_failed(
        self, request: web.Request, answer: Awaitable[web.Response]
    ) -> web.Response:
        try:
            return await answer
        except NotSignedIn as error:
            _log.warning("sign_in_page_failed", error=error.code)
        except Exception as error:  # noqa: BLE001 - whatever broke, a person looks at this window
            _log.error("sign_in_page_broke", **where_it_broke(error))
        return self._window(request, SignInOutcome.FAILED)

    async def _begun(self, request: web.Request) -> web.Response:
        address = await self.flow.begin(_offer(request))
        # Nothing of the request is in the address: it is the authority's, from the settings.
        return web.Response(status=302, headers={"Location": address})

    async def _finished(self, request: web.Request) -> web.Response:
        if request.query.get("error") == "access_denied":
            return self._window(request, SignInOutcome.DECLINED)
        ticket = await self.flow.finish(dict(request.query))
        return self._window(request, SignInOutcome.DONE, ticket)

    def _window(
        self, request: web.Request, outcome: SignInOutcome, ticket: str = ""
    ) -> web.Response:
        language = self.languages.of(_preferred(request))
        values = {
            "language": str(language.locale).replace("_", "-"),
            "outcome": outcome.value,
            "ticket": ticket,
            "declined": CANCELLED,
            "words": page_words(outcome, language.gettext),
            "teams_js": self.teams_js,
        }
        escaped = {name: html.escape(value) for name, value in values.items()}
        text = (FILES / "end.html").read_text("utf-8").format_map(escaped)
        headers = {"Content-Security-Policy": self._policy()}
        return web.Response(text=text, content_type="text/html", headers=headers)

    def _policy(self) -> str:
        return (
            f"default-src 'none'; script-src 'self' {self.teams_js}; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'"
        )


def _offer(request: web.Request) -> UUID:
    try:
        return UUID(request.query.get("offer", ""))
    except ValueError:
        raise NotSignedIn("no_offer") from None


def _preferred(request: web.Request) -> str:
    return request.headers.get("Accept-Language", "").split(",")[0].split(";")[0].strip()


def _script(text: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/javascript")

    return serve
