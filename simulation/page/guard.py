"""Keeps other websites from driving the page through a person's browser."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from simulation.page.files import TEAMS_JS

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SAFE_SITES = ("same-origin", "none")

# Pictures of cards come from anywhere on https, and from a bot on this machine.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob: https: http://127.0.0.1:*",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CROSS_ORIGIN_HEADERS = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def same_site_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a foreign `Host` (DNS rebinding), `Origin` or `Sec-Fetch-Site` with 403."""
    if request.path != TEAMS_JS and not _is_same_site(request):
        raise web.HTTPForbidden(text="Open this page by its own address.")
    return await handler(request)


async def harden(request: web.Request, response: web.StreamResponse) -> None:
    """Add headers that keep scripts, frames and readers of other origins out."""
    response.headers.update(HEADERS)
    if request.path == TEAMS_JS:
        response.headers.update(CROSS_ORIGIN_HEADERS)


def _is_same_site(request: web.Request) -> bool:
    name, _, _ = request.host.rpartition(":")
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "none")
    return (
        (name or request.host) in LOOPBACK
        and origin in (None, f"http://{request.host}")
        and (site in SAFE_SITES or _is_navigation(request))
    )


def _is_navigation(request: web.Request) -> bool:
    """Tell whether somebody follows a link from elsewhere to the page itself."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
